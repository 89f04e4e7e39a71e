import { chance } from "../chance.ts";

/** What simple rules find in a chunk. Every evidence is a part of one of its turns, verbatim. */
export interface Findings {
  readonly entities: readonly FoundEntity[];
  readonly relations: readonly FoundRelation[];
  readonly quotes: readonly FoundQuote[];
}

export interface FoundEntity {
  readonly name: string;
  readonly evidence: string;
  /** Whether it is written with capitals: a proper name. */
  readonly isProper: boolean;
}

export interface FoundRelation {
  readonly source: string;
  readonly target: string;
  /** The verb in its first form: `reduce`, `lead to`. */
  readonly verb: string;
  readonly evidence: string;
}

export interface FoundQuote {
  readonly text: string;
  readonly about: readonly string[];
}

const VERBS: readonly (readonly [pattern: string, verb: string])[] = [
  ["reduc(?:es|ed|e)", "reduce"],
  ["le(?:ads|ad|d) to", "lead to"],
  ["caus(?:es|ed|e)", "cause"],
  ["enabl(?:es|ed|e)", "enable"],
  ["requir(?:es|ed|e)", "require"],
  ["improv(?:es|ed|e)", "optimize"],
  ["(?:affects?|affected|influenc(?:es|ed|e))", "influence"],
  ["(?:is|are) part of", "is part of"],
];
const VERB = new RegExp(` (?:${VERBS.map(([pattern]) => `(${pattern})`).join("|")}) `, "g");
const NAME_WORD = /^[\p{L}\p{N}'’-]+$/u;
const NAME_WORDS = 3;
/** The words of a name are searched in this many characters. */
const NAME_LENGTH = 80;
const PROPER = /\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+/gu;
const WORD = /\p{L}{7,}/gu;
const EDGES =
  /^(?:(?:a|although|an|and|any|as|because|but|he|if|i|it|of|or|she|so|that|the|their|they|this|to|very|we|which|when|while|who|you|your|our) )+|(?: (?:a|an|and|any|as|at|because|but|by|can|for|from|in|is|it|of|on|or|that|the|to|which|will|with))+$/gi;
const SHOWN_TERMS = 3;
/** The number that schemas commonly allow: a relation whose ends were cut from the list would be refused. */
const MOST_ENTITIES = 12;

/** The findings of a chunk: a function of its words alone. */
export function findingsOf(turns: readonly string[]): Findings {
  const sentences = turns.flatMap((turn) => turn.match(/[^.!?]+[.!?]*/g) ?? []).map((sentence) => sentence.trim());
  const relations = sentences.flatMap(relationsOf);
  const ends = relations.flatMap(({ source, target, evidence }) =>
    [source, target].map((name) => ({ name, evidence, isProper: false })),
  );
  const named = distinct([...ends, ...sentences.flatMap(properNames)]);
  const known = named.map(({ name }) => name).join(" ");
  const others = terms(sentences).filter(({ name }) => !known.includes(name));
  const entities = distinct([...named, ...others]).slice(0, MOST_ENTITIES);
  const listed = new Set(entities.map(({ name }) => name.toLowerCase()));
  const isListed = (name: string): boolean => listed.has(name.toLowerCase());
  const complete = relations.filter(({ source, target }) => isListed(source) && isListed(target));
  return { entities, relations: complete, quotes: quotesOf(sentences, entities) };
}

function relationsOf(sentence: string): FoundRelation[] {
  return [...sentence.matchAll(VERB)].flatMap((match) => {
    const [words, ...verbs] = match;
    const start = match.index;
    const end = start + words.length;
    const before = nameAtEnd(sentence.slice(Math.max(0, start - NAME_LENGTH), start));
    const after = nameAtStart(sentence.slice(end, end + NAME_LENGTH));
    const [source, target] = [before.replace(EDGES, ""), after.replace(EDGES, "")];
    if (source.length <= 2 || target.length <= 2 || source === target) return [];
    const verb = VERBS[verbs.findIndex((each) => each !== undefined)]?.[1] ?? "";
    return [{ source, target, verb, evidence: `${before}${words}${after}` }];
  });
}

/** The last words of a text, back to punctuation. */
function nameAtEnd(text: string): string {
  const words = text.split(" ").slice(-NAME_WORDS);
  return words.slice(words.findLastIndex((word) => !NAME_WORD.test(word)) + 1).join(" ");
}

/** The first words of a text, up to punctuation; the word before it is included. */
function nameAtStart(text: string): string {
  const words = text.split(" ").slice(0, NAME_WORDS);
  const end = words.findIndex((word) => !NAME_WORD.test(word));
  if (end < 0) return words.join(" ");
  const last = words[end]?.replace(/[^\p{L}\p{N}'’-].*$/u, "") ?? "";
  return [...words.slice(0, end), ...(last === "" ? [] : [last])].join(" ");
}

function properNames(sentence: string): FoundEntity[] {
  return (sentence.match(PROPER) ?? []).map((name) => ({ name, evidence: name, isProper: true }));
}

/** The most frequent long words: most talk states no relation that these rules know. */
function terms(sentences: readonly string[]): FoundEntity[] {
  const counts = new Map<string, number>();
  for (const word of sentences.flatMap((sentence) => sentence.match(WORD) ?? []))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || b.length - a.length || (a < b ? -1 : 1))
    .slice(0, SHOWN_TERMS)
    .map(([name]) => ({ name, evidence: name, isProper: false }));
}

/** One in eight sentences of medium length. */
function quotesOf(sentences: readonly string[], entities: readonly FoundEntity[]): FoundQuote[] {
  return sentences
    .filter((text) => text.length >= 60 && text.length <= 240 && chance(text, "quote") < 1 / 8)
    .map((text) => ({ text, about: entities.map(({ name }) => name).filter((name) => text.includes(name)) }));
}

function distinct(entities: readonly FoundEntity[]): FoundEntity[] {
  return [...new Map(entities.toReversed().map((entity) => [entity.name.toLowerCase(), entity])).values()].toReversed();
}
