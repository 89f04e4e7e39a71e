import type { Extraction } from "../../model/index.ts";
import type { CallCost, Usage } from "@colloquy/rate-limit";
import type { RejectedCounts } from "../extractor.ts";
import type { ModelStage } from "./stage.ts";

/** A call before it is sent: what it asks for, and the most that it may take. */
export interface SubmittedBatch {
  readonly run: string;
  readonly stage: ModelStage;
  /** Of the stage in this run, from 1. */
  readonly number: number;
  readonly profile: string;
  readonly contentKeys: readonly string[];
  /** ISO 8601. */
  readonly submittedAt: string;
  /** What the call is estimated to take of the limits; `maxOutputTokens` bounds its reply. */
  readonly cost: Pick<CallCost, "inputTokens" | "maxOutputTokens">;
}

/** The number of a batch in the ledger. */
export type BatchNumber = number;

/** What settles content; committed in one transaction with the reply that it came from. */
export interface Settlement {
  readonly contentKey: string;
  readonly extraction: Extraction;
  /** The part of the reply that speaks of this content alone, verbatim; absent where the reply cannot be divided. */
  readonly raw?: string | null;
}

/** The reply of a model, or of rules, as the ledger keeps it. */
export interface PaidReply {
  readonly profile: string;
  /** Whether it cost money: such rows are committed with synchronous=FULL and never replaced without asking. */
  readonly paid: boolean;
  /** What belongs to no single content of the batch: the reply without the parts that its settlements have. Null where there is none. */
  readonly raw: string | null;
  /** Null where the provider did not report it. */
  readonly usage: Usage | null;
  /** How many items of an extraction were kept and left out; absent where nothing is settled by the reply. */
  readonly items?: ReplyItems;
  /** The submitted batch that it answers; absent where none was submitted. */
  readonly batch?: BatchNumber | undefined;
  /** All contents that were asked for, where no batch was submitted that says so: `raw` may have words of each of them. */
  readonly contentKeys?: readonly string[];
}

/** The items (entities, relations, quotes) that a reply named. */
export interface ReplyItems {
  readonly kept: number;
  readonly rejected: RejectedCounts;
  /** Items below this confidence were left out. */
  readonly minConfidence: number;
}

/** Content that could not be extracted or embedded even alone, and why, in a sentence. */
export interface DeadLetter {
  readonly contentKey: string;
  readonly stage: ModelStage;
  readonly reason: string;
}

/** How many chunks are in the dead letters of a stage for the same reason. */
export interface DeadLetterReason {
  readonly stage: ModelStage;
  readonly reason: string;
  /** Of the model that was asked. */
  readonly profile: string;
  readonly chunks: number;
}

/** What it took to settle one content. */
export interface SettledChunk {
  /** Id of the transcript in which it was read first. */
  readonly transcript: string;
  /** Of the content, as it was estimated. */
  readonly tokens: number;
  /** Its part of the reply's tokens, which are divided by the length of what was extracted. */
  readonly outputTokens: number;
}
