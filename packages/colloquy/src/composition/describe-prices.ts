import { redact } from "../text/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { ModelStage, Pricing, TokenPrices } from "../ports/index.ts";
import { findPricing, requirePrices } from "./pricing.ts";
import type { RunOptions } from "./run-options.ts";

/** The known prices of a model that the options name. */
export interface PriceDescription {
  readonly use: ModelStage;
  /** `provider:model`. */
  readonly model: string;
  /** The source of the prices; null when no prices are known. */
  readonly source: string | null;
  /** The prices of a small call; null when no prices are known. */
  readonly prices: TokenPrices | null;
  /** One sentence that explains why the prices may be wrong; null when there is no such reason. */
  readonly caveat: string | null;
}

/** Finds the prices of the models that the options name. Sends no call. `fault` explains why a run would be refused. */
export async function describePrices(
  options: RunOptions,
): Promise<{ readonly models: readonly PriceDescription[]; readonly fault: string | null }> {
  const models: PriceDescription[] = [];
  try {
    const pricing = await findPricing(options);
    if (options.model !== undefined) models.push(describe("extract", pricing.extract));
    if (options.embeddingModel !== undefined) models.push(describe("embed", pricing.embed));
    if (options.resolutionModel !== undefined) models.push(describe("judge", pricing.judge));
    if (options.model !== undefined && options.summaries === true)
      models.push(describe("summarise", pricing.summarise));
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
