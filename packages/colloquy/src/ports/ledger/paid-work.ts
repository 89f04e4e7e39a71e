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
import type { ChunkStage } from "./stage.ts";
import type { ChunkVectors } from "../vector-store.ts";

/** Identifies vectors (`provider:model`), and how many numbers each has. */
export interface EmbeddingProfile {
  readonly profile: string;
  readonly dimensions: number;
}

/** The vectors of a chunk or a name, by its content key. */
export interface KeyedVectors extends ChunkVectors {
  readonly contentKey: string;
}

/** The work of models: pending chunks, submitted batches, replies. Every reply is paid for once. */
export interface LedgerPaidWork {
  /** The number of pending chunks of a stage for a profile; `force` includes settled chunks. */
  pendingCount(stage: ChunkStage, options: PendingOptions): Promise<number>;
  /** Pending chunks by transcript, with their tokens; in the order of source key and file. */
  pendingTranscripts(stage: ChunkStage, options: PendingOptions): Promise<readonly PendingTranscript[]>;
  /**
   * Pending chunks after the cursor, in the order of source key, file and ordinal, which is the same in every
   * workspace. `spread`: only an even sample of them; pass the same value for every page of a listing.
   */
  pending(
    stage: ChunkStage,
    options: PendingOptions & {
      readonly after: PendingCursor | null;
      readonly limit: number;
      readonly spread?: Spread | undefined;
    },
  ): Promise<PendingPage>;
  /**
   * Begins to redo all settled chunks: from now on `force` with this profile lists the chunks that are not redone yet.
   * An earlier, incomplete force with the same profile continues.
   */
  beginForce(stage: ChunkStage, profile: string): Promise<void>;

  /**
   * Records a batch as in flight, before its call is sent. A reply that names the batch completes it. Only for calls
   * that may be billed: a free batch has no row.
   */
  submit(batch: SubmittedBatch): Promise<BatchNumber>;
  /** Records that the call of a batch ended without a reply. */
  failBatch(batch: BatchNumber): Promise<void>;
  /**
   * Commits a reply with what it settles. A dead letter keeps the reply's profile. A chunk that is settled by this
   * profile, or by a paid one, does not become a dead letter.
   */
  settle(reply: PaidReply, settlements: readonly Settlement[], deadLetters: readonly DeadLetter[]): Promise<void>;
  /** Commits vectors with their reply. They replace the earlier vectors of the key and the profile. */
  putVectors(reply: PaidReply, vectors: readonly KeyedVectors[]): Promise<void>;
  /** The vectors of a profile by their content keys, without passages, and without those that are missing or damaged. */
  vectorsOf(profile: string, contentKeys: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /**
   * Chunks that extraction replies of a profile settled: of at most `mostReplies` replies, an even sample of all with
   * reported usage.
   */
  settledChunks(profile: string, mostReplies: number): Promise<readonly SettledChunk[]>;
  /** The reasons of the dead letters, the most frequent first. */
  deadLetterReasons(): Promise<readonly DeadLetterReason[]>;

  /** The profile of the vectors in the index; null if there is none. */
  activeEmbedding(): Promise<EmbeddingProfile | null>;
  /** Every profile with vectors, in the order of name. */
  embeddings(): Promise<readonly EmbeddingProfile[]>;
  /** The number of dimensions of a profile's vectors; null if the ledger has none of them. */
  dimensionsOf(profile: string): Promise<number | null>;
}
