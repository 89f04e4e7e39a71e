import type { EntityMention, RelationMention, Span } from "../../model/index.ts";
import type { Definition } from "./aliases.ts";
import { EMPTY_HEADS, GENERIC_ALONE } from "./generic-nouns.ts";
import { typeOfName } from "./names.ts";
import { type NounPhrase, isFormOfAddress, isLabel, nameOf } from "./noun-phrases.ts";
import type { StatedRelation } from "./stated-relation.ts";
import { typeOfHead } from "./type-lexicon.ts";
import type { RelationEnd } from "./relation-ends.ts";
import type { Sentence } from "./tokens.ts";

/** Candidates that are kept of a chunk of usual length, the most certain first. */
const MAX_CANDIDATES = 30;

/** Collects the mentions of one chunk. Of two mentions of the same words the asserted one is kept. */
export class MentionCollector {
  readonly #people: ReadonlySet<string>;
  readonly #mentions = new Map<string, EntityMention>();

  constructor(people: ReadonlySet<string>) {
    this.#people = people;
  }

  /** Adds the mentions of a sentence. Words of an asserted mention get no other one. */
  add(
    sentence: Sentence,
    index: number,
    read: {
      readonly phrases: readonly NounPhrase[];
      readonly relations: readonly StatedRelation[];
      readonly definitions: readonly Definition[];
    },
  ): void {
    const asserted = [
      ...read.relations
        .flatMap(({ source, target }) => [source, target])
        .map((end) => this.#asserted(sentence, index, end)),
      ...read.definitions.map((definition) => defined(sentence, index, definition)),
    ];
    const isCovered = ({ span }: EntityMention): boolean =>
      asserted.some((mention) => mention.span.start <= span.start && span.end <= mention.span.end);
    const candidates = read.phrases.filter(isCandidate).map((phrase) => this.#candidate(sentence, index, phrase));
    for (const mention of [...asserted, ...candidates.filter((candidate) => !isCovered(candidate))]) this.#put(mention);
  }

  /** In reading order; `chunks` is how many usual chunks the text makes. */
  best(chunks: number): EntityMention[] {
    const all = [...this.#mentions.values()];
    const asserted = all.filter((mention) => mention.status === "asserted");
    const candidates = all
      .filter((mention) => mention.status === "candidate")
      .toSorted((a, b) => b.confidence - a.confidence || byPlace(a, b))
      .slice(0, MAX_CANDIDATES * chunks);
    return [...asserted, ...candidates].toSorted(byPlace);
  }

  describe(sentence: Sentence, relation: StatedRelation, span: Span): RelationMention {
    const { type, source, target, polarity, confidence } = relation;
    const sourceType = this.#typeOf(sentence, source.phrase);
    return {
      source: source.name,
      sourceType,
      type,
      target: target.name,
      targetType: this.#typeOf(sentence, target.phrase),
      polarity,
      confidence,
      span,
    };
  }

  #asserted(sentence: Sentence, index: number, end: RelationEnd): EntityMention {
    const span = spanBetween(sentence, end.first, end.last);
    return {
      name: end.name,
      type: this.#typeOf(sentence, end.phrase),
      span,
      sentence: index,
      confidence: 0.7,
      status: "asserted",
    };
  }

  #candidate(sentence: Sentence, index: number, phrase: NounPhrase): EntityMention {
    const span = spanBetween(sentence, phrase.first, phrase.last);
    const type = this.#typeOf(sentence, phrase);
    return { name: phrase.name, type, span, sentence: index, confidence: confidenceOf(phrase), status: "candidate" };
  }

  #typeOf(sentence: Sentence, phrase: NounPhrase): string {
    if (/^\p{Lu}/u.test(phrase.name) && this.#people.has(phrase.name.toLowerCase())) return "Person";
    if (phrase.isProper) return typeOfName(sentence.tokens, phrase);
    return phrase.head.endsWith("ing") && phrase.name.startsWith(`${phrase.head} `)
      ? "Practice"
      : typeOfHead(phrase.head);
  }

  #put(mention: EntityMention): void {
    const { turn, start, end } = mention.span;
    const key = `${turn}:${start}:${end}`;
    if (!this.#mentions.has(key)) this.#mentions.set(key, mention);
  }
}

function defined(sentence: Sentence, index: number, { first, last }: Definition): EntityMention {
  const name = nameOf(sentence.tokens, first, last, false);
  const type = typeOfHead(sentence.tokens[last]?.lemma ?? "");
  return {
    name,
    type,
    span: spanBetween(sentence, first, last),
    sentence: index,
    confidence: 0.8,
    status: "asserted",
  };
}

function isCandidate(phrase: NounPhrase): boolean {
  const name = phrase.name.toLowerCase();
  if (isLabel(phrase.name) || /^madame? /.test(name)) return false;
  if (phrase.isProper) return name.length >= 2 && !isFormOfAddress(phrase.name) && !EMPTY_HEADS.has(name);
  if (EMPTY_HEADS.has(phrase.head) || EMPTY_HEADS.has(name)) return false;
  return phrase.first !== phrase.last || (!GENERIC_ALONE.has(phrase.head) && name.length >= 3);
}

function confidenceOf(phrase: NounPhrase): number {
  const isCompound = phrase.first !== phrase.last;
  if (phrase.isProper) return isCompound ? 0.8 : 0.7;
  return isCompound ? 0.6 : 0.5;
}

function spanBetween({ turn, tokens, start, end }: Sentence, first: number, last: number): Span {
  return { turn, start: tokens[first]?.start ?? start, end: tokens[last]?.end ?? end };
}

function byPlace(a: EntityMention, b: EntityMention): number {
  return a.span.turn - b.span.turn || a.span.start - b.span.start || a.span.end - b.span.end;
}
