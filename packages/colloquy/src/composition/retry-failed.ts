import { resolve } from "node:path";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { RULES_PROFILE } from "../adapters/rules/index.ts";
import { expandPreset } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { IngestResult } from "../pipeline/index.ts";
import type { DeadLetterReason, ModelStage, Ledger } from "../ports/index.ts";
import { findModels } from "./models/find-models.ts";
import { ReadingPool } from "./reading-pool.ts";
import { checkRunOptions, RUN_OPTIONS, type RunOptions } from "./run-options.ts";
import { findPricing, requirePrices } from "./pricing.ts";
import { createRunId, RunEvents } from "./run-events.ts";
import { runWorkspace } from "./run-workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";
import { storePlaces } from "../stores/index.ts";
import { requireWorkspace } from "./require-workspace.ts";

export type RetryFailedOptions = RunOptions;

/** The state of the workspace after the run, and the result for its dead letters. */
export interface RetryFailedResult extends IngestResult {
  /** The number of retried chunks. A chunk that failed in both stages counts twice. */
  readonly retried: number;
  /** The reasons of the remaining dead letters, the most frequent first. */
  readonly deadLetterReasons: readonly DeadLetterReason[];
}

/**
 * Sends only the dead letters of a workspace to the models again, as `colloquy retry-failed` does. Reads no transcript.
 * @throws ColloquyError as `ingest` does; `configuration` when the model for the retry is not named.
 */
export async function retryFailed(given: RetryFailedOptions): Promise<RetryFailedResult> {
  checkRunOptions("retryFailed", given, RUN_OPTIONS);
  const options = expandPreset(given);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  const events = new RunEvents(createRunId(new Date()), options.onEvent);
  await using models = await findModels(options, events.warn);
  const places = storePlaces(folder, options, models.ontology);
  const pricing = await findPricing(options);
  requirePrices(options, pricing);
  await using threads = new ReadingPool(1);
  let retried = 0;
  let reasons: readonly DeadLetterReason[] = [];
  const check = async (ledger: Ledger): Promise<void> => {
    const skipped = { extract: options.skipKg === true, embed: options.skipEmbeddings === true };
    const letters = (await ledger.deadLetterReasons()).filter(({ stage }) => !skipped[stage]);
    retried = letters.reduce((sum, { chunks }) => sum + chunks, 0);
    refuseLesserModels(letters, options);
  };
  const end = async (ledger: Ledger): Promise<void> => {
    reasons = await ledger.deadLetterReasons();
  };
  const run = { events, folder, places, models, pricing, threads, files: null, check, end };
  const result = await runWorkspace(run, options);
  return { ...result, retried, deadLetterReasons: reasons };
}

/** Refuses rules and hashed words for dead letters of a model. */
function refuseLesserModels(
  letters: readonly DeadLetterReason[],
  { model, embeddingModel, ports = {} }: RetryFailedOptions,
): void {
  const failedModel = (stage: ModelStage, free: string): string | undefined =>
    letters.find((letter) => letter.stage === stage && letter.profile !== free)?.profile;
  const extractor =
    model === undefined && ports.extractor === undefined ? failedModel("extract", RULES_PROFILE) : undefined;
  if (extractor !== undefined) throw unnamed("extract", extractor, "--model");
  const hashing = new HashingEmbeddingModel().profile;
  const embedder =
    embeddingModel === undefined && ports.embeddingModel === undefined ? failedModel("embed", hashing) : undefined;
  if (embedder !== undefined) throw unnamed("embed", embedder, "--embedding-model");
}

function unnamed(what: string, profile: string, flag: string): ColloquyError {
  return new ColloquyError(
    "configuration",
    `The dead letters contain chunks that ${profile} could not ${what}: name the model for the retry with ${flag}.`,
  );
}
