import type { Extraction, TurnView } from "../model/index.ts";
import type { Usage } from "./usage.ts";

/** One chunk to read; `label` names it within the batch. */
export interface ExtractionRequest {
  readonly label: string;
  readonly turns: readonly TurnView[];
}

/** What a batch gave. A label in neither map stays pending. */
export interface ExtractionReply {
  readonly extractions: ReadonlyMap<string, Extraction>;
  /** Chunks that cannot be extracted, with the reason in a sentence: they go to the dead letters. */
  readonly failures: ReadonlyMap<string, string>;
  readonly usage: Usage;
  /** The reply as it came, for the ledger; null where there is nothing that was paid for. */
  readonly raw: string | null;
  /** Items that were refused, by reason. */
  readonly rejected: RejectedCounts;
}

export interface RejectedCounts {
  /** Evidence that does not stand in the chunk. */
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
  /** Whether a call costs money: what cost nothing is replaced without asking. */
  readonly paid: boolean;
  /** How many batches it serves at once; the pipeline holds no more in flight. */
  readonly concurrency: number;
  /** @throws ColloquyError, or an AbortError when `signal` is aborted. */
  extract(batch: readonly ExtractionRequest[], options: { readonly signal: AbortSignal }): Promise<ExtractionReply>;
}
