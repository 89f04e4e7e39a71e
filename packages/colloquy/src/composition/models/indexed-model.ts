import { localModelOfProfile, locateLocalModel } from "../../adapters/local-embeddings/index.ts";
import type { EmbeddingProfile, Ledger, ModelStage, Pricing } from "../../ports/index.ts";
import { freePricing } from "../flat-pricing.ts";
import type { RunOptions } from "../run-options.ts";
import { localModel, type NamedEmbeddingModel } from "./create-models.ts";
import type { FoundModels } from "./find-models.ts";
import type { ModelOptions } from "./model-options.ts";
import { modelOfProfile } from "./model-of-profile.ts";

interface Parts {
  readonly models: FoundModels;
  readonly pricing: Readonly<Record<ModelStage, Pricing>>;
}

/**
 * Finds the local model of an index. Nobody has to name it, because it costs nothing. Null if the vectors are of another
 * kind of model, or if this machine does not have the model: it is fetched only if it is named.
 */
function indexedLocalModel(active: EmbeddingProfile | null, options: ModelOptions): NamedEmbeddingModel | null {
  const { modelsDir, environment = process.env } = options;
  const id = active === null ? null : localModelOfProfile(active.profile);
  if (id === null || locateLocalModel(id, { modelsDir, environment }) === null) return null;
  return localModel(id, options);
}

/** The models of a run, with the local model of the index if no embedding model is named. */
export async function withIndexedModel<Given extends Parts>(
  given: Given,
  ledger: Pick<Ledger, "activeEmbedding">,
  options: RunOptions,
): Promise<Given> {
  const { embedding } = given.models;
  if (embedding !== null || options.skipEmbeddings === true || options.ports?.embeddingModel !== undefined)
    return given;
  const indexed = indexedLocalModel(await ledger.activeEmbedding(), options);
  if (indexed === null) return given;
  const pricing = { ...given.pricing, embed: freePricing(modelOfProfile(indexed.profile)) };
  return { ...given, models: { ...given.models, embedding: indexed }, pricing };
}
