import { redact } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { ModelStage, Pricing, TokenPrices } from "../ports/index.ts";
import { findPricing, requirePrices } from "./pricing.ts";
import type { RunOptions } from "./run-options.ts";

/** What is known of the price of a model that the options name. */
export interface PriceDescription {
  readonly use: ModelStage;
  /** `provider:model`. */
  readonly model: string;
  /** Where the prices come from; null where none are known. */
  readonly source: string | null;
  /** For a small call; null where none are known. */
  readonly prices: TokenPrices | null;
  /** Why these may be wrong, in a sentence; null where nothing is known against them. */
  readonly caveat: string | null;
}

/** What is known of the prices of the models that the options name. Calls nobody. `fault`: why a run would be refused. */
export async function describePrices(
  options: RunOptions,
): Promise<{ readonly models: readonly PriceDescription[]; readonly fault: string | null }> {
  const models: PriceDescription[] = [];
  try {
    const pricing = await findPricing(options);
    if (options.model !== undefined) models.push(describe("extract", pricing.extract));
    if (options.embeddingModel !== undefined) models.push(describe("embed", pricing.embed));
    requirePrices(options, pricing);
    return { models, fault: null };
  } catch (error) {
    if (ColloquyError.isInstance(error)) return { models, fault: redact(error.message) };
    throw error;
  }
}

function describe(use: ModelStage, { model, source, prices, caveat }: Pricing): PriceDescription {
  return { use, model, source, prices, caveat: caveat ?? null };
}
