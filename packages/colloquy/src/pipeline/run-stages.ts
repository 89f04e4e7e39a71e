import { cancelWhenStopped, pingWithinBudget } from "../calls/index.ts";
import type { ChunkStage, EmbeddingModel, Extractor, InterruptedForce } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import type { PlannedStage } from "./batches.ts";
import { counted, formatCount, MODEL_STAGE_TERMS } from "../text/index.ts";
import { embedPending } from "./embed.ts";
import { extractPending } from "./extract.ts";
import { estimateQuestions } from "../estimation/index.ts";
import type { RunListener } from "./events.ts";
import { guessQuestions } from "./guess-questions.ts";
import { estimateOf, planEmbedding, planExtraction } from "./plan-stage.ts";
import type { RunContext, RunParts, RunSettings, StageParts } from "./run-types.ts";
import { describeOtherConfidence, describeSettledElsewhere } from "./settled-elsewhere.ts";

/**
 * Extracts and embeds in parallel. Before the first paid call, the estimate is emitted and both models have replied to a
 * ping.
 * @throws ColloquyError of the stage that failed first, after all calls in flight have ended.
 */
export async function runStages(run: Omit<RunContext, "halt">, parts: RunParts, options: RunSettings): Promise<void> {
  const { ledger, extraction, embedding, onStageEnded } = parts;
  const halted = new AbortController();
  const stop = AbortSignal.any([run.stop, halted.signal]);
  const context: RunContext = { ...run, stop, halt: () => halted.abort() };
  using _cancelling = cancelWhenStopped([extraction.limiter, embedding.limiter], stop);

  const choice = { ...options, limit: options.limit ?? Number.POSITIVE_INFINITY };
  const toExtract = options.skipKg ? null : await planExtraction(ledger, extraction.port, choice);
  const toEmbed = options.skipEmbeddings ? null : await planEmbedding(ledger, embedding.port, choice);
  await announce(context, parts, options, { extraction: toExtract, embedding: toEmbed });
  let ready = { extraction: toExtract !== null, embedding: toEmbed !== null };
  await allOrFirstFailure(context, [
    isReady(context, toExtract, extraction, options).then((is) => (ready = { ...ready, extraction: is })),
    isReady(context, toEmbed, embedding, options).then((is) => (ready = { ...ready, embedding: is })),
  ]);
  stopWhenInterrupted(run.stop);

  const planned = [ready.extraction ? toExtract : null, ready.embedding ? toEmbed : null] as const;
  for (const each of planned) {
    // The ledger records a --force, so that a later run can continue it after an interruption.
    if (each?.plan.force === true && each.plan.paid) await ledger.beginForce(each.plan.stage, each.plan.profile);
  }
  const [plannedExtraction, plannedEmbedding] = planned;
  await allOrFirstFailure(context, [
    plannedExtraction &&
      extractPending(context, ledger, extraction, plannedExtraction, options.minConfidence).finally(() =>
        onStageEnded?.("extract"),
      ),
    plannedEmbedding &&
      // Names are embedded after the extraction: see compare-names.ts.
      embedPending(context, ledger, embedding, plannedEmbedding).finally(() =>
        options.skipKg || embedding.port.matchesWords === true ? onStageEnded?.("embed") : undefined,
      ),
  ]);
}

/** Whether calls of a stage can be sent: its model replies to a ping, and the budget has room for it. */
async function isReady(
  context: RunContext,
  planned: PlannedStage<ChunkStage> | null,
  { port, limiter, observer }: StageParts<Extractor | EmbeddingModel>,
  { emit, giveUpAfterMs }: RunSettings,
): Promise<boolean> {
  if (planned === null) return false;
  const { stage, total } = planned.plan;
  // A model that was called before the run is not pinged again: some accounts allow only three calls a minute.
  if (total === 0 || observer.usage.calls > 0) return true;
  const { budget, stop } = context;
  return pingWithinBudget(port, { stage, limiter, observer, emit, giveUpAfterMs, budget, stop });
}

