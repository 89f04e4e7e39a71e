import type { Evidence, Polarity } from "../model/index.ts";

/** How far two sets agree. A is the reference: missing items of B lower the recall, additional items the precision. */
export interface Overlap {
  readonly a: number;
  readonly b: number;
  readonly both: number;
  /** `both` / `b`; null if B is empty. */
  readonly precision: number | null;
  /** `both` / `a`; null if A is empty. */
  readonly recall: number | null;
  /** The harmonic mean of precision and recall; null if A and B are empty. */
  readonly f1: number | null;
}

/** Examples that only one of the workspaces has, the best supported first. */
export interface Differences<Example> {
  readonly onlyA: readonly Example[];
  readonly onlyB: readonly Example[];
}

/** An entity that only one of two workspaces has. */
export interface EntityExample {
  readonly name: string;
  readonly type: string;
  readonly mentions: number;
  /** Number of transcripts that mention it. */
  readonly transcripts: number;
}

/** A relationship that only one of two workspaces has, with names in place of ids. */
export interface RelationExample {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  /** Number of evidence rows that support it. */
  readonly count: number;
  readonly polarities: readonly Polarity[];
  /** The first evidence; null without evidence. */
  readonly evidence: Evidence | null;
}

/** A quote that only one of two workspaces has. `startMs` is null if its file has no times. */
export interface QuoteExample {
  readonly text: string;
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
}

/** Number of chunks of a workspace, and how many of them are extracted. */
export interface ChunksSettled {
  readonly total: number;
  readonly settled: number;
  /** Number of chunks settled by each extractor profile, the largest number first. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number }[];
}

/** How far workspace B agrees with workspace A, the reference. Printed by `colloquy compare --json`. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** Files are the same if they have the same path within the source folder. */
  readonly transcripts: {
    readonly a: number;
    readonly b: number;
    readonly both: number;
    /** Number of files of `both` whose words differ. */
    readonly changed: number;
  };
  readonly chunks: {
    readonly a: ChunksSettled;
    readonly b: ChunksSettled;
    /** Chunks with the same words at the same offsets of the same file. */
    readonly both: number;
    readonly settledInBoth: number;
  };
  readonly entities: Differences<EntityExample> & {
    /** Matched by name, or by an alias if the display names differ. */
    readonly named: Overlap;
    /** Matched by name and type. */
    readonly typed: Overlap;
    /** Number of entities of `named.both` that were matched by an alias. */
    readonly byAlias: number;
  };
  /** Relations with evidence other than implied: stated, negated, question or hypothetical. */
  readonly relations: Differences<RelationExample> & {
    /** Matched by source, type and target. */
    readonly typed: Overlap;
    /** Matched by source and target. */
    readonly untyped: Overlap;
    /** Matched by source, type, target and polarity. */
    readonly withPolarity: Overlap;
  };
  /** Relations with implied evidence only: terms that occur together, and relations that a model marked as implied. */
  readonly implied: Differences<RelationExample> & { readonly typed: Overlap };
  /** CROSS_EPISODE: an entity and a transcript in which it recurs. */
  readonly recurrences: Overlap;
  readonly quotes: Differences<QuoteExample> & {
    /** Quotes that overlap by at least half of the shorter one. In files whose text differs: quotes with the same words. */
    readonly samePosition: Overlap;
    /** Quotes with the same words, ignoring case and punctuation. */
    readonly sameWords: Overlap;
  };
  /** Reasons why the figures may be misleading, one sentence each. */
  readonly warnings: readonly string[];
}
