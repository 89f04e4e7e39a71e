import { DEFAULTS } from "../config/index.ts";
import { estimateQuestions, freeStage, type StageEstimate, type StageMeasurement } from "../estimation/index.ts";
import { type EmbeddingPlan, estimateOf, guessQuestions, planEmbedding, planExtraction } from "../pipeline/index.ts";
import type { Extractor, ModelStage, LimitedResource, Ledger, Pricing } from "../ports/index.ts";
import { LOCAL_BATCH_SIZE } from "../adapters/local-embeddings/index.ts";
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
  const questions: StageEstimate[] = [];
  if (options.skipKg !== true) {
    await using extractor = await findExtractor(parts.models, options);
    const planned = await planExtraction(parts.ledger, extractor.port, choice);
    modelStages.push(stageOf(planned, parts, options, givenLimits("extract", options)));
    questions.push(...(await estimateQuestionStages(planned, parts, options)));
  }
  if (options.skipEmbeddings !== true) {
    await using model = await findEmbeddingModel(parts, options);
    if (model === null) return [...modelStages, ...questions];
    const planned = await planEmbedding(parts.ledger, model.port, choice);
    modelStages.push(stageOf(planned, parts, options, givenLimits("embed", options)));
  }
  return [...modelStages, ...questions];
}

/** Estimates the questions that follow the extraction: those of checks, of the judge, and of summaries. */
async function estimateQuestionStages(
  extraction: Planned,
  { ledger, models, pricing, measurements }: EstimatedParts,
  options: IngestOptions,
): Promise<readonly StageEstimate[]> {
  const { ports, summaries = false, summaryEntities = DEFAULTS.summaryEntities, verifyAll = false } = options;
  const found = {
    checker: ports?.statementChecker ?? models.checker,
    judge: ports?.nameJudge ?? models.judge,
    summariser: summaries ? (ports?.summariser ?? models.summariser) : null,
  };
  const paid = { check: found.checker?.paid, judge: found.judge?.paid, summarise: found.summariser?.paid };
  const guessed = await guessQuestions(ledger, extraction, { ...found, checksAll: verifyAll, summaryEntities });
  return guessed.flatMap((questions) => {
    const { stage, profile } = questions;
    if (paid[stage] !== true) return [];
    const measurement = measurements.find((each) => each.stage === stage && each.profile === profile) ?? null;
    const perMinute = onlyKnown(givenLimits(stage, options));
    const known = { model: pricing[stage].model, pricing: pricing[stage], measurement, perMinute };
    return [estimateQuestions({ ...questions, ...known })];
  });
}

type GivenLimits = Readonly<Partial<Record<LimitedResource, number | undefined>>>;

function onlyKnown(given: GivenLimits): Readonly<Partial<Record<LimitedResource, number>>> {
  return Object.fromEntries(Object.entries(given).filter(([, limit]) => limit !== undefined));
}

function stageOf(
  planned: Planned,
  { pricing, measurements }: EstimatedParts,
  { maxConcurrent = "auto" }: IngestOptions,
  given: GivenLimits,
): StageEstimate {
  const { stage, profile, total: chunks, paid } = planned.plan;
  const measurement = measurements.find((each) => each.stage === stage && each.profile === profile) ?? null;
  const perMinute = onlyKnown(given);
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
): Promise<Found<EmbeddingPlan> | null> {
  const own = ports?.embeddingModel;
  if (own !== undefined) return { port: own, [Symbol.asyncDispose]: async () => undefined };
  const named = models.embedding;
  if (named?.paid === false) {
    const port = { profile: named.profile, paid: false, batchSize: LOCAL_BATCH_SIZE };
    return { port, [Symbol.asyncDispose]: async () => undefined };
  }
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
