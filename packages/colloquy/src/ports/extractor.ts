import type { Extraction, Ontology, TurnView } from "../model/index.ts";
import type { CallCost, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** One chunk to read; `label` names it within the batch. */
export interface ExtractionRequest {
  readonly label: string;
  readonly turns: readonly TurnView[];
}

/** What a batch gave. A label in neither map is asked for again; one that is left out alone, too, goes to the dead letters. */
export interface ExtractionReply {
  readonly extractions: ReadonlyMap<string, Extraction>;
  /** Chunks that cannot be extracted, with the reason in a sentence: they go to the dead letters. */
  readonly failures: ReadonlyMap<string, string>;
  /** Null where the provider did not say. */
  readonly usage: Usage | null;
  /** The reply as it came, for the ledger; null where there is nothing that was paid for. */
  readonly raw: string | null;
  /** Items that were refused, by reason. */
  readonly rejected: RejectedCounts;
  /** Whether the reply ended before it was complete: what it leaves out is then asked for in smaller batches. */
  readonly cutOff?: boolean;
  /** Whether connection or patience ended before the reply did, and so before its usage could be reported. */
  readonly interrupted?: boolean;
  /**
   * Why the reply as a whole is of no use (no JSON, a refusal), in a sentence; null or absent where it is of some. It was
   * paid for: so it is kept and counted, which it is not where `extract` throws.
   */
  readonly invalid?: string | null;
  readonly limits?: readonly LimitReading[];
}

/** How many items of a reply were refused, by reason. */
export interface RejectedCounts {
  /** Evidence, or words of a name, that do not stand in the chunk. */
  readonly ungrounded: number;
  /** Types or shapes that the ontology does not allow. */
  readonly schema: number;
  readonly lowConfidence: number;
}

/**
 * Finds entities, relations and quotes in chunks. The result for a chunk must not depend on the
 * other chunks of its batch. One attempt a call: retrying belongs to the caller.
 */
export interface Extractor extends AsyncDisposable {
  /** Names whatever shapes the result (model, prompt, ontology, sampling); settled rows carry it. */
  readonly profile: string;
  /** One sentence that says honestly what this extractor is. */
  readonly description: string;
  /** Types that its extractions may use; absent: the default ontology. */
  readonly ontology?: Ontology;
  /** Whether a call costs money: what cost nothing is replaced without asking. */
  readonly paid: boolean;
  /** How many batches it serves at once; absent: as many as its limits allow. */
  readonly concurrency?: number;
  /** At most this many tokens of chunks a batch; absent: any number. */
  readonly batchTokens?: number;
  /** Tokens with which all its prompts begin, as estimated, so that a prompt cache can serve them; absent: none. */
  readonly sharedInputTokens?: number;
  /** What a batch will take of the provider's limits; absent: nothing. */
  cost?(batch: readonly ExtractionRequest[]): CallCost;
  /** What `verify` takes of the limits; absent: about as much as nothing. */
  readonly verifyCost?: CallCost;
  /** What that used. @throws CallError when calls will not be answered: see `ChatModel.verify`. */
  verify?(options: CallOptions): Promise<Usage | null>;
  /** @throws CallError for a failed attempt; ColloquyError for what stops the run; the signal's reason when aborted. */
  extract(batch: readonly ExtractionRequest[], options: CallOptions): Promise<ExtractionReply>;
}
