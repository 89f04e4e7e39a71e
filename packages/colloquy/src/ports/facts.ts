import type { Alias, ChunkTurn, Extraction, Polarity } from "../model/index.ts";

/** A name, normalised: equal keys are one entity. */
export interface NameKey {
  readonly key: string;
  /**
   * The key with its last word in the singular and without a middle initial; keys of one stem are one entity, unless
   * several have an initial.
   */
  readonly stem: string;
  /** First letters of a name of several words; empty for others. */
  readonly initials: string;
  /** Written in capitals, as acronyms are. */
  readonly acronym: boolean;
}

/** A transcript names something. */
export interface MentionFact {
  readonly kind: "mention";
  readonly chunk: number;
  readonly entity: NameKey;
  /** The name as it was said. */
  readonly name: string;
  readonly type: string;
  /** True where this mention alone makes an entity. */
  readonly asserted: boolean;
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A transcript says something of two names. Offsets are canonical. */
export interface RelationFact {
  readonly kind: "relation";
  readonly chunk: number;
  readonly source: NameKey;
  readonly type: string;
  readonly target: NameKey;
  readonly polarity: Polarity;
  readonly confidence: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A transcript has a sentence worth quoting. Offsets are canonical. */
export interface QuoteFact {
  readonly kind: "quote";
  readonly chunk: number;
  readonly speaker: NameKey | null;
  readonly about: readonly NameKey[];
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Words that say that two names mean the same. */
export interface AliasFact {
  readonly kind: "alias";
  readonly chunk: number;
  readonly name: NameKey;
  readonly alias: NameKey;
}

/** What one transcript says, in names that are normalised. `chunk` is the ordinal of a chunk. */
export type Fact = MentionFact | RelationFact | QuoteFact | AliasFact;

/** A transcript with what was extracted from it. */
export interface ExtractedTranscript {
  readonly id: string;
  readonly chunks: readonly {
    readonly ordinal: number;
    readonly startOffset: number;
    readonly text: string;
    readonly turns: readonly ChunkTurn[];
    readonly extraction: Extraction | null;
  }[];
}

/** How often a cluster was called what. */
export interface NameVariant {
  readonly name: string;
  readonly type: string;
  readonly count: number;
  readonly asserted: number;
}

/** What a cluster of names is to be called. */
export interface EntitySummary {
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
}
