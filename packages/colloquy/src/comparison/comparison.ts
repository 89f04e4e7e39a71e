import type { Evidence, Polarity } from "../model/index.ts";

/** How far two sets agree. A is the reference: what B lacks of it lowers the recall, what B has beside it the precision. */
export interface Overlap {
  readonly a: number;
  readonly b: number;
  readonly both: number;
  /** `both` / `b`; null where B has none. */
  readonly precision: number | null;
  /** `both` / `a`; null where A has none. */
  readonly recall: number | null;
  /** The harmonic mean of the two; null where neither has any. */
  readonly f1: number | null;
}

/** What only one of the two has; the best supported first. */
export interface Differences<Example> {
  readonly onlyA: readonly Example[];
  readonly onlyB: readonly Example[];
}

/** An entity that only one of two workspaces has. */
export interface EntityExample {
  readonly name: string;
  readonly type: string;
  readonly mentions: number;
  /** In how many transcripts it is mentioned. */
  readonly transcripts: number;
}

/** A relationship that only one of two workspaces has, with names in place of ids. */
export interface RelationExample {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  /** How many places of evidence support it. */
  readonly count: number;
  readonly polarities: readonly Polarity[];
  /** The first of its evidence. */
  readonly evidence: Evidence | null;
}

/** A quote that only one of two workspaces has. `startMs` is null where its file has no times. */
export interface QuoteExample {
  readonly text: string;
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
}

/** How many chunks of a workspace there are, and how many of them have been extracted. */
export interface ChunksSettled {
  readonly total: number;
  readonly settled: number;
  /** Which extractors settled how many, the most first. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number }[];
}

/** What `colloquy compare --json` prints: how far workspace B agrees with workspace A, the reference. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** Files are the same by their path within the source folder. */
  readonly transcripts: {
    readonly a: number;
    readonly b: number;
    readonly both: number;
    /** Of `both`: those whose words differ. */
    readonly changed: number;
  };
  readonly chunks: {
    readonly a: ChunksSettled;
    readonly b: ChunksSettled;
    /** The same words at the same place of the same file. */
    readonly both: number;
    readonly settledInBoth: number;
  };
  readonly entities: Differences<EntityExample> & {
    /** By name, or by an alias where the display names differ. */
    readonly named: Overlap;
    /** By name and type. */
    readonly typed: Overlap;
    /** How many of `named.both` were found by an alias. */
    readonly byAlias: number;
  };
  /** What somebody says, denies, asks or supposes. */
  readonly relations: Differences<RelationExample> & {
    /** Source, type and target. */
    readonly typed: Overlap;
    /** Source and target, of whatever type. */
    readonly untyped: Overlap;
    /** Source, type, target and polarity: stated, negated, question or hypothetical. */
    readonly withPolarity: Overlap;
  };
  /** Relations that nobody states: terms that are said together, and what a model marked as implied. */
  readonly implied: Differences<RelationExample> & { readonly typed: Overlap };
  /** CROSS_EPISODE: an entity and a transcript in which it recurs. */
  readonly recurrences: Overlap;
  readonly quotes: Differences<QuoteExample> & {
    /** The same place, by at least half of the shorter of the two; the same words where a file's text differs. */
    readonly placed: Overlap;
    /** The same words, whatever their case and punctuation. */
    readonly worded: Overlap;
  };
  /** Sentences that say why the figures may say less than they seem to. */
  readonly warnings: readonly string[];
}
