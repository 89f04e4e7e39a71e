import { join, resolve } from "node:path";
import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { RULES_PROFILE } from "../adapters/rules/index.ts";
import { expandPreset } from "../config/index.ts";
import { createRunLog } from "../metrics/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { IngestResult } from "../pipeline/index.ts";
import type { DeadLetterReason, Ledger } from "../ports/index.ts";
import { LOG_FILE } from "./discover-transcripts.ts";
import { logged } from "./logged.ts";
import { findModels } from "./models/find-models.ts";
import { checkRunOptions, RUN_OPTIONS, type RunOptions } from "./run-options.ts";
import { runWorkspace } from "./run-workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";
import { requireWorkspace } from "./require-workspace.ts";

export type RetryFailedOptions = RunOptions;

/** The state of the workspace after the run, and what became of its dead letters. */
export interface RetryFailedResult extends IngestResult {
  /** How many passages were tried again; one that could be neither extracted nor embedded counts twice. */
  readonly retried: number;
  /** Why passages lie in the dead letters still, the most frequent reason first. */
  readonly deadLetterReasons: readonly DeadLetterReason[];
}

/**
 * Asks again for the passages that lie in the dead letters of a workspace, and for nothing else: what `colloquy
 * retry-failed` does. No transcript is read.
 * @throws ColloquyError as `ingest` does; `configuration` where the model that is to try them is not named.
 */
export async function retryFailed(given: RetryFailedOptions): Promise<RetryFailedResult> {
  checkRunOptions("retryFailed", given, RUN_OPTIONS);
  const options = expandPreset(given);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  await using models = await findModels(options);
  using log = createRunLog(
    options.logFile ?? join(options.outputDir ?? "metrics", folder.name, LOG_FILE),
    Date.now,
    (message) => options.onEvent?.({ event: "warning", message }),
  );
  let retried = 0;
  let reasons: readonly DeadLetterReason[] = [];
  const work = { folder, models, reading: null, limit: null, force: false, deadLettersOnly: true };
  const check = async (ledger: Ledger): Promise<void> => {
    const letters = await ledger.deadLetterReasons();
    retried = letters.reduce((sum, { chunks }) => sum + chunks, 0);
    await refuseLesserModels(ledger, letters, options);
  };
  const end = async (ledger: Ledger): Promise<void> => {
    reasons = await ledger.deadLetterReasons();
  };
  const result = await logged(log, options, (heard) => runWorkspace({ ...work, check, end }, heard));
  return { ...result, retried, deadLetterReasons: reasons };
}

/** What a model could not do is not handed to rules and hashed words without a word. */
async function refuseLesserModels(
  ledger: Pick<Ledger, "counts" | "activeEmbedding">,
  letters: readonly DeadLetterReason[],
  { model, embeddingModel, ports = {}, skipKg = false, skipEmbeddings = false }: RetryFailedOptions,
): Promise<void> {
  const concerns = (lane: DeadLetterReason["lane"]): boolean => letters.some((letter) => letter.lane === lane);
  if (!skipKg && model === undefined && ports.extractor === undefined && concerns("extraction")) {
    const { profiles } = await ledger.counts();
    const by = profiles.find(({ profile }) => profile !== RULES_PROFILE)?.profile;
    if (by !== undefined) throw unnamed("extracted", by, "--model");
  }
  if (!skipEmbeddings && embeddingModel === undefined && ports.embeddingModel === undefined && concerns("embedding")) {
    const active = await ledger.activeEmbedding();
    if (active !== null && active.profile !== new HashingEmbeddingModel().profile)
      throw unnamed("embedded", active.profile, "--embedding-model");
  }
}

function unnamed(done: string, profile: string, flag: string): ColloquyError {
  return new ColloquyError(
    "configuration",
    `The workspace was ${done} by ${profile}: name the model that is to try the dead letters again with ${flag}.`,
  );
}
