import type { Extraction } from "../../model/index.ts";
import type { CallTokens, Usage } from "@colloquy/rate-limit";
import type { RejectedCounts } from "../extractor.ts";
import type { ChunkStage, ModelStage } from "./stage.ts";

/** A call before it is sent: its chunks, and the most that it may take of the limits. */
export interface SubmittedBatch {
  readonly run: string;
  readonly stage: ModelStage;
  /** Number of the batch in its stage and run, from 1. */
  readonly number: number;
  readonly profile: string;
  readonly contentKeys: readonly string[];
  /** ISO 8601. */
  readonly submittedAt: string;
  /** The expected tokens of the call; `maxOutputTokens` bounds its reply. */
  readonly expected: Pick<CallTokens, "inputTokens" | "maxOutputTokens">;
}

/** The number of a batch in the ledger. */
export type BatchNumber = number;

/** The result that settles a chunk; committed in one transaction with its reply. */
export interface Settlement {
  readonly contentKey: string;
  readonly extraction: Extraction;
  /** The part of the reply about this chunk alone, verbatim; absent if the reply cannot be divided. */
  readonly raw?: string | null;
}

/** The reply of a model or of rules, as the ledger stores it. */
export interface PaidReply {
  readonly profile: string;
  /** Whether it cost money: such rows are committed with synchronous=FULL and never replaced without confirmation. */
  readonly paid: boolean;
  /** The reply without the parts in its settlements. Null if nothing remains. */
  readonly raw: string | null;
  /** Null if the provider did not report it. */
  readonly usage: Usage | null;
  /** The numbers of items that were kept and left out; absent if the reply settles no chunk. */
  readonly items?: ReplyItems;
  /** The submitted batch of the reply; absent if none was submitted. */
  readonly batch?: BatchNumber | undefined;
  /** Content keys of all requested chunks, if no batch was submitted: `raw` may have words of each of them. */
  readonly contentKeys?: readonly string[];
}

/** The items (entities, relations, quotes) that a reply named. */
export interface ReplyItems {
  readonly kept: number;
  readonly rejected: RejectedCounts;
  /** Items below this confidence were left out. */
  readonly minConfidence: number;
}

/** A chunk that could not be extracted or embedded even alone, with the reason in a sentence. */
export interface DeadLetter {
  /** As in the pending chunk. */
  readonly contentKey: string;
  readonly stage: ChunkStage;
  readonly reason: string;
}

/** The number of dead letters of a stage with the same reason. */
export interface DeadLetterReason {
  readonly stage: ChunkStage;
  readonly reason: string;
  /** Profile of the model that was called. */
  readonly profile: string;
  readonly chunks: number;
}

/** The tokens that settled one chunk. */
export interface SettledChunk {
  /** Id of the transcript in which it was read first. */
  readonly transcript: string;
  /** Estimated tokens of the chunk. */
  readonly tokens: number;
  /** Its share of the reply's tokens, in proportion to the length of its extraction. */
  readonly outputTokens: number;
}
