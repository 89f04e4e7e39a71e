import { totalDollars } from "../calls/index.ts";
import type { LanePerformance, RunReports } from "./reports.ts";

/** What a number of a report counts. A share goes from 0 to 1. */
export type FigureUnit = "usd" | "tokens" | "seconds" | "perSecond" | "milliseconds" | "share" | "count";

/** A number of one report beside that of another; null where it is not known. */
export interface FigureDifference {
  /** Null: of the whole run. */
  readonly lane: LanePerformance["lane"] | null;
  readonly figure: string;
  readonly unit: FigureUnit;
  readonly one: number | null;
  readonly other: number | null;
  /** `other` less `one`. */
  readonly difference: number | null;
}

/** Two runs beside each other. */
export interface ComparedReports {
  readonly one: RunReports;
  readonly other: RunReports;
  readonly differences: readonly FigureDifference[];
  /** Sentences that say why the figures may say less than they seem to. */
  readonly warnings: readonly string[];
}

export function compareReports(one: RunReports, other: RunReports): ComparedReports {
  return {
    one,
    other,
    differences: [...runDifferences(one, other), ...laneDifferences(one, other)],
    warnings: warningsOf(one, other),
  };
}

type Figure<Of> = readonly [figure: string, unit: FigureUnit, value: (of: Of) => number | null];

const RUN_FIGURES: readonly Figure<RunReports>[] = [
  ["cost", "usd", ({ cost }) => cost.costUsd],
  ["unknown spend at most", "usd", ({ cost }) => cost.unknownSpend.upToUsd],
  ["tokens read", "tokens", ({ cost }) => cost.tokens.inputTokens],
  ["of them cached", "tokens", ({ cost }) => cost.tokens.cachedInputTokens],
  ["tokens written", "tokens", ({ cost }) => cost.tokens.outputTokens],
  ["time", "seconds", ({ cost }) => cost.seconds],
];

const LANE_FIGURES: readonly Figure<LanePerformance>[] = [
  ["passages", "count", ({ chunks }) => chunks],
  ["passages a second", "perSecond", ({ chunksPerSecond }) => chunksPerSecond],
  ["time", "seconds", ({ seconds }) => seconds],
  ["calls", "count", ({ calls }) => calls],
  ["attempts", "count", ({ attempts }) => attempts],
  ["calls in vain", "count", ({ inVain }) => inVain.calls],
  ["turned away", "count", ({ rateLimited }) => rateLimited],
  ["dead letters", "count", ({ deadLetters }) => deadLetters],
  ["most in flight", "count", ({ peakInFlight }) => peakInFlight],
  ["latency p50", "milliseconds", ({ latencyMs }) => latencyMs?.p50 ?? null],
  ["latency p90", "milliseconds", ({ latencyMs }) => latencyMs?.p90 ?? null],
  ["latency p99", "milliseconds", ({ latencyMs }) => latencyMs?.p99 ?? null],
];

/** Of a run whose cost is not known. */
const COST_BOUNDS: readonly Figure<RunReports>[] = [
  ["cost at least", "usd", ({ cost }) => cost.costAtLeastUsd],
  ["cost at most", "usd", ({ cost }) => cost.costAtMostUsd],
];

function runDifferences(one: RunReports, other: RunReports): FigureDifference[] {
  const isKnown = one.cost.costUsd !== null && other.cost.costUsd !== null;
  return [...(isKnown ? [] : COST_BOUNDS), ...RUN_FIGURES].map(([figure, unit, value]) => difference(null, figure, unit, value(one), value(other)));
}

/** Of the lanes that both have; of the others a warning says which run lacks them. */
function laneDifferences(one: RunReports, other: RunReports): FigureDifference[] {
  return lanesOf(one, other).flatMap(([lane, ofOne, ofOther]) => {
    if (ofOne === undefined || ofOther === undefined) return [];
    const figures: readonly Figure<LanePerformance>[] = [...LANE_FIGURES, ...heldBackFigures([ofOne, ofOther])];
    return figures.map(([figure, unit, read]) => difference(lane, figure, unit, read(ofOne), read(ofOther)));
  });
}

/** The share of each bound that held back either; of a lane that was not watched nothing is known. */
function heldBackFigures(lanes: readonly LanePerformance[]): Figure<LanePerformance>[] {
  const bounds = new Set(lanes.flatMap(({ heldBack }) => heldBack.map(({ by }) => by)));
  return [...bounds].map((bound) => [
    `held back by ${bound === "none" ? "nothing" : bound}`,
    "share",
    ({ heldBack }) => (heldBack.length === 0 ? null : (heldBack.find(({ by }) => by === bound)?.share ?? 0)),
  ]);
}

type LanePair = readonly [LanePerformance["lane"], LanePerformance | undefined, LanePerformance | undefined];

function lanesOf(one: RunReports, other: RunReports): readonly LanePair[] {
  const lanes = new Set([...one.performance.lanes, ...other.performance.lanes].map(({ lane }) => lane));
  const find = ({ performance }: RunReports, lane: LanePerformance["lane"]): LanePerformance | undefined =>
    performance.lanes.find((each) => each.lane === lane);
  return [...lanes].map((lane) => [lane, find(one, lane), find(other, lane)] as const);
}

function difference(
  lane: FigureDifference["lane"],
  figure: string,
  unit: FigureUnit,
  one: number | null,
  other: number | null,
): FigureDifference {
  const less = one === null || other === null ? null : unit === "usd" ? totalDollars([other, -one]) : other - one;
  return { lane, figure, unit, one, other, difference: less };
}

function warningsOf(one: RunReports, other: RunReports): readonly string[] {
  const unfinished = [one, other]
    .filter(({ cost }) => cost.outcome !== "completed")
    .map(({ cost }) => `Run ${cost.run} did not come to its end: its figures are those of a part of the work.`);
  const lanes = lanesOf(one, other).flatMap(([lane, ofOne, ofOther]) => {
    if (ofOne === undefined) return [lacking(one, lane)];
    return ofOther === undefined ? [lacking(other, lane)] : laneWarnings(lane, ofOne, ofOther);
  });
  return [...unfinished, ...lanes];
}

function lacking({ cost }: RunReports, lane: LanePerformance["lane"]): string {
  return `Run ${cost.run} did no ${lane}, so that of ${lane} nothing is compared.`;
}

function laneWarnings(lane: LanePerformance["lane"], one: LanePerformance, other: LanePerformance): readonly string[] {
  const warnings: string[] = [];
  if (one.model !== other.model)
    warnings.push(`Other models did ${lane}: ${one.model || "none"} and ${other.model || "none"}.`);
  else if (one.profile !== other.profile)
    warnings.push(`The same model did ${lane}, but was asked in another way: ${one.profile} and ${other.profile}.`);
  if (one.batchSize !== other.batchSize)
    warnings.push(`Calls of ${lane} were of other sizes: ${one.batchSize} and ${other.batchSize} passages.`);
  if (one.chunks !== other.chunks)
    warnings.push(`The runs settled other numbers of passages in ${lane}: ${one.chunks} and ${other.chunks}.`);
  return warnings;
}
