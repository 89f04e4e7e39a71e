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
 * What the rest would take if it were like what a run did; null where nothing is pending or nothing was measured. A lane
 * that costs nothing counts only where no other does.
 */
export function remainingWork(lanes: readonly LaneRemainder[]): RemainingWork | null {
  const counted = lanes.some(({ paid }) => paid) ? lanes.filter(({ paid }) => paid) : lanes;
  const parts = counted.flatMap((lane) => remainderOf(lane) ?? []);
  if (parts.length === 0) return null;
  const sum = (count: "calls" | "inputTokens" | "outputTokens"): number =>
    parts.reduce((total, part) => total + part[count], 0);
  const seconds = parts.flatMap((part) => part.seconds ?? []);
  return {
    // Lanes run side by side over the same passages.
    chunks: Math.max(...parts.map((part) => part.chunks)),
    calls: sum("calls"),
    inputTokens: sum("inputTokens"),
    outputTokens: sum("outputTokens"),
    seconds: seconds.length === 0 ? null : Math.max(...seconds),
  };
}

function remainderOf({ pending, measure, perMinute }: LaneRemainder): RemainingWork | null {
  if (pending === 0 || measure.contents === 0) return null;
  const times = pending / measure.contents;
  const calls = Math.ceil(measure.calls * times);
  const inputTokens = Math.round(measure.inputTokens * times);
  const outputTokens = Math.round(measure.outputTokens * times);
  const charged: Readonly<Record<LimitedResource, number>> = {
    requests: calls,
    tokens: inputTokens + outputTokens,
    inputTokens,
    outputTokens,
  };
  const minutes = Object.entries(perMinute).map(([resource, limit]) => charged[resource as LimitedResource] / limit);
  return {
    chunks: pending,
    calls,
    inputTokens,
    outputTokens,
    seconds: minutes.length === 0 ? null : Math.max(...minutes) * 60,
  };
}
