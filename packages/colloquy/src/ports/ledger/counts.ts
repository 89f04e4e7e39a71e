import type { RejectedCounts } from "../extractor.ts";
import type { GraphCounts } from "../graph-store.ts";
import type { InterruptedForce } from "./pending.ts";
import type { SkippedFile } from "./sources.ts";
import type { DroppedSentences } from "./summaries.ts";

/** How far the work on the transcripts is. */
export interface LedgerProgress {
  readonly transcripts: number;
  readonly chunks: {
    readonly total: number;
    readonly extracted: number;
    readonly embedded: number;
    readonly pending: number;
    /** Chunks that could not be extracted. */
    readonly deadLetters: number;
    /** Chunks that could not be embedded. */
    readonly embeddingDeadLetters: number;
  };
}

/** Counts of the work on the chunks, and of what it gave. */
export interface WorkCounts extends LedgerProgress {
  /** Chunks by the extraction profile that settled them, and whether the profile costs money. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number; readonly paid: boolean }[];
  /** Items of the replies that settle chunks: kept, and left out by reason. */
  readonly items: RejectedCounts & { readonly kept: number };
  /** Statements of the transcripts with a verdict of a checker, and those that are withdrawn. */
  readonly checks: { readonly checked: number; readonly withdrawn: number };
}

/** Counts of a ledger's rows. */
export interface LedgerCounts extends WorkCounts {
  readonly skipped: readonly SkippedFile[];
  /** Chunks by the minimum confidence that was applied to their reply, the most frequent value first. */
  readonly minConfidences: readonly { readonly minConfidence: number; readonly chunks: number }[];
  readonly interruptedForces: readonly InterruptedForce[];
  /**
   * The entities and transcripts of the graph that have a summary, its sentences, and the sentences that were left out of the
   * replies. Summaries of earlier evidence count too.
   */
  readonly summaries: {
    readonly entities: number;
    readonly transcripts: number;
    readonly sentences: number;
    readonly dropped: DroppedSentences;
  };
  readonly graph: GraphCounts;
  readonly vectors: number;
  /** Chunks that were read, extracted or embedded after the last resolution. */
  readonly unwritten: number;
  /** 64 hexadecimal digits; see docs/architecture.md. */
  readonly digest: string;
}
