import type { RejectedCounts } from "../extractor.ts";
import type { GraphCounts } from "../graph-store.ts";
import type { InterruptedForce } from "./pending.ts";
import type { SkippedFile } from "./sources.ts";

/** What a ledger holds, in numbers. */
export interface LedgerCounts {
  readonly transcripts: number;
  readonly skipped: readonly SkippedFile[];
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
  /** Chunks by the extraction profile that settled them, and whether that cost money. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number; readonly paid: boolean }[];
  /** Items of the replies by which chunks are settled: kept, and left out by reason. */
  readonly items: RejectedCounts & { readonly kept: number };
  /** Chunks by the confidence below which items were left out of their reply, the most frequent value first. */
  readonly minConfidences: readonly { readonly minConfidence: number; readonly chunks: number }[];
  readonly interruptedForces: readonly InterruptedForce[];
  readonly graph: GraphCounts;
  readonly vectors: number;
  /** Chunks of which something is read, extracted or embedded that no resolution has seen yet. */
  readonly unwritten: number;
  /** 64 hexadecimal digits; see docs/architecture.md. */
  readonly digest: string;
}