/** Emits notices about a free extractor and about chunks that stay as they are, and the estimates. */
async function announce(
  { emit }: RunContext,
  parts: RunParts,
  { force, deadLettersOnly, minConfidence, maxConcurrent = "auto", summaryEntities = 0 }: RunSettings,
  {
    extraction,
    embedding,
  }: { readonly extraction: PlannedStage<ChunkStage> | null; readonly embedding: PlannedStage<ChunkStage> | null },
): Promise<void> {
  const { ledger, measured } = parts;
  const extractor = parts.extraction.port;
  if (extraction !== null && !extractor.paid) emit({ event: "notice", message: extractor.description });
  if (force) {
    for (const interrupted of (await ledger.counts()).interruptedForces) {
      const { stage, profile } = interrupted;
      const isResumed = [extraction, embedding].some(
        (each) => each?.plan.stage === stage && each.plan.profile === profile,
      );
      if (isResumed) emit({ event: "notice", message: describeResumedForce(interrupted) });
    }
  }
  // With --force, a model extracts these chunks again; rules never do.
  if (extraction !== null && extractor.paid !== force && !deadLettersOnly) {
    const { profiles, minConfidences } = await ledger.counts();
    const message =
      describeSettledElsewhere(profiles, extractor) ??
      (extractor.paid ? describeOtherConfidence(minConfidences, minConfidence) : null);
    if (message !== null) emit({ event: "notice", message });
  }
  for (const planned of [extraction, embedding]) {
    if (planned === null) continue;
    const { stage } = planned.plan;
    const { limiter, observer } = stage === "extract" ? parts.extraction : parts.embedding;
    const { perMinute } = limiter.snapshot;
    const known = { pricing: observer.pricing, measurement: measured?.[stage] ?? null, perMinute };
    const estimate = estimateOf(planned, { ...known, maxConcurrent });
    if (estimate !== null) emit({ event: "estimate.made", estimate });
  }
  if (extraction !== null) await announceQuestions(emit, parts, extraction, summaryEntities);
}

/** Emits rough estimates of the questions that follow extraction. They are known, and estimated again, when it is complete. */
async function announceQuestions(
  emit: RunListener,
  { ledger, measured, checking, judging, summarising }: RunParts,
  extraction: PlannedStage<ChunkStage>,
  summaryEntities: number,
): Promise<void> {
  const parts = { check: checking, judge: judging, summarise: summarising };
  const guessed = await guessQuestions(ledger, extraction, {
    checker: checking?.port ?? null,
    checksAll: checking?.all ?? false,
    judge: judging?.port ?? null,
    summariser: summarising?.port ?? null,
    summaryEntities,
  });
  for (const questions of guessed) {
    const stage = parts[questions.stage];
    if (stage?.port.paid !== true) continue;
    const { pricing } = stage.observer;
    const known = { model: pricing.model, pricing, measurement: measured?.[questions.stage] ?? null };
    const { perMinute } = stage.limiter.snapshot;
    emit({ event: "estimate.made", estimate: estimateQuestions({ ...questions, ...known, perMinute }) });
  }
}

function describeResumedForce({ stage, left, total }: InterruptedForce): string {
  return `Resuming the --force of ${MODEL_STAGE_TERMS[stage]} that is not complete: ${formatCount(left)} of ${counted(total, "chunk")} are left.`;
}

/** Waits for all works. After the first failure the other works send no new calls; the failure is thrown at the end. */
async function allOrFirstFailure(context: RunContext, works: readonly (Promise<unknown> | null)[]): Promise<void> {
  const failures: unknown[] = [];
  const ends = works.map((work) =>
    work?.catch((error: unknown) => {
      failures.push(error);
      context.halt();
    }),
  );
  await Promise.all(ends);
  if (failures.length > 0) throw failures[0];
}
