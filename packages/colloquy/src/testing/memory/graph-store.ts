import {
  begunState,
  ColloquyError,
  compareSaidBy,
  compareText,
  completedState,
  CROSS_EPISODE,
  type Evidence,
  foldCase,
  GRAPH_ROW_KINDS,
  hasWords,
  isOnlyImplied,
  type GraphRow,
  type GraphRowKind,
  type ProjectedEpoch,
  type StoreState,
} from "../../model/index.ts";
import type {
  Annotations,
  ContextOptions,
  EntityPosition,
  EvidencePosition,
  FilePosition,
  GraphCounts,
  RelationshipInContext,
  GraphStore,
  LabelBeside,
  LabelOfPerson,
  Page,
  PositionOf,
  ReadOptions,
  SpeechOptions,
  RelationshipFilter,
  RelationshipPosition,
  SpokenBy,
  Support,
} from "../../ports/index.ts";
import { orderBy } from "./order.ts";

const PAGE_ROWS = 100;

type RowOf<Kind extends GraphRowKind> = Extract<GraphRow, { readonly kind: Kind }>;

const byFile = orderBy<FilePosition>(
  (row) => row.file,
  (row) => row.id,
);

const byOffset = orderBy<EvidencePosition>(
  (row) => row.file,
  (row) => row.startOffset,
  (row) => row.endOffset,
  (row) => row.id,
);

type Supporting = RowOf<"mention" | "evidence" | "quote">;

const positionOf = ({ id, evidence }: Supporting): EvidencePosition => ({ ...evidence, id });
const inText = (left: Supporting, right: Supporting): number => byOffset(positionOf(left), positionOf(right));
const afterInText = (row: Supporting, after: EvidencePosition): number => byOffset(positionOf(row), after);

const bestSupportedFirst = orderBy<RelationshipPosition>(
  (row) => -row.count,
  (row) => -row.confidence,
  (row) => row.id,
);

const mostMentionedFirst = orderBy<EntityPosition>(
  (row) => -row.mentions,
  (row) => row.name,
  (row) => row.id,
);

const mostChunksFirst = orderBy<LabelBeside>(
  ({ chunks }) => -chunks,
  ({ file }) => file,
  ({ label }) => label,
);

const mostMentionedTopicFirst = orderBy<{ readonly entity: RowOf<"entity">; readonly mentions: number }>(
  ({ mentions }) => -mentions,
  ({ entity }) => entity.name,
  ({ entity }) => entity.id,
);

/** The key of a speaker's turns in a chunk. */
const turnsOf = ({ chunk, speaker }: Evidence): string => JSON.stringify([chunk, speaker]);

/** A graph in memory: a simple, complete store for tests and as an example of an adapter. */
export function createMemoryGraphStore(): GraphStore {
  return new MemoryGraphStore();
}

class MemoryGraphStore implements GraphStore {
  readonly name = "memory";
  readonly #rows = new Map<GraphRowKind, Map<string, GraphRow>>(GRAPH_ROW_KINDS.map((kind) => [kind, new Map()]));
  #state: StoreState | null = null;
  #disposed = false;

  async prepare(): Promise<void> {
    this.#checkOpen();
  }

  async state(): Promise<StoreState | null> {
    this.#checkOpen();
    return this.#state;
  }

  async clear(): Promise<void> {
    this.#checkOpen();
    for (const rows of this.#rows.values()) rows.clear();
    this.#state = null;
  }

  async upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    this.#checkOpen();
    const stranger = rows.find((row) => row.kind !== kind);
    if (stranger !== undefined) {
      throw new ColloquyError(
        "invalid-input",
        `All rows of an upsert of ${kind} must be of that kind, got ${stranger.kind}.`,
      );
    }
    for (const row of rows) this.#rows.get(kind)?.set(row.id, row);
  }

  async remove(kind: GraphRowKind, ids: readonly string[]): Promise<void> {
    this.#checkOpen();
    for (const id of ids) this.#rows.get(kind)?.delete(id);
  }

