import type { LimitedResource } from "../ports/index.ts";
import type { RemainingWork } from "./result.ts";
import type { LaneMeasure } from "./run-tally.ts";

/** A lane after a run. */
export interface LaneRemainder {
  /** Contents that are still pending. */
  readonly pending: number;
  /** What the run took. */
  readonly measure: LaneMeasure;
  /** What the provider grants a minute, as far as it is known. */
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  readonly paid: boolean;
}

/**
 * What the rest would take if it were like what a run did; null where nothing is pending, and where a lane has something
 * to do of which the run did nothing. A lane that costs nothing counts only where no other does.
 */
export function remainingWork(lanes: readonly LaneRemainder[]): RemainingWork | null {
  const counted = lanes.some(({ paid }) => paid) ? lanes.filter(({ paid }) => paid) : lanes;
  const pending = counted.filter((lane) => lane.pending > 0);
  if (pending.length === 0 || pending.some(({ measure }) => measure.contents === 0)) return null;
  const parts = pending.map(remainderOf);
  const seconds = parts.flatMap((part) => part.seconds ?? []);
  return {
    // Lanes run side by side over the same passages.
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

function remainderOf({ pending, measure, perMinute }: LaneRemainder): RemainingWork {
  const calls = (measure.calls * pending) / measure.contents;
  const input = measure.told === 0 ? null : measure.inputTokens / measure.told;
  const output = measure.told === 0 ? null : measure.outputTokens / measure.told;
  const expectedInput = input ?? measure.expected.inputTokens / measure.calls;
  const mostOutput = measure.expected.maxOutputTokens / measure.calls;
  const charged: Readonly<Record<LimitedResource, number>> = {
    requests: 1,
    // Most providers take what a reply may have, or the prompt where that is more, and never what a reply turns out to have.
    tokens: Math.max(expectedInput, mostOutput),
    inputTokens: expectedInput,
    outputTokens: output ?? mostOutput,
  };
  const minutes = Object.entries(perMinute).map(
    ([resource, limit]) => (calls * charged[resource as LimitedResource]) / limit,
  );
  return {
    chunks: pending,
    calls: Math.ceil(calls),
    inputTokens: input === null ? null : Math.round(calls * input),
    outputTokens: output === null ? null : Math.round(calls * output),
    seconds: minutes.length === 0 ? null : Math.max(...minutes) * 60,
  };
}
