import type { StageEstimate, Range } from "../estimation/index.ts";
import { totalDollars } from "../calls/index.ts";
import type { RunReports } from "./reports/index.ts";

/** One number that was expected of a stage, and what came. */
export interface Expectation {
  readonly what: "calls" | "inputTokens" | "outputTokens" | "costUsd" | "seconds";
  /** Null where it was not known. */
  readonly range: Range | null;
  /** Null where it is not known. */
  readonly outcome: number | null;
}

/** What an estimate said beside what the run took. What made sure of a model was no part of the estimate. */
export function expectations(estimate: StageEstimate, { cost, performance }: RunReports): readonly Expectation[] {
  const stage = performance.modelStages.find((one) => one.stage === estimate.stage);
  const models = cost.models.filter((model) => model.stage === estimate.stage && model.operation !== "ping");
  const sum = (of: (model: (typeof models)[number]) => number): number =>
    models.reduce((total, model) => total + of(model), 0);
  const dollars = totalDollars(models.map(({ costUsd }) => costUsd));
  // Where no reply reported usage, nothing is known of tokens.
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

/** Where the outcome lies, in words. */
export function verdict({ range, outcome }: Expectation): string {
  if (outcome === null || range === null) return "not known";
  if (outcome < range.least) return "below the range";
  return outcome > range.most ? "above the range" : "within the range";
}
