import { type CallTotals, UNTRACED } from "../calls/index.ts";
import { ColloquyError, exitCodeOf } from "../model/index.ts";
import type { ChunkStage, EmbeddingModel, Extractor, PendingOptions } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { indexedEmbedding } from "./active-embedding.ts";
import { adviseJudge } from "./advise-judge.ts";
import { checkPending } from "./check.ts";
import { claimStores } from "./claim-stores.ts";
import { compareNames } from "./compare-names.ts";
import { implausibleUsageConcern, leftOutConcern } from "./concerns.ts";
import { cutOf } from "./embedded-chunks.ts";
import { startIncrementalProjection } from "./incremental-projection.ts";
import { projectResults } from "./project.ts";
import { isExtracted } from "./questions.ts";
import { readTranscripts } from "./read.ts";
import { meanCall, measureOf, remainingWork } from "./remaining-work.ts";
import {
  type IngestResult,
  runOutcome,
  type RemainingWork,
  type RunUsage,
  runUsage,
  type WorkspaceStatus,
  workspaceStatus,
} from "./result.ts";
import { runStages } from "./run-stages.ts";
import { RunTally } from "./run-tally.ts";
import type { RunContext, RunParts, RunSettings, StageParts } from "./run-types.ts";
import { projectSummaries, summarisePending } from "./summarise.ts";

/**
 * Runs all stages: read, extract and embed in parallel, resolve, project. When the run stops for any reason, the ledger keeps
 * all results, and the next run continues from there.
 * @throws ColloquyError with the exit code of the failure; `interrupted` when the signal was aborted.
 */
export async function runIngest(parts: RunParts, options: RunSettings): Promise<IngestResult> {
  const calledAt = options.now();
  const { runId, workspace, emit, startedAt = calledAt } = options;
  const begun = performance.now() - (calledAt.getTime() - startedAt.getTime());
  const record = { run: runId, startedAt: startedAt.toISOString(), finishedAt: null, exitCode: null };
  emit({ event: "run.started", workspace });
  await prepareStores(parts, options);
  await parts.ledger.beginRun(record);
  const end = (exitCode: number): Promise<void> =>
    parts.ledger.endRun({ ...record, finishedAt: options.now().toISOString(), exitCode });

  const tally = new RunTally();
  const { budget, span = UNTRACED } = parts;
  const context: RunContext = {
    runId,
    now: options.now,
    emit,
    stop: options.signal,
    halt: () => undefined,
    tally,
    budget,
    span,
  };
  try {
    await work(context, parts, options);
    const status = workspaceStatus(workspace, await parts.ledger.counts());
    for (const message of concernsOf(status, tally)) emit({ event: "warning", message });
    warnOfImplausibleUsage(parts, options);
    const outcome = runOutcome(status, budget.reached);
    const remaining = await measureRemaining(parts, options, tally);
    closeObservers(parts);
    const seconds = (performance.now() - begun) / 1000;
    const { rejected } = tally;
    const traces: IngestResult["traces"] = [];
    const usage = usageOf(parts, tally);
    const result: IngestResult = { ...status, runId, seconds, ...outcome, usage, rejected, remaining, traces };
    await end(outcome.exitCode);
    emit({ event: "run.completed", result });
    return result;
  } catch (error) {
    // The failure that stopped the run is thrown, also if the ledger fails here.
    await end(exitCodeOf(error, options.signal)).catch(() => undefined);
    closeObservers(parts);
    warnOfImplausibleUsage(parts, options);
    const isInterrupted = ColloquyError.isInstance(error) && error.code === "interrupted";
    emit({ event: "run.stopped", outcome: isInterrupted ? "interrupted" : "failed", usage: usageOf(parts, tally) });
    throw error;
  }
}

function usageOf(
  { account, extraction, embedding, checking, judging, summarising }: RunParts,
  tally: RunTally,
): RunUsage {
  const paid = {
    extract: extraction.port.paid,
    embed: embedding.port.paid,
    check: checking?.port.paid ?? false,
    judge: judging?.port.paid ?? false,
    summarise: summarising?.port.paid ?? false,
  };
  return runUsage(account, paid, tally);
}

/** Warnings about the workspace, and about this run if they do not apply to the whole workspace. */
function concernsOf({ warnings, items }: WorkspaceStatus, tally: RunTally): readonly string[] {
  const isKnown = leftOutConcern("", items.kept, items) !== null;
  const ofRun = isKnown ? null : leftOutConcern("The model's replies of this run", tally.kept, tally.rejected);
  return ofRun === null ? warnings : [...warnings, ofRun];
}

/** Reports attempts that are still in flight, before the last event of the run. */
function closeObservers(parts: RunParts): void {
  for (const { observer } of stagesOf(parts)) observer.close();
}

