import type { Extraction, Ontology, TurnView } from "../model/index.ts";
import type { CallTokens, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** One chunk to read; `label` names it within the batch. */
export interface ExtractionRequest {
  readonly label: string;
  readonly turns: readonly TurnView[];
  /**
   * The ends of the turns before the chunk, in the order of speech; absent: none. They explain words such as "it", and are
   * evidence of nothing.
   */
  readonly context?: readonly TurnView[];
}

/**
 * The result of a batch. A chunk in neither map is requested again; one that is missing from a reply to it alone
 * becomes a dead letter.
 */
export interface ExtractionReply {
  readonly extractions: ReadonlyMap<string, Extraction>;
  /** Chunks that cannot be extracted, with the reason in a sentence. They become dead letters. */
  readonly failures: ReadonlyMap<string, string>;
  /** Null if the provider did not report it. */
  readonly usage: Usage | null;
  /** The unchanged reply, for the ledger; null if the call was free. */
  readonly raw: string | null;
  /** Maps a label to the part of `raw` about this chunk alone, verbatim; absent if `raw` cannot be divided. */
  readonly parts?: ReadonlyMap<string, string>;
  /** The number of refused items, by reason. */
  readonly rejected: RejectedCounts;
  /** Whether the reply ended before it was complete. Missing chunks are then requested in smaller batches. */
  readonly cutOff?: boolean;
  /**
   * Whether the call was aborted or its connection lost before the reply was complete. Its usage is then unreported.
   */
  readonly interrupted?: boolean;
  /**
   * Why the whole reply is unusable (no JSON, a refusal), in a sentence; null or absent if it is usable. The reply was
   * paid for, so the ledger keeps it and its usage counts. If `extract` throws, no reply is kept.
   */
  readonly invalid?: string | null;
  readonly limits?: readonly LimitReading[];
}

/** How many items of a reply were refused, by reason. */
export interface RejectedCounts {
  /** Items whose evidence or name is not in the chunk. */
  readonly ungrounded: number;
  /** Items whose types or shapes the ontology does not allow. */
  readonly schema: number;
  readonly lowConfidence: number;
}

/**
 * Finds entities, relations and quotes in chunks. The result for a chunk must not depend on the other chunks of its
 * batch. One attempt per call: the caller retries.
 */
export interface Extractor extends AsyncDisposable {
  /** Identifies everything that changes the result (model, prompt, ontology, sampling). Extracted chunks keep it. */
  readonly profile: string;
  /** One sentence for users about this extractor and its limits. */
  readonly description: string;
  /** Types of its extractions; absent: the default ontology. */
  readonly ontology?: Ontology;
  /** Whether a call costs money. Free results are replaced without confirmation. */
  readonly paid: boolean;
  /** How many concurrent batches it serves; absent: as many as its limits allow. */
  readonly concurrency?: number;
  /** At most this many tokens of chunks per batch; absent: any number. */
  readonly batchTokens?: number;
  /** Estimated tokens at the start of all its prompts, which a prompt cache can serve; absent: none. */
  readonly sharedInputTokens?: number;
  /** The expected tokens of a call for a batch; absent: they are not known. */
  callTokens?(batch: readonly ExtractionRequest[]): CallTokens;
  /** The most tokens of `ping`; absent: negligible. */
  readonly pingTokens?: CallTokens;
  /** Returns the usage of the ping. @throws CallError if the model does not reply: see `ChatModel.ping`. */
  ping?(options: CallOptions): Promise<Usage | null>;
  /** @throws CallError for a failed attempt; ColloquyError to stop the run; the signal's reason when aborted. */
  extract(batch: readonly ExtractionRequest[], options: CallOptions): Promise<ExtractionReply>;
}
