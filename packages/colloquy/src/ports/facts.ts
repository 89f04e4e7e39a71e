import type { StatedOnce } from "./ledger/checks.ts";
import type { Alias, ChunkTurn, Extraction, Polarity } from "../model/index.ts";

/** A normalised name. Names with equal keys are one entity. */
export interface NameKey {
  readonly key: string;
  /**
   * The key with its last word in the singular and without a middle initial; keys with one stem are one entity, unless
   * several of them have an initial.
   */
  readonly stem: string;
  /** First letters of a name of several words; empty for one word. */
  readonly initials: string;
  /**
   * Names with a form in common are one entity. The forms of people and those of other names differ. A function of the
   * key.
   */
  readonly forms: readonly string[];
  /** Written in capitals, as acronyms are. */
  readonly acronym: boolean;
}

/** A transcript names an entity. */
export interface MentionFact {
  readonly kind: "mention";
  readonly chunk: number;
  readonly entity: NameKey;
  /** The name as it was said. */
  readonly name: string;
  readonly type: string;
  /** True if this mention alone makes an entity. */
  readonly asserted: boolean;
  /** 0 to 1. */
  readonly confidence: number;
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Canonical offsets; the end is exclusive. */
export interface TextRange {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A transcript states a relation of two names. Offsets are canonical. */
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
  /** Words that name an end that its words do not name, in this chunk or before it. In the order of the text. */
  readonly antecedents: readonly TextRange[];
  /** The statement of an extractor, which can be checked; null: the relation follows from names that occur together. */
  readonly statement: (StatedOnce & { readonly isRisky: boolean }) | null;
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

/** A statement of one transcript, in normalised names. `chunk` is the ordinal of a chunk. */
export type Fact = MentionFact | RelationFact | QuoteFact | AliasFact;

/** A transcript with its extractions. */
export interface ExtractedTranscript {
  readonly id: string;
  readonly chunks: readonly {
    readonly ordinal: number;
    readonly startOffset: number;
    readonly text: string;
    readonly turns: readonly ChunkTurn[];
    readonly extraction: Extraction | null;
    /**
     * Maps stems of names to the sense that they have in the chunk: the end of their keys and stems. "@@" begins a sense by verdicts,
     * "@" and a file a sense by the user. Absent: none.
     */
    readonly senses?: ReadonlyMap<string, string>;
  }[];
  /** Keys of parts of names that the user keeps apart from the whole: the part, a line break and the whole. Absent: none. */
  readonly partsApart?: ReadonlySet<string>;
}

/** A name of a cluster, and how often it occurs. */
export interface NameVariant {
  readonly name: string;
  readonly type: string;
  readonly count: number;
  readonly asserted: number;
  /** The sum of the confidences of its mentions, in thousandths: whole numbers have one sum in any order. */
  readonly confidence: number;
}

/** The name, the type and the aliases of a cluster of names. */
export interface EntitySummary {
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
}
