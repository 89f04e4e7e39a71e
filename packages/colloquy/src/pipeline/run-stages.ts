import { cancelWhenStopped, pingWithinBudget } from "../calls/index.ts";
import type { EmbeddingModel, Extractor, InterruptedForce } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import type { PlannedStage } from "./batches.ts";
import { counted, formatCount, MODEL_STAGE_TERMS } from "../text/index.ts";
import { embedPending } from "./embed.ts";
import { extractPending } from "./extract.ts";
import { estimateOf, planEmbedding, planExtraction } from "./plan-stage.ts";
import type { RunContext, RunParts, RunSettings, StageParts } from "./run-types.ts";
import { describeOtherConfidence, describeSettledElsewhere } from "./settled-elsewhere.ts";

/**
 * Extracts and embeds side by side. The estimate is emitted, and both models have answered a ping, before either stage
 * spends anything.
 * @throws ColloquyError of the stage that failed first, when what was in flight has ended.
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
  let answered = { extraction: toExtract !== null, embedding: toEmbed !== null };
  await allOrFirstFailure(context, [
    isAnswered(context, toExtract, extraction, options).then((is) => (answered = { ...answered, extraction: is })),
    isAnswered(context, toEmbed, embedding, options).then((is) => (answered = { ...answered, embedding: is })),
  ]);
  stopWhenInterrupted(run.stop);

  const planned = [answered.extraction ? toExtract : null, answered.embedding ? toEmbed : null] as const;
  for (const each of planned) {
    // Another run goes on with an interrupted --force.
    if (each?.plan.force === true && each.plan.paid) await ledger.beginForce(each.plan.stage, each.plan.profile);
  }
  const [plannedExtraction, plannedEmbedding] = planned;
  await allOrFirstFailure(context, [
    plannedExtraction &&
      extractPending(context, ledger, extraction, plannedExtraction, options.minConfidence).finally(() =>
        onStageEnded?.("extract"),
      ),
    plannedEmbedding &&
      embedPending(context, ledger, embedding, plannedEmbedding).finally(() => onStageEnded?.("embed")),
  ]);
}

/** Whether calls of a stage are to be sent: its model answers, and the budget has room. */
async function isAnswered(
  context: RunContext,
  planned: PlannedStage | null,
  { port, limiter, observer }: StageParts<Extractor | EmbeddingModel>,
  { emit, giveUpAfterMs }: RunSettings,
): Promise<boolean> {
  if (planned === null) return false;
  const { stage, total } = planned.plan;
  // A model that answered a moment ago is not pinged again: some accounts have three calls a minute.
  if (total === 0 || observer.usage.calls > 0) return true;
  const { budget, stop } = context;
  return pingWithinBudget(port, { stage, limiter, observer, emit, giveUpAfterMs, budget, stop });
}

/** Emits what the extractor is where it is no model, what stays as it is, and the estimate. */
async function announce(
  { emit }: RunContext,
  parts: RunParts,
  { force, deadLettersOnly, minConfidence, maxConcurrent = "auto" }: RunSettings,
  { extraction, embedding }: { readonly extraction: PlannedStage | null; readonly embedding: PlannedStage | null },
): Promise<void> {
  const { ledger, measured } = parts;
  const extractor = parts.extraction.port;
  if (extraction !== null && !extractor.paid) emit({ event: "notice", message: extractor.description });
  if (force) {
    for (const interrupted of (await ledger.counts()).interruptedForces) {
      const { stage, profile } = interrupted;
      const goesOn = [extraction, embedding].some(
        (each) => each?.plan.stage === stage && each.plan.profile === profile,
      );
      if (goesOn) emit({ event: "notice", message: describeResumedForce(interrupted) });
    }
  }
  // A model redoes it with --force; rules never do, which a notice says.
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
}

function describeResumedForce({ stage, left, total }: InterruptedForce): string {
  return `Resuming the --force of ${MODEL_STAGE_TERMS[stage]} that is not complete: ${formatCount(left)} of ${counted(total, "chunk")} are left.`;
}

/** After the first failure the others begin nothing new; it is thrown when they have ended. */
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
