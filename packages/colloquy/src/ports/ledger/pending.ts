import type { TurnView } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";
import type { ChunkStage } from "./stage.ts";

/** The smallest part of a stage's work. A call has several of them; each is settled by itself. */
export interface WorkItem {
  /** The hash of what the prompt shows of it. */
  readonly contentKey: string;
  /** Estimated tokens in the prompt. */
  readonly tokens: number;
  /** The share that it takes of the size of a batch; absent: 1. */
  readonly inputs?: number;
  /** Id of its chunk; absent if it is no chunk. */
  readonly chunk?: string;
}

/** Pending work of a stage. All chunks with one key are one pending chunk. */
export interface PendingChunk extends WorkItem {
  /** The content key; in the stage `embed`, the text key. */
  readonly contentKey: string;
  /** Id of the first chunk with the key. */
  readonly chunk: string;
  readonly view: readonly TurnView[];
  /** The ends of the turns before the chunk, for the stage `extract`; absent: none. */
  readonly context?: readonly TurnView[];
}

/** Opaque position in a listing. */
export type PendingCursor = string;

/** A systematic sample: the same share of every part of a listing, `take` of `of` chunks in total. */
export interface Spread {
  readonly take: number;
  /** The number of chunks when the listing begins. */
  readonly of: number;
}

/**
 * Pending work of a stage for one transcript. Chunks with one key count once, in the first transcript with the key.
 */
export interface PendingTranscript {
  /** Id of the transcript. */
  readonly transcript: string;
  readonly chunks: number;
  readonly tokens: number;
}

/** Selects the work of a stage that counts as pending. */
export interface PendingOptions extends ReadOptions {
  readonly profile: string;
  readonly paid: boolean;
  /**
   * Include chunks that are settled under any profile: all, or those not redone since `beginForce`. A free extractor
   * redoes only free results.
   */
  readonly force: boolean;
  /** Only the dead letters of the stage, which are otherwise left out. */
  readonly deadLetters?: boolean;
  /** In the stage `embed`: include chunks whose passages are of another cut than this version. Absent: any cut will do. */
  readonly cut?: number;
}

/** A page of a listing of pending work. */
export interface PendingPage {
  readonly items: readonly PendingChunk[];
  /** Null after the last page. */
  readonly next: PendingCursor | null;
}

/** An incomplete `--force`. The next one with the same profile continues it. */
export interface InterruptedForce {
  readonly stage: ChunkStage;
  readonly profile: string;
  /** Different chunks that are still to be redone. */
  readonly left: number;
  /** Different chunks of the workspace. */
  readonly total: number;
}
