import { ColloquyError } from "../model/index.ts";
import type { Lane } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { indexedEmbedding } from "./active-embedding.ts";
import { readTranscripts } from "./read.ts";
import { remainingWork } from "./remaining-work.ts";
import {
  type IngestResult,
  type RemainingWork,
  type RunUsage,
  type WorkspaceStatus,
  workspaceStatus,
} from "./result.ts";
import { Budget } from "./budget.ts";
import { implausibleUsageConcern, leftOutConcern } from "./concerns.ts";
import { claimStores } from "./claim-stores.ts";
import type { LaneContext } from "./run-context.ts";
import { runLanes } from "./run-lanes.ts";
import type { RunParts, RunSettings } from "./run-settings.ts";
import { meanCall, RunTally } from "./run-tally.ts";
import { runUsage } from "./run-usage.ts";
import { UNTRACED } from "./untraced.ts";
import { writeAlong } from "./write-along.ts";
import { writeResults } from "./write-results.ts";

/** Exit codes of runs that are done but for chunks in the dead letters, and of those that may spend no more. */
const DEAD_LETTERS_LEFT = 3;
const BUDGET_REACHED = 4;

/**
 * The run: read, extract and embed side by side, resolve, project. Whatever stops it, the ledger keeps what was
 * done and the next run goes on from there.
 * @throws ColloquyError with the exit code of what stopped it; `interrupted` when the signal was aborted.
 */
export async function runIngest(parts: RunParts, options: RunSettings): Promise<IngestResult> {
  const handedOver = options.now();
  const { run, workspace, emit, startedAt = handedOver } = options;
  const begun = performance.now() - (handedOver.getTime() - startedAt.getTime());
  const record = { run, startedAt: startedAt.toISOString(), finishedAt: null, exitCode: null };
  emit({ event: "run.started", run, workspace });
  await prepareStores(parts, options);
  await parts.ledger.beginRun(record);
  const end = (exitCode: number): Promise<void> =>
    parts.ledger.endRun({ ...record, finishedAt: options.now().toISOString(), exitCode });

  const tally = new RunTally();
  const budget = new Budget(options.maxCostUsd ?? null);
  const usage = (): RunUsage => usageOf(parts, tally);
  try {
    await runStages(parts, options, { tally, budget });
    const status = workspaceStatus(workspace, await parts.ledger.counts());
    for (const message of concernsOf(status, tally)) emit({ event: "warning", message });
    warnOfImplausibleUsage(parts, options);
    const exitCode = budget.reached ? BUDGET_REACHED : hasDeadLetters(status) ? DEAD_LETTERS_LEFT : 0;
    const remaining = await measureRemaining(parts, options, tally);
    closeObservers(parts);
    const seconds = (performance.now() - begun) / 1000;
    const { rejected } = tally;
    const traces: IngestResult["traces"] = [];
    const result: IngestResult = { ...status, run, seconds, exitCode, usage: usage(), rejected, remaining, traces };
    await end(exitCode);
    emit({ event: "run.completed", result });
    return result;
  } catch (error) {
    // The failure that stopped the run is what its caller must hear, even where the ledger is what failed.
    await end(exitCodeOf(error)).catch(() => undefined);
    closeObservers(parts);
    warnOfImplausibleUsage(parts, options);
    emit({ event: "run.stopped", run, usage: usage() });
    throw error;
  }
}

function usageOf({ observers, extractor, embeddingModel }: RunParts, tally: RunTally): RunUsage {
  const extraction = { observer: observers.extraction, paid: extractor.paid };
  const embedding = { observer: observers.embedding, paid: embeddingModel.paid };
  return runUsage({ extraction, embedding }, tally);
}

/** What the run leaves in the workspace; of the run alone, where that does not show in the whole. */
function concernsOf({ warnings, items }: WorkspaceStatus, tally: RunTally): readonly string[] {
  const isTold = leftOutConcern("", items.kept, items) !== null;
  const ofRun = isTold ? null : leftOutConcern("The model's replies of this run", tally.kept, tally.rejected);
  return ofRun === null ? warnings : [...warnings, ofRun];
}

function hasDeadLetters({ chunks }: WorkspaceStatus): boolean {
  return chunks.deadLetters + chunks.embeddingDeadLetters > 0;
}

/** What nobody waits for any more is told before the last event of the run. */
function closeObservers({ observers }: RunParts): void {
  for (const observer of Object.values(observers)) observer.close();
}

function warnOfImplausibleUsage({ observers }: RunParts, { emit }: RunSettings): void {
  const message = implausibleUsageConcern(
    Object.values(observers).map(({ pricing, usage }) => ({ model: pricing.model, replies: usage.implausible })),
  );
  if (message !== null) emit({ event: "warning", message });
}

/** A store that cannot be used stops the run before anything is paid for. */
async function prepareStores(
  { ledger, graphStore, vectorStore, embeddingModel }: RunParts,
  settings: RunSettings,
): Promise<void> {
  await graphStore.prepare();
  const indexed = await indexedEmbedding(ledger, embeddingModel);
  await vectorStore.prepare(indexed);
  const { profile, dimensions } = embeddingModel;
  if (!settings.skipEmbeddings && profile !== indexed.profile) await vectorStore.examine({ profile, dimensions });
  await claimStores(ledger, [graphStore, vectorStore], settings);
}

async function runStages(
  parts: RunParts,
  options: RunSettings,
  { tally, budget }: Pick<LaneContext, "tally" | "budget">,
): Promise<void> {
  const { ledger, span = UNTRACED } = parts;
  const { signal } = options;
  const context = { emit: options.emit, stop: signal, tally, budget, span };
  if (options.reading !== null && parts.reader !== null) {
    await using reader = parts.reader;
    await readTranscripts(context, ledger, reader, options.reading);
  }
  const halted = new AbortController();
  const writing = writeAlong(context, parts, { ...options, onClaimLost: () => halted.abort() });
  try {
    await runLanes({ ...context, stop: AbortSignal.any([signal, halted.signal]) }, parts, options).finally(() =>
      writing.end(),
    );
  } catch (error) {
    // What was paid for until a model could not be asked any more can be looked at; where it cannot be written now, the
    // ledger has it, and why the run stopped is what its caller must hear.
    if (isOfProvider(error) && tally.hasSettled) await writeResults(context, parts, options).catch(() => undefined);
    throw error;
  }
  stopWhenInterrupted(signal);
  await writeResults(context, parts, options);
}

function isOfProvider(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "provider";
}

async function measureRemaining(parts: RunParts, options: RunSettings, tally: RunTally): Promise<RemainingWork | null> {
  const { ledger, extractor, embeddingModel } = parts;
  const remainder = async (lane: Lane, { profile, paid }: { profile: string; paid: boolean }, limiter: RateLimiter) => {
    const measure = tally.measureOf(lane);
    return {
      pending: await ledger.pendingCount(lane, { profile, paid, force: false, deadLetters: options.deadLettersOnly }),
      measure,
      perMinute: limiter.snapshot.perMinute,
      price: limiter.priceOf(meanCall(measure)),
      paid,
    };
  };
  const lanes = [
    ...(options.skipKg ? [] : [await remainder("extraction", extractor, parts.extractionLimiter)]),
    ...(options.skipEmbeddings ? [] : [await remainder("embedding", embeddingModel, parts.embeddingLimiter)]),
  ];
  return remainingWork(lanes);
}

function exitCodeOf(error: unknown): number {
  const exitCode: unknown = error instanceof Error && "exitCode" in error ? error.exitCode : 1;
  return typeof exitCode === "number" ? exitCode : 1;
}
