import { totalDollars } from "../calls/index.ts";
import type { StageEstimate, Range } from "../estimation/index.ts";
import { formatCount, formatDollars, formatDuration } from "../text/index.ts";
import type { RunReports } from "./reports/index.ts";

/** The figures of an estimate: their names in the text and on the page, and their units. */
export const FIGURES = {
  calls: { name: "calls", title: "Calls", unit: "count", format: formatCount },
  inputTokens: { name: "tokens read", title: "Input tokens", unit: "count", format: formatCount },
  outputTokens: { name: "tokens written", title: "Output tokens", unit: "count", format: formatCount },
  costUsd: { name: "cost", title: "Cost", unit: "usd", format: formatDollars },
  seconds: { name: "time", title: "Time", unit: "s", format: formatDuration },
} as const;

/** A figure of a stage's estimate, with its outcome. */
export interface Expectation {
  readonly what: keyof typeof FIGURES;
  /** Null: not known before the run. */
  readonly range: Range | null;
  /** Null: not known. */
  readonly outcome: number | null;
}

/** Compares the estimate of a stage with its outcome. Pings are not part of an estimate. */
export function expectations(estimate: StageEstimate, { cost, performance }: RunReports): readonly Expectation[] {
  const stage = performance.modelStages.find((one) => one.stage === estimate.stage);
  const models = cost.models.filter((model) => model.stage === estimate.stage && model.operation !== "ping");
  const sum = (of: (model: (typeof models)[number]) => number): number =>
    models.reduce((total, model) => total + of(model), 0);
  const dollars = totalDollars(models.map(({ costUsd }) => costUsd));
  // Without any reported usage the tokens are unknown.
  const isReported = models.every(({ replies, unreported }) => replies === 0 || unreported < replies);
  const tokens = (of: (model: (typeof models)[number]) => number): number | null => (isReported ? sum(of) : null);
  return [
    { what: "calls", range: estimate.calls, outcome: sum(({ calls }) => calls) },
    { what: "inputTokens", range: estimate.inputTokens, outcome: tokens(({ inputTokens }) => inputTokens) },
    { what: "outputTokens", range: estimate.outputTokens, outcome: tokens(({ outputTokens }) => outputTokens) },
    { what: "costUsd", range: estimate.costUsd, outcome: dollars },
    { what: "seconds", range: estimate.seconds, outcome: stage?.seconds ?? null },
  ];
}

/** The position of the outcome relative to the range, in words. */
export function verdict({ range, outcome }: Expectation): string {
  if (outcome === null || range === null) return "not known";
  if (outcome < range.least) return "below the range";
  return outcome > range.most ? "above the range" : "within the range";
}
