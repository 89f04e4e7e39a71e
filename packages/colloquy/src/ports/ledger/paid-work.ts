import type { PendingCursor, PendingOptions, PendingPage, PendingTranscript, Spread } from "./pending.ts";
import type {
  BatchNumber,
  DeadLetter,
  DeadLetterReason,
  PaidReply,
  SettledChunk,
  Settlement,
  SubmittedBatch,
} from "./replies.ts";
import type { ModelStage } from "./stage.ts";

/** Identifies vectors (`provider:model`), and how many numbers each has. */
export interface EmbeddingProfile {
  readonly profile: string;
  readonly dimensions: number;
}

/** The work of models: what is pending, what was submitted, what they replied. Every reply is paid for once. */
export interface LedgerPaidWork {
  /** How much a stage has to do for a profile; `force` counts what is settled already as well. */
  pendingCount(stage: ModelStage, options: PendingOptions): Promise<number>;
  /** The same by transcript, with its tokens; in the order of source key and file. */
  pendingTranscripts(stage: ModelStage, options: PendingOptions): Promise<readonly PendingTranscript[]>;
  /**
   * Pending content in the order of source key, file and place, the same in every workspace; from after the cursor.
   * `spread`: only so many of it, evenly; the same for every page of a listing.
   */
  pending(
    stage: ModelStage,
    options: PendingOptions & {
      readonly after: PendingCursor | null;
      readonly limit: number;
      readonly spread?: Spread | undefined;
    },
  ): Promise<PendingPage>;
  /**
   * Begins to redo all that is settled: from now on `force` of this profile gives what is not redone yet, until nothing is.
   * A force of the same profile that was begun before and is not complete goes on.
   */
  beginForce(stage: ModelStage, profile: string): Promise<void>;

  /**
   * Records a batch before its call is sent, so that it is known as in flight. A reply that names it answers it. Only for
   * calls that may be billed: a batch that costs nothing has no row.
   */
  submit(batch: SubmittedBatch): Promise<BatchNumber>;
  /** Records that the call of a batch ended without a reply. */
  failBatch(batch: BatchNumber): Promise<void>;
  /** A dead letter keeps the reply's profile. Content that this profile finds settled, by itself or for money, is no dead letter. */
  settle(reply: PaidReply, settlements: readonly Settlement[], deadLetters: readonly DeadLetter[]): Promise<void>;
  /** Commits vectors with the reply that they came in. */
  putVectors(
    reply: PaidReply,
    vectors: readonly { readonly contentKey: string; readonly vector: Float32Array }[],
  ): Promise<void>;
  /** What the extraction replies of a profile settled, of at most so many replies, evenly spread over all whose usage is known. */
  settledChunks(profile: string, mostReplies: number): Promise<readonly SettledChunk[]>;
  /** Why chunks lie in the dead letters, the most frequent reason first. */
  deadLetterReasons(): Promise<readonly DeadLetterReason[]>;

  /** The profile whose vectors the index shows; null while there is none. */
  activeEmbedding(): Promise<EmbeddingProfile | null>;
  /** Every profile that has vectors, in the order of their names. */
  embeddings(): Promise<readonly EmbeddingProfile[]>;
  /** How many dimensions the vectors of a profile have; null where the ledger has none of it. */
  dimensionsOf(profile: string): Promise<number | null>;
}