function stagesOf(parts: RunParts): readonly Pick<StageParts<unknown>, "observer">[] {
  const { extraction, embedding, checking, judging, summarising } = parts;
  return [extraction, embedding, checking, judging, summarising].filter((stage) => stage !== undefined);
}

function warnOfImplausibleUsage(parts: RunParts, { emit }: RunSettings): void {
  const message = implausibleUsageConcern(
    stagesOf(parts).map(({ observer: { pricing, usage } }) => ({ model: pricing.model, replies: usage.implausible })),
  );
  if (message !== null) emit({ event: "warning", message });
}

/** Prepares and claims the stores, so that an unusable store stops the run before its first paid call. */
async function prepareStores(
  { ledger, graphStore, vectorStore, embedding }: RunParts,
  settings: RunSettings,
): Promise<void> {
  const embeddingModel = embedding.port;
  await graphStore.prepare();
  const indexed = await indexedEmbedding(ledger, embeddingModel);
  await vectorStore.prepare(indexed);
  const { profile, dimensions } = embeddingModel;
  if (!settings.skipEmbeddings && profile !== indexed.profile) await vectorStore.examine({ profile, dimensions });
  await claimStores(ledger, [graphStore, vectorStore], settings);
}

/** The stages of the run, one after another; extraction and embedding are one step. */
async function work(context: RunContext, parts: RunParts, options: RunSettings): Promise<void> {
  const { ledger } = parts;
  const { signal } = options;
  if (options.reading !== null && parts.reader !== null) {
    await using reader = parts.reader;
    await readTranscripts(context, ledger, reader, options.reading);
  }
  let compared: Awaited<ReturnType<typeof compareNames>> = null;
  const halted = new AbortController();
  const projection = startIncrementalProjection(context, parts, { ...options, onClaimLost: () => halted.abort() });
  try {
    const stop = AbortSignal.any([signal, halted.signal]);
    await runStages({ ...context, stop }, parts, options).finally(() => projection.end());
    stopWhenInterrupted(signal);
    await checkStatements({ ...context, stop }, parts, options);
    compared = await compareNames({ ...context, stop }, parts, options);
  } catch (error) {
    // Chunks that were settled before the provider failed are projected, so that they can be used. If the projection fails,
    // they are still in the ledger, and the error of the provider is thrown.
    if (isOfProvider(error) && context.tally.hasSettled)
      await projectResults(context, parts, options).catch(() => undefined);
    throw error;
  }
  stopWhenInterrupted(signal);
  await projectResults(context, parts, options);
  await adviseJudge(context, parts, options, compared);
  await writeSummaries(context, parts, options).finally(() => projectSummaries(context, parts));
}

/** Asks the checker, if there is one, when all chunks are extracted. */
async function checkStatements(run: Omit<RunContext, "halt">, parts: RunParts, options: RunSettings): Promise<void> {
  const { checking } = parts;
  if (checking === undefined || options.skipKg || !(await isExtracted(run, parts, "Statements are not checked yet")))
    return;
  const halted = new AbortController();
  const context = { ...run, stop: AbortSignal.any([run.stop, halted.signal]), halt: () => halted.abort() };
  await checkPending(context, { ...parts, checking }, options);
}

/** Writes summaries, if they are asked for, when names are final and the stores are up to date. */
async function writeSummaries(run: RunContext, parts: RunParts, options: RunSettings): Promise<void> {
  const { summarising } = parts;
  if (summarising === undefined || options.skipKg || run.budget.reached) return;
  stopWhenInterrupted(run.stop);
  if (!(await isExtracted(run, parts, "Summaries are not written yet"))) return;
  const halted = new AbortController();
  const context = { ...run, stop: AbortSignal.any([run.stop, halted.signal]), halt: () => halted.abort() };
  await summarisePending(context, { ...parts, summarising }, options);
  stopWhenInterrupted(run.stop);
}

function isOfProvider(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "provider";
}

async function measureRemaining(parts: RunParts, options: RunSettings, tally: RunTally): Promise<RemainingWork | null> {
  const { ledger, account } = parts;
  const remainder = async (
    stage: ChunkStage,
    { port, limiter }: StageParts<Extractor | EmbeddingModel>,
    selection: Pick<PendingOptions, "cut"> = {},
  ) => {
    const { profile, paid } = port;
    const totals: CallTotals = account.totals({ stage, pings: false });
    return {
      pending: await ledger.pendingCount(stage, {
        profile,
        paid,
        force: false,
        deadLetters: options.deadLettersOnly,
        ...selection,
      }),
      measure: measureOf(totals, tally.settledOf(stage)),
      perMinute: limiter.snapshot.perMinute,
      charge: limiter.chargeOf(meanCall(totals)),
      paid,
    };
  };
  return remainingWork([
    ...(options.skipKg ? [] : [await remainder("extract", parts.extraction)]),
    ...(options.skipEmbeddings ? [] : [await remainder("embed", parts.embedding, cutOf(parts.embedding.port))]),
  ]);
}
