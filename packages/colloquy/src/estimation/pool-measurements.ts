import type { CallSample, StageMeasurement } from "./estimate.ts";

const MOST_SAMPLES = 400;

/**
 * Combines the measurements of two runs of the same stage and profile; the result has the id of the later run. If there are
 * too many samples, each run keeps a part of them in proportion to its replies.
 */
export function poolMeasurements(before: StageMeasurement, later: StageMeasurement): StageMeasurement {
  const sum = (key: "runs" | "settled" | "calls" | "attempts" | "replies" | "seconds"): number =>
    before[key] + later[key];
  const replies = sum("replies");
  const kept = Math.min(MOST_SAMPLES, before.samples.length + later.samples.length);
  const share = (run: StageMeasurement): number => Math.round((kept * run.replies) / Math.max(1, replies));
  return {
    ...later,
    batchSize: Math.max(before.batchSize, later.batchSize),
    samples: [...evenly(before.samples, share(before)), ...evenly(later.samples, share(later))],
    runs: sum("runs"),
    settled: sum("settled"),
    calls: sum("calls"),
    attempts: sum("attempts"),
    replies,
    seconds: sum("seconds"),
    perMinute: { ...before.perMinute, ...later.perMinute },
    admitted: sumOfAmounts(before.admitted, later.admitted),
    peakInFlight: Math.max(before.peakInFlight, later.peakInFlight),
  };
}

function evenly(samples: readonly CallSample[], most: number): readonly CallSample[] {
  if (samples.length <= most) return samples;
  return samples.filter(
    (_, at) => Math.floor(((at + 1) * most) / samples.length) > Math.floor((at * most) / samples.length),
  );
}

function sumOfAmounts(
  one: StageMeasurement["admitted"],
  other: StageMeasurement["admitted"],
): StageMeasurement["admitted"] {
  const sum: Record<string, number> = { ...one };
  for (const [resource, amount] of Object.entries(other)) sum[resource] = (sum[resource] ?? 0) + amount;
  return sum;
}
