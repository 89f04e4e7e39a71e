import type { Polarity } from "./polarity.ts";

/**
 * Words of one turn of a chunk: `turn` is the position in the chunk's turns, `start` and `end` are
 * UTF-16 code units within that turn's text, end exclusive.
 */
export interface Span {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
}

/** A name at its position in the text. */
export interface EntityMention {
  /** The name as it should be shown: the words of the span, cleaned of fillers and determiners. */
  readonly name: string;
  /** A type of the ontology. */
  readonly type: string;
  readonly span: Span;
  /**
   * Position in `Extraction.sentences`; null if the mention takes no part in co-occurrence, because its extractor
   * states the relations itself.
   */
  readonly sentence: number | null;
  /** 0 to 1. */
  readonly confidence: number;
  /**
   * `candidate`: a term that becomes an entity only if the corpus mentions it often enough; `asserted`: a mention that
   * makes an entity alone.
   */
  readonly status: "candidate" | "asserted";
}

/** A relation that the words state; `span` is the clause or sentence that states it. */
export interface RelationMention {
  readonly source: string;
  readonly sourceType: string;
  /** A relation type of the ontology. */
  readonly type: string;
  readonly target: string;
  readonly targetType: string;
  readonly polarity: Polarity;
  readonly confidence: number;
  readonly span: Span;
  /**
   * Words that name an end that the span does not name, because it says "it"; absent: none. They are in the chunk or in its
   * context. A turn of the context has a negative number: -1 is the turn just before the chunk.
   */
  readonly antecedents?: readonly Span[];
}

/** A memorable sentence; its speaker is the speaker of its turn. */
export interface QuoteMention {
  readonly span: Span;
  /** Names, as in the chunk's entity mentions. */
  readonly about: readonly string[];
  readonly confidence: number;
}

/** A definition in the words themselves: "voice activity detection (VAD)". */
export interface AliasMention {
  readonly name: string;
  readonly alias: string;
}

/** The findings of an extractor in one chunk. It has no values that depend on other chunks. */
export interface Extraction {
  readonly sentences: readonly Span[];
  readonly mentions: readonly EntityMention[];
  readonly relations: readonly RelationMention[];
  readonly quotes: readonly QuoteMention[];
  readonly aliases: readonly AliasMention[];
}

/** From 0 to 1. Items with a lower confidence are left out, unless a run sets another value. */
export const DEFAULT_MIN_CONFIDENCE = 0.5;

/** An extraction that found nothing. */
export const EMPTY_EXTRACTION: Extraction = { sentences: [], mentions: [], relations: [], quotes: [], aliases: [] };
