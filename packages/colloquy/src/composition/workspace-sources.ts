import type { WorkspaceStatus } from "../pipeline/index.ts";
import type { DeadLetterReason, GraphStore, VectorStore } from "../ports/index.ts";
import type { ReadLedger } from "../retrieval/index.ts";
import type { Asking } from "./asking/ask.ts";
import type { ReadingRemark } from "./sync-remarks.ts";
import type { QueryModel } from "./models/query-model.ts";
import type { ReviewAnswers } from "./review-answers.ts";

/** The sources that a workspace reads. Stores are opened at their first use. */
export interface WorkspaceSources {
  readonly status: () => Promise<WorkspaceStatus>;
  readonly graph: () => Promise<GraphStore>;
  readonly vectors: () => Promise<VectorStore>;
  /** @throws ColloquyError `store` for an opened store that is empty or holds rows of another ledger. */
  readonly refuseMismatched: (store: GraphStore | VectorStore) => void;
  /** Compares a graph with the ledger as they are now; null if it is current. */
  readonly remarkOnGraph: (graph: GraphStore) => Promise<ReadingRemark | null>;
  readonly deadLetters: () => Promise<readonly DeadLetterReason[]>;
  readonly ledger: ReadLedger;
  /** As `ledger`, on a thread of its own, for reads that take long. */
  readonly ledgerAside: ReadLedger;
  /** Changes when the ledger or an embedded store is written. */
  readonly stamp: () => string;
  readonly review: ReviewAnswers;
  /** The text of the user's aliases file; empty without it. */
  readonly aliases: () => string;
  /** The signal aborts the fetch of a local model. */
  readonly queryModel: (signal: AbortSignal) => Promise<QueryModel>;
  /** What questions use. */
  readonly asking: Asking;
  /** Receives a sentence about a part of a search that was not possible. */
  readonly notify: (sentence: string) => void;
  /** The ports of the caller, who disposes of them. */
  readonly borrowed: ReadonlySet<AsyncDisposable>;
}