  /** No other object has these rows, so a claim is never replaced. */
  async claim(): Promise<null> {
    this.#checkOpen();
    return null;
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = begunState(this.#state, target);
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = completedState(target);
  }

  async counts({ signal }: ReadOptions = {}): Promise<GraphCounts> {
    signal?.throwIfAborted();
    const count = (kind: GraphRowKind) => this.#all(kind).length;
    const byType = (rows: readonly { readonly type: string }[]) => {
      const types = [...new Set(rows.map((row) => row.type))];
      return Object.fromEntries(types.map((type) => [type, rows.filter((row) => row.type === type).length]));
    };
    return {
      transcripts: count("transcript"),
      chunks: count("chunk"),
      entities: count("entity"),
      mentions: count("mention"),
      relationships: count("relationship"),
      derived: this.#all("relationship").filter((row) => row.derived !== undefined).length,
      quotes: count("quote"),
      evidence: count("evidence"),
      byType: { entities: byType(this.#all("entity")), relationships: byType(this.#all("relationship")) },
    };
  }

  async *rows(kind: GraphRowKind, { signal }: ReadOptions = {}): AsyncGenerator<readonly GraphRow[]> {
    const rows = [...this.#all(kind)].sort(orderBy<GraphRow>((row) => row.id));
    for (let at = 0; at < rows.length; at += PAGE_ROWS) {
      signal?.throwIfAborted();
      yield rows.slice(at, at + PAGE_ROWS);
    }
  }

  async transcripts(page: Page<FilePosition>) {
    return cut(this.#all("transcript").sort(byFile), page, byFile);
  }

  async transcriptChunks(transcript: string, page: Page<number>) {
    const found = this.#all("chunk").filter((row) => row.transcript === transcript);
    const byOrdinal = orderBy<RowOf<"chunk">>(
      (row) => row.ordinal,
      (row) => row.id,
    );
    return cut(found.sort(byOrdinal), page, (row, after) => row.ordinal - after);
  }

  async outline(transcript: string, page: Page<number>) {
    return (await this.transcriptChunks(transcript, page)).map(
      ({ kind: _kind, transcript: _transcript, file: _file, text: _text, profile: _profile, ...outline }) => outline,
    );
  }

  async topics(transcript: string, { limit, signal }: ReadOptions & { readonly limit: number }) {
    signal?.throwIfAborted();
    const chunks = new Set(this.#all("chunk").flatMap((row) => (row.transcript === transcript ? [row.id] : [])));
    const said = this.#all("mention").filter((row) => row.found !== true && chunks.has(row.evidence.chunk));
    return [...Map.groupBy(said, (row) => row.entity)]
      .flatMap(([id, rows]) => {
        const entity = this.#one("entity", id);
        return entity === null ? [] : [{ entity, mentions: rows.length }];
      })
      .sort(mostMentionedTopicFirst)
      .slice(0, limit);
  }

  async annotations(
    ids: readonly string[],
    { limit, signal }: ReadOptions & { readonly limit: number },
  ): Promise<Annotations> {
    signal?.throwIfAborted();
    const within = <Row extends Supporting>(rows: readonly Row[], chunk: string): readonly Row[] =>
      rows.filter(({ evidence }) => evidence.chunk === chunk).sort(inText);
    const chunks = ids.map((chunk) => ({
      chunk,
      mentions: within(this.#all("mention"), chunk).slice(0, limit),
      claims: within(this.#all("evidence"), chunk)
        .flatMap((evidence) => {
          const relationship = this.#one("relationship", evidence.of);
          return relationship === null || relationship.withdrawn !== undefined ? [] : [{ evidence, relationship }];
        })
        .slice(0, limit),
      quotes: within(this.#all("quote"), chunk).slice(0, limit),
    }));
    const named = chunks.flatMap(({ mentions, claims }) => [
      ...mentions.map(({ entity }) => entity),
      ...claims.flatMap(({ relationship: { source, target } }) => [source, target]),
    ]);
    return { chunks, entities: [...new Set(named)].sort(compareText).flatMap((id) => this.#one("entity", id) ?? []) };
  }

  async chunks(ids: readonly string[], { signal }: ReadOptions = {}) {
    signal?.throwIfAborted();
    return ids.flatMap((id) => this.#one("chunk", id) ?? []);
  }

  async findEntities(keys: readonly string[], { signal }: ReadOptions = {}) {
    signal?.throwIfAborted();
    const folded = new Set(keys.map(foldCase));
    return this.#rankedEntities().filter(
      (row) => keys.includes(row.id) || [row, ...row.aliases].some((named) => folded.has(foldCase(named.name))),
    );
  }

  async entities({ type, ...page }: Page<EntityPosition> & { readonly type?: string }) {
    const found = this.#rankedEntities().filter((row) => type === undefined || row.type === type);
    return cut(found, page, mostMentionedFirst);
  }

  async entitiesWithWords(
    words: readonly string[],
    { limit, type, signal }: ReadOptions & { readonly limit: number; readonly type?: string },
  ) {
    signal?.throwIfAborted();
    const folded = words.map(foldCase);
    return this.#rankedEntities()
      .filter((row) => type === undefined || row.type === type)
      .filter((row) => [row, ...row.aliases].some(({ name }) => hasWords(name, folded)))
      .slice(0, limit);
  }

  async relationships({
    entity,
    among,
    type,
    withdrawn = false,
    explicit = false,
    ...page
  }: Page<RelationshipPosition> & RelationshipFilter) {
    const ends = among === undefined ? null : new Set(among);
    const found = this.#all("relationship")
      .filter((row) => withdrawn || row.withdrawn === undefined)
      .filter((row) => !explicit || !isOnlyImplied(row.polarity))
      .filter((row) => ends === null || (ends.has(row.source) && ends.has(row.target)))
      .filter((row) => entity === undefined || row.source === entity || row.target === entity)
      .filter((row) => (type === undefined ? row.type !== CROSS_EPISODE : row.type === type));
    return cut(found.sort(bestSupportedFirst), page, bestSupportedFirst);
  }

  async relationshipsInContext(
    of: readonly string[],
    {
      evidence,
      withdrawn = false,
      explicit = false,
      each = Number.POSITIVE_INFINITY,
      ...page
    }: Page<PositionOf<RelationshipPosition>> & ContextOptions,
  ) {
    const found = await inTurn(of, page, (id, { limit, ...rest }) =>
      this.relationships({ ...rest, limit: Math.min(limit, each), entity: id, withdrawn, explicit }),
    );
    return found.map(([id, row]) =>
      this.#inContext(
        id,
        row,
        evidence === undefined ? [] : this.#supporting("evidence", row.id, evidence.speaker).slice(0, evidence.limit),
      ),
    );
  }

  async degrees(ids: readonly string[], { most, signal }: ReadOptions & { readonly most: number }) {
    signal?.throwIfAborted();
    return Promise.all(ids.map(async (entity) => (await this.relationships({ entity, limit: most })).length));
  }

  async support(
    of: readonly string[],
    { each, signal }: ReadOptions & { readonly each: number },
  ): Promise<readonly Support[]> {
    signal?.throwIfAborted();
    return of.flatMap((id) => countedSupport(id, this.#supporting("evidence", id, undefined).slice(0, each)));
  }

  async evidence(of: readonly string[], { speaker, ...page }: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    const found = await inTurn(of, page, async (id, rest) =>
      cut(this.#supporting("evidence", id, speaker), rest, afterInText),
    );
    return found.map(([, row]) => row);
  }

  async mentions(of: readonly string[], { speaker, ...page }: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    const found = await inTurn(of, page, async (id, rest) =>
      cut(this.#supporting("mention", id, speaker), rest, afterInText),
    );
    return found.map(([, row]) => row);
  }

  async mentionsInContext(entity: string, { speaker, ...page }: Page<EvidencePosition> & SpokenBy) {
    const found = cut(this.#supporting("mention", entity, speaker), page, afterInText);
    return found.map((mention) => ({ mention, chunk: this.#one("chunk", mention.evidence.chunk) }));
  }

  async mentionCounts(requests: readonly (SpokenBy & { readonly entity: string })[], { signal }: ReadOptions = {}) {
    signal?.throwIfAborted();
    return requests.map(({ entity, speaker }) => {
      const byFile = Map.groupBy(this.#supporting("mention", entity, speaker), (row) => row.evidence.file);
      return [...byFile].map(([file, rows]) => {
        const found = rows.filter((row) => row.found === true).length;
        return { file, mentions: rows.length - found, found };
      });
    });
  }

  async firstMentions(
    requests: readonly { readonly entity: string; readonly speaker: string }[],
    { signal }: ReadOptions = {},
  ) {
    signal?.throwIfAborted();
    return requests.map(
      ({ entity, speaker }) => this.#supporting("mention", entity, speaker).find((row) => row.found !== true) ?? null,
    );
  }

  async speech(person: string, { limit, evidence, mentions: each = evidence, signal }: SpeechOptions) {
    signal?.throwIfAborted();
    const isSaid = this.#spokenBy(person);
    const mentions = Map.groupBy(
      this.#all("mention").filter((row) => row.found !== true && isSaid(row)),
      (row) => row.entity,
    );
    const topics = [...mentions].flatMap(([id, rows]) => {
      const entity = id === person ? null : this.#one("entity", id);
      return entity === null ? [] : [{ entity, mentions: rows.length, evidence: rows.sort(inText).slice(0, each) }];
    });
    const stated = this.#all("evidence").filter((row) => row.evidence.polarity !== "implied" && isSaid(row));
    const statements = [...Map.groupBy(stated, (row) => row.of)].flatMap(([id, rows]) => {
      const row = this.#one("relationship", id);
      return row === null || row.withdrawn !== undefined
        ? []
        : [this.#inContext(person, row, rows.sort(inText).slice(0, evidence))];
    });
    return {
      topics: topics
        .sort(
          orderBy(
            (topic) => -topic.mentions,
            (topic) => topic.entity.name,
            (topic) => topic.entity.id,
          ),
        )
        .slice(0, limit),
      statements: statements
        .sort((left, right) => bestSupportedFirst(left.relationship, right.relationship))
        .slice(0, limit),
    };
  }

  async speakerLabels(ids: readonly string[], { signal }: ReadOptions = {}) {
    signal?.throwIfAborted();
    const speakers = [...this.#speakers().values()];
    return ids.map((id) => {
      const labels = speakers.filter(({ entity }) => entity === id).map(({ evidence }) => evidence.speaker ?? "");
      return [...new Set(labels)].sort(compareText);
    });
  }

  async labelsBeside(person: string, { limit, signal }: ReadOptions & { readonly limit: number }) {
    signal?.throwIfAborted();
    const spoken = new Set(
      [...this.#speakers().values()].flatMap(({ entity, evidence }) => (entity === person ? [evidence.chunk] : [])),
    );
    const beside = this.#all("chunk").flatMap(({ id, file, speakers }) =>
      spoken.has(id) ? [...new Set(speakers)].map((label) => ({ file, label })) : [],
    );
    return [...Map.groupBy(beside, ({ file, label }) => JSON.stringify([file, label])).values()]
      .map((of) => ({ ...(of[0] as (typeof beside)[number]), chunks: of.length }))
      .sort(mostChunksFirst)
      .slice(0, limit);
  }

  async speakUnder(requests: readonly LabelOfPerson[], { signal }: ReadOptions = {}) {
    signal?.throwIfAborted();
    const speakers = [...this.#speakers().values()];
    return requests.map(({ person, label, file }) =>
      speakers.some(
        ({ entity, evidence }) => entity === person && evidence.speaker === label && evidence.file === file,
      ),
    );
  }

  async quotes({
    speaker,
    about,
    of,
    ...page
  }: Page<EvidencePosition> & { readonly speaker?: string; readonly about?: string; readonly of?: string }) {
    const found = this.#all("quote")
      .filter((row) => speaker === undefined || row.speaker === speaker)
      .filter((row) => about === undefined || row.about.includes(about))
      .filter((row) => of === undefined || row.speaker === of || row.about.includes(of));
    return cut(found.sort(inText), page, afterInText).map((quote) => ({
      quote,
      subjects: quote.about.flatMap((id) => this.#one("entity", id) ?? []),
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
  }

  /** The speakers of turns: the first mention in a chunk whose words are the label of its turn. */
  #speakers(): Map<string, RowOf<"mention">> {
    const labels = this.#all("mention").filter(({ evidence }) => evidence.text === evidence.speaker);
    const first = labels.sort(
      orderBy(
        (row) => row.evidence.startOffset,
        (row) => row.id,
      ),
    );
    return new Map(first.toReversed().map((row) => [turnsOf(row.evidence), row]));
  }

  /** Whether a person says the words; true without a person. */
  #spokenBy(person: string | undefined): (row: { readonly evidence: Evidence }) => boolean {
    if (person === undefined) return () => true;
    const speakers = this.#speakers();
    return ({ evidence }) => speakers.get(turnsOf(evidence))?.entity === person;
  }

  #all<Kind extends GraphRowKind>(kind: Kind): RowOf<Kind>[] {
    this.#checkOpen();
    return [...(this.#rows.get(kind)?.values() ?? [])] as RowOf<Kind>[];
  }

  #one<Kind extends GraphRowKind>(kind: Kind, id: string): RowOf<Kind> | null {
    this.#checkOpen();
    return (this.#rows.get(kind)?.get(id) as RowOf<Kind> | undefined) ?? null;
  }

  /** Mentions of an entity, or evidence of a relationship or quote, in the order of file and offset. */
  #supporting<Kind extends "mention" | "evidence">(kind: Kind, of: string, speaker: string | undefined): RowOf<Kind>[] {
    const subject = (row: RowOf<"mention" | "evidence">): string => (row.kind === "mention" ? row.entity : row.of);
    return this.#all(kind)
      .filter((row) => subject(row) === of)
      .filter(this.#spokenBy(speaker))
      .sort(inText);
  }

  #inContext(
    of: string,
    relationship: RowOf<"relationship">,
    evidence: readonly RowOf<"evidence">[],
  ): RelationshipInContext {
    const { source, target } = relationship;
    return {
      of,
      relationship,
      source: this.#one("entity", source),
      target: this.#one("entity", target),
      evidence,
    };
  }

  #rankedEntities() {
    return this.#all("entity").sort(mostMentionedFirst);
  }

  #checkOpen(): void {
    if (this.#disposed) throw new ColloquyError("store", "The graph store is closed; open another one.");
  }
}

function countedSupport(of: string, rows: readonly RowOf<"evidence">[]): readonly Support[] {
  const groups = Map.groupBy(rows, ({ evidence: { file, speaker, polarity } }) =>
    JSON.stringify([file, speaker, polarity]),
  );
  return [...groups.values()]
    .map((group): Support => {
      const { file, speaker, polarity } = (group[0] as RowOf<"evidence">).evidence;
      const starts = group.flatMap(({ evidence }) => evidence.startMs ?? []);
      const ends = group.flatMap(({ evidence }) => evidence.endMs ?? evidence.startMs ?? []);
      return {
        of,
        file,
        speaker,
        polarity,
        count: group.length,
        startMs: starts.length === 0 ? null : Math.min(...starts),
        endMs: ends.length === 0 ? null : Math.max(...ends),
      };
    })
    .sort(compareSaidBy);
}

/** At most `limit` rows of a sorted list, after a position. */
function cut<Row, Position>(
  rows: readonly Row[],
  { limit, after, signal }: Page<Position>,
  compare: (row: Row, after: Position) => number,
): readonly Row[] {
  signal?.throwIfAborted();
  return rows.filter((row) => after === undefined || compare(row, after) > 0).slice(0, limit);
}

/** At most `limit` rows of several lists, one after the other, after a position in one of them. */
async function inTurn<Row, Position extends object>(
  of: readonly string[],
  { limit, after, signal }: Page<PositionOf<Position>>,
  list: (id: string, page: Page<Position>) => Promise<readonly Row[]>,
): Promise<readonly (readonly [of: string, row: Row])[]> {
  const found: (readonly [string, Row])[] = [];
  for (const id of after === undefined ? of : of.slice(of.indexOf(after.of))) {
    signal?.throwIfAborted();
    const rows = await list(id, { limit: limit - found.length, ...(after?.of === id ? { after } : {}) });
    found.push(...rows.map((row) => [id, row] as const));
  }
  return found;
}
