import type { InterruptedForce, Lane } from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { stopWhenInterrupted } from "../projection/index.ts";
import { counted, formatCount } from "../text/index.ts";
import { embedPending } from "./embed.ts";
import { extractPending } from "./extract.ts";
import type { PlannedLane } from "./lane.ts";
import { estimateOf, planEmbedding, planExtraction } from "./plan-lane.ts";
import type { RunParts, RunSettings } from "./run-settings.ts";
import type { LaneContext, RunContext } from "./run-context.ts";
import { describeOtherConfidence, describeSettledElsewhere } from "./settled-elsewhere.ts";
import type { Verifiable } from "./verify-lane.ts";
import { verifyWithinBudget } from "./verify-within-budget.ts";
import { withdrawWhenStopped } from "./withdrawal.ts";

/**
 * Extracts and embeds side by side. What it will take is told, and both lanes are known to be answered, before either
 * spends anything.
 * @throws ColloquyError of the lane that failed first, when what was in flight has ended.
 */
export async function runLanes(
  run: RunContext & Pick<LaneContext, "budget">,
  parts: RunParts,
  options: RunSettings,
): Promise<void> {
  const { ledger, extractor, embeddingModel, extractionLimiter, embeddingLimiter, observers } = parts;
  const halted = new AbortController();
  const stop = AbortSignal.any([run.stop, halted.signal]);
  const context: LaneContext = { ...run, stop, halt: () => halted.abort() };
  using _withdrawing = withdrawWhenStopped([extractionLimiter, embeddingLimiter], stop);

  const choice = { ...options, limit: options.limit ?? Number.POSITIVE_INFINITY };
  const extraction = options.skipKg ? null : await planExtraction(ledger, extractor, choice);
  const embedding = options.skipEmbeddings ? null : await planEmbedding(ledger, embeddingModel, choice);
  await announce(context, parts, options, { extraction, embedding });
  for (const observer of Object.values(observers)) observer.countAgainst(run.budget);
  const leftOut = new Set<Lane>();
  const verify = async (planned: PlannedLane | null, port: Verifiable, limiter: RateLimiter): Promise<void> => {
    if (planned === null) return;
    const { lane } = planned.plan;
    const observer = observers[lane];
    // Who answered a moment ago need not be asked again: some accounts have three calls a minute.
    if (observer.usage.calls > 0) return;
    const verification = { observer, emit: run.emit, giveUpAfterMs: options.giveUpAfterMs };
    if (!(await verifyWithinBudget(port, planned, limiter, verification, context))) leftOut.add(lane);
  };
  await allOrFirstFailure(context, [
    verify(extraction, extractor, extractionLimiter),
    verify(embedding, embeddingModel, embeddingLimiter),
  ]);
  stopWhenInterrupted(run.stop);

  for (const planned of [extraction, embedding]) {
    // What a run by force redoes, another one goes on with if this one does not come to its end.
    if (planned === null || !planned.plan.force || !planned.plan.paid || leftOut.has(planned.plan.lane)) continue;
    await ledger.beginForce(planned.plan.lane, planned.plan.profile);
  }

  const ending = (ended: Lane, work: Promise<void>): Promise<void> => work.finally(() => parts.onLaneEnded?.(ended));
  const { minConfidence } = options;
  await allOrFirstFailure(context, [
    extraction === null || leftOut.has("extraction")
      ? null
      : ending(
          "extraction",
          extractPending(
            context,
            { ledger, extractor, limiter: extractionLimiter, observer: observers.extraction, minConfidence },
            extraction,
          ),
        ),
    embedding === null || leftOut.has("embedding")
      ? null
      : ending(
          "embedding",
          embedPending(
            context,
            { ledger, model: embeddingModel, limiter: embeddingLimiter, observer: observers.embedding },
            embedding,
          ),
        ),
  ]);
}

/** Says what the extractor is where it is no model, what stays as it is, and what is going to be asked for. */
async function announce(
  { emit }: RunContext,
  { ledger, extractor, extractionLimiter, embeddingLimiter, observers, measured }: RunParts,
  { force, deadLettersOnly, minConfidence, maxConcurrent = "auto" }: RunSettings,
  { extraction, embedding }: { readonly extraction: PlannedLane | null; readonly embedding: PlannedLane | null },
): Promise<void> {
  if (extraction !== null && !extractor.paid) emit({ event: "notice", message: extractor.description });
  if (force) {
    for (const interrupted of (await ledger.counts()).interruptedForces) {
      const { lane, profile } = interrupted;
      const goesOn = [extraction, embedding].some((each) => each?.plan.lane === lane && each.plan.profile === profile);
      if (goesOn) emit({ event: "notice", message: describeResumedForce(interrupted) });
    }
  }
  // A model redoes it by force; rules never do, and those who force them are told.
  if (extraction !== null && extractor.paid !== force && !deadLettersOnly) {
    const { profiles, minConfidences } = await ledger.counts();
    const message =
      describeSettledElsewhere(profiles, extractor) ??
      (extractor.paid ? describeOtherConfidence(minConfidences, minConfidence) : null);
    if (message !== null) emit({ event: "notice", message });
  }
  const limiters = { extraction: extractionLimiter, embedding: embeddingLimiter };
  for (const planned of [extraction, embedding]) {
    if (planned === null) continue;
    const { lane } = planned.plan;
    const { perMinute } = limiters[lane].snapshot;
    const known = { pricing: observers[lane].pricing, measurement: measured?.[lane] ?? null, perMinute };
    const estimate = estimateOf(planned, { ...known, maxConcurrent });
    if (estimate !== null) emit({ event: "estimate.made", estimate });
  }
}

function describeResumedForce({ lane, left, total }: InterruptedForce): string {
  return `Resuming the --force of ${lane} that is not complete: ${formatCount(left)} of ${counted(total, "passage")} are left.`;
}

/** When one fails the others begin nothing new, and are waited for. */
async function allOrFirstFailure(context: LaneContext, works: readonly (Promise<void> | null)[]): Promise<void> {
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
