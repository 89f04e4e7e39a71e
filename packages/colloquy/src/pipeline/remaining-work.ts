import type { CallTotals } from "../calls/index.ts";
import type { CallTokens, LimitedResource } from "../ports/index.ts";
import type { RemainingWork } from "./result.ts";

type Amounts = Readonly<Partial<Record<LimitedResource, number>>>;

/** Calls and tokens of a stage in a run, without pings. */
export interface StageMeasure {
  readonly calls: number;
  /** Settled chunks. */
  readonly chunks: number;
  /** Replies with reported usage. */
  readonly reported: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** @param totals Totals without pings. */
export function measureOf(totals: CallTotals, chunks: number): StageMeasure {
  const { calls, replies, unreported, inputTokens, outputTokens } = totals;
  return { calls, chunks, reported: replies - unreported, inputTokens, outputTokens };
}

/** The mean expected tokens of a call. */
export function meanCall({ calls, expected }: Pick<CallTotals, "calls" | "expected">): CallTokens {
  const share = (count: number): number => count / Math.max(1, calls);
  return { inputTokens: share(expected.inputTokens), maxOutputTokens: share(expected.maxOutputTokens) };
}

/** A stage after a run. */
export interface StageRemainder {
  /** Pending chunks. */
  readonly pending: number;
  /** Calls and tokens of the run. */
  readonly measure: StageMeasure;
  /** The known limits of the provider. */
  readonly perMinute: Amounts;
  /** The amounts that the provider charges a call against its limits. They often differ from its usage. */
  readonly charge: Amounts;
  readonly paid: boolean;
}

/**
 * Extrapolates the remaining work from a run. Null if no chunk is pending, or a stage with pending chunks settled none in this
 * run. Free stages count only if all stages are free.
 */
export function remainingWork(modelStages: readonly StageRemainder[]): RemainingWork | null {
  const counted = modelStages.some(({ paid }) => paid) ? modelStages.filter(({ paid }) => paid) : modelStages;
  const pending = counted.filter((stage) => stage.pending > 0);
  if (pending.length === 0 || pending.some(({ measure }) => measure.chunks === 0)) return null;
  const parts = pending.map(remainderOf);
  const seconds = parts.flatMap((part) => part.seconds ?? []);
  return {
    // Stages process the same chunks in parallel.
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

function remainderOf({ pending, measure, perMinute, charge }: StageRemainder): RemainingWork {
  const calls = (measure.calls * pending) / measure.chunks;
  const input = measure.reported === 0 ? null : measure.inputTokens / measure.reported;
  const output = measure.reported === 0 ? null : measure.outputTokens / measure.reported;
  const minutes = Object.entries(perMinute).flatMap(([resource, limit]) => {
    const charged = charge[resource as LimitedResource];
    // After few calls, the charge is only an upper bound; the prompt is the least that a provider charges.
    const amount = resource === "tokens" && input !== null ? Math.min(charged ?? 0, input) : charged;
    // The next run can use a minute's worth of the limit at once.
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
