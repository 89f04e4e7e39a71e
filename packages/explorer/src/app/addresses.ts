/** What an address has after the question mark, before it is checked. */
type Search = Readonly<Record<string, unknown>>;

/** A text of the address, or undefined. */
function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).map(text).filter((each) => each !== undefined);
  return all.length === 0 ? undefined : all;
}

/**
 * `at`: offsets of the words to show, as START-END. `chunk` decides between files of one name. `find`: words to find;
 * `entity`: its places are stepped through; `speaker`: whose words are emphasised.
 */
interface TranscriptAddress {
  readonly at?: string;
  readonly chunk?: string;
  readonly find?: string;
  readonly entity?: string;
  readonly speaker?: string;
}

export function transcriptAddress(search: Search): TranscriptAddress {
  return {
    at: text(search["at"]),
    chunk: text(search["chunk"]),
    find: text(search["find"]),
    entity: text(search["entity"]),
    speaker: text(search["speaker"]),
  };
}

export function entitiesAddress(search: Search): { readonly type?: string } {
  return { type: text(search["type"]) };
}

/**
 * `name` finds the entity when its id is no longer there, because names were merged or split. `file` and `speaker` choose
 * occurrences. `claim`: the claim whose evidence is shown.
 */
interface EntityAddress {
  readonly name?: string;
  readonly file?: string;
  readonly speaker?: string;
  readonly claim?: string;
}

export function entityAddress(search: Search): EntityAddress {
  return {
    name: text(search["name"]),
    file: text(search["file"]),
    speaker: text(search["speaker"]),
    claim: text(search["claim"]),
  };
}

export function compareAddress(search: Search): { readonly one?: string; readonly other?: string } {
  return { one: text(search["one"]), other: text(search["other"]) };
}

/** A graph starts from an entity, from words, or with the most telling part; `to`: the path from an entity to this one. */
export interface GraphAddress {
  readonly from?: string;
  readonly words?: string;
  readonly to?: string;
  /** The selected entity or relation. */
  readonly node?: string;
  readonly edge?: string;
  /** Entities whose further neighbours are shown, in the order in which they were expanded, and entities that are removed. */
  readonly open?: readonly string[];
  readonly without?: readonly string[];
  /** Pinned entities with their places, as ID@X,Y. */
  readonly pin?: readonly string[];
  /** What is shown; nothing: all. */
  readonly type?: readonly string[];
  readonly relation?: readonly string[];
  readonly polarity?: readonly string[];
  readonly speaker?: readonly string[];
  readonly file?: readonly string[];
  /** Days in ISO 8601, or seconds in the only transcript. */
  readonly since?: string;
  readonly until?: string;
  /** `communities`: colours show communities instead of types. */
  readonly colour?: string;
  /** `list`: entities and relations as lists. */
  readonly tab?: string;
}

export function graphAddress(search: Search): GraphAddress {
  return {
    from: text(search["from"]),
    words: text(search["words"]),
    to: text(search["to"]),
    node: text(search["node"]),
    edge: text(search["edge"]),
    open: texts(search["open"]),
    without: texts(search["without"]),
    pin: texts(search["pin"]),
    type: texts(search["type"]),
    relation: texts(search["relation"]),
    polarity: texts(search["polarity"]),
    speaker: texts(search["speaker"]),
    file: texts(search["file"]),
    since: text(search["since"]),
    until: text(search["until"]),
    colour: text(search["colour"]),
    tab: text(search["tab"]),
  };
}

interface SearchAddress {
  readonly q?: string;
  readonly file?: readonly string[];
  readonly speaker?: string;
  readonly exact?: boolean;
}

export function searchAddress(search: Search): SearchAddress {
  return {
    q: text(search["q"]),
    file: texts(search["file"]),
    speaker: text(search["speaker"]),
    exact: search["exact"] === true || search["exact"] === "true" ? true : undefined,
  };
}

/**
 * `q`: a question that is not asked yet. `conversation`: an earlier one. `cite`: the citation whose transcript is shown
 * beside the answer, as QUESTION-NUMBER, both counted from 1.
 */
interface AskAddress {
  readonly q?: string;
  readonly conversation?: string;
  readonly file?: readonly string[];
  readonly speaker?: string;
  readonly cite?: string;
}

export function askAddress(search: Search): AskAddress {
  return {
    q: text(search["q"]),
    conversation: text(search["conversation"]),
    file: texts(search["file"]),
    speaker: text(search["speaker"]),
    cite: text(search["cite"]),
  };
}
