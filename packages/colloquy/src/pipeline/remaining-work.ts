import type { CallTotals } from "../calls/index.ts";
import type { CallCost, LimitedResource } from "../ports/index.ts";
import type { RemainingWork } from "./result.ts";

type Amounts = Readonly<Partial<Record<LimitedResource, number>>>;

/** What the calls of a stage used, without pings. */
export interface StageMeasure {
  readonly calls: number;
  /** Contents that were settled. */
  readonly chunks: number;
  /** Replies with reported usage. */
  readonly reported: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** @param totals without pings. */
export function measureOf(totals: CallTotals, chunks: number): StageMeasure {
  const { calls, replies, unreported, inputTokens, outputTokens } = totals;
  return { calls, chunks, reported: replies - unreported, inputTokens, outputTokens };
}

/** What one of the calls was expected to use, in the mean. */
export function meanCall({ calls, expected }: Pick<CallTotals, "calls" | "expected">): CallCost {
  const share = (count: number): number => count / Math.max(1, calls);
  return { inputTokens: share(expected.inputTokens), maxOutputTokens: share(expected.maxOutputTokens) };
}

/** A stage after a run. */
export interface StageRemainder {
  /** Contents that are still pending. */
  readonly pending: number;
  /** Of the run. */
  readonly measure: StageMeasure;
  /** What the provider grants a minute, as far as it is known. */
  readonly perMinute: Amounts;
  /** What the provider charges a call against its limits, which is seldom what the call then uses. */
  readonly price: Amounts;
  readonly paid: boolean;
}

/**
 * Extrapolates the rest of the work from what a run did. Null where nothing is pending, and where the run did nothing of
 * what a stage has to do. A free stage counts only where both are free.
 */
export function remainingWork(modelStages: readonly StageRemainder[]): RemainingWork | null {
  const counted = modelStages.some(({ paid }) => paid) ? modelStages.filter(({ paid }) => paid) : modelStages;
  const pending = counted.filter((stage) => stage.pending > 0);
  if (pending.length === 0 || pending.some(({ measure }) => measure.chunks === 0)) return null;
  const parts = pending.map(remainderOf);
  const seconds = parts.flatMap((part) => part.seconds ?? []);
  return {
    // Stages run side by side over the same chunks.
    chunks: Math.max(...parts.map((part) => part.chunks)),
    calls: parts.reduce((sum, { calls }) => sum + calls, 0),
    inputTokens: sumOf(parts.map(({ inputTokens }) => inputTokens)),
    outputTokens: sumOf(parts.map(({ outputTokens }) => outputTokens)),
    seconds: seconds.length === 0 ? null : Math.max(...seconds),
  };
}

function sumOf(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

function remainderOf({ pending, measure, perMinute, price }: StageRemainder): RemainingWork {
  const calls = (measure.calls * pending) / measure.chunks;
  const input = measure.reported === 0 ? null : measure.inputTokens / measure.reported;
  const output = measure.reported === 0 ? null : measure.outputTokens / measure.reported;
  const minutes = Object.entries(perMinute).flatMap(([resource, limit]) => {
    const charged = price[resource as LimitedResource];
    // After few calls the charge is an upper bound; no provider charges less than the prompt.
    const amount = resource === "tokens" && input !== null ? Math.min(charged ?? 0, input) : charged;
    // By the time of the next run the first minute of the limit is available.
    return amount === undefined ? [] : [Math.max(0, (calls * amount) / limit - 1)];
  });
  return {
    chunks: pending,
    calls: Math.ceil(calls),
    inputTokens: input === null ? null : Math.round(calls * input),
    outputTokens: output === null ? null : Math.round(calls * output),
    seconds: minutes.length === 0 ? null : Math.max(...minutes) * 60,
  };
}
