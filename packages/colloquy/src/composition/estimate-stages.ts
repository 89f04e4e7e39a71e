import { DEFAULTS } from "../config/index.ts";
import { freeStage, type StageEstimate, type StageMeasurement } from "../estimation/index.ts";
import { estimateOf, planEmbedding, planExtraction } from "../pipeline/index.ts";
import type { EmbeddingModel, Extractor, ModelStage, LimitedResource, Ledger, Pricing } from "../ports/index.ts";
import type { IngestOptions } from "./ingest-options.ts";
import type { FoundModels } from "./models/find-models.ts";
import { givenLimits } from "./models/stage-limiter.ts";
import { ReadingPool } from "./reading-pool.ts";

export interface EstimatedParts {
  readonly ledger: Ledger;
  readonly models: FoundModels;
  readonly pricing: Readonly<Record<ModelStage, Pricing>>;
  readonly measurements: readonly StageMeasurement[];
}

type Planned = Awaited<ReturnType<typeof planExtraction>>;

/** Estimates each stage for the pending chunks of a ledger. Sends no call. */
export async function estimateStages(parts: EstimatedParts, options: IngestOptions): Promise<readonly StageEstimate[]> {
  const { batchSize = DEFAULTS.batchSize, limit = Number.POSITIVE_INFINITY, force = false } = options;
  const choice = { batchSize, limit, force, deadLettersOnly: false };
  const modelStages: StageEstimate[] = [];
  if (options.skipKg !== true) {
    await using extractor = await findExtractor(parts.models, options);
    const planned = await planExtraction(parts.ledger, extractor.port, choice);
    modelStages.push(stageOf(planned, parts, options, givenLimits("extract", options)));
  }
  if (options.skipEmbeddings !== true) {
    await using model = await findEmbeddingModel(parts, options);
    if (model === null) return modelStages;
    const planned = await planEmbedding(parts.ledger, model.port, choice);
    modelStages.push(stageOf(planned, parts, options, givenLimits("embed", options)));
  }
  return modelStages;
}

function stageOf(
  planned: Planned,
  { pricing, measurements }: EstimatedParts,
  { maxConcurrent = "auto" }: IngestOptions,
  given: Readonly<Partial<Record<LimitedResource, number | undefined>>>,
): StageEstimate {
  const { stage, profile, total: chunks, paid } = planned.plan;
  const measurement = measurements.find((each) => each.stage === stage && each.profile === profile) ?? null;
  const perMinute = Object.fromEntries(Object.entries(given).filter(([, limit]) => limit !== undefined));
  const estimated = estimateOf(planned, { pricing: pricing[stage], measurement, perMinute, maxConcurrent });
  if (estimated !== null) return estimated;
  const { model } = pricing[stage];
  const nothing = freeStage({ stage, profile, model, chunks, calls: planned.calls });
  return paid ? { ...nothing, basis: "Nothing is pending." } : nothing;
}

interface Found<Port> extends AsyncDisposable {
  readonly port: Port;
}

/** Returns the extractor that a run would use: the caller's port, else the named model, else the rules. */
async function findExtractor(models: FoundModels, { ports }: IngestOptions): Promise<Found<Extractor>> {
  const port = ports?.extractor ?? models.extractor;
  if (port !== null) return { port, [Symbol.asyncDispose]: async () => undefined };
  const { createRulesExtractor } = await import("../adapters/rules/index.ts");
  const rules = createRulesExtractor({ workers: 1 });
  return { port: rules, [Symbol.asyncDispose]: () => rules[Symbol.asyncDispose]() };
}

/**
 * As `findExtractor`, for embedding. Null when the index holds vectors of a model, because hashed words never replace
 * them.
 */
async function findEmbeddingModel(
  { models, ledger }: EstimatedParts,
  { ports }: IngestOptions,
): Promise<Found<EmbeddingModel> | null> {
  const own = ports?.embeddingModel;
  if (own !== undefined) return { port: own, [Symbol.asyncDispose]: async () => undefined };
  const named = models.embedding;
  if (named !== null) {
    // The estimate makes no vectors, so that any number of dimensions is correct here.
    const knownDimensions = (await ledger.dimensionsOf(named.profile)) ?? 1;
    const port = await named.create({ knownDimensions });
    return { port, [Symbol.asyncDispose]: () => port[Symbol.asyncDispose]() };
  }
  const texts = new ReadingPool(1);
  const port = texts.hashingModel();
  const kept = await ledger.activeEmbedding();
  if (kept !== null && kept.profile !== port.profile) return null;
  return { port, [Symbol.asyncDispose]: () => texts[Symbol.asyncDispose]() };
}
