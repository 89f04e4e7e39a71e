import type { StageEstimate } from "../../estimation/index.ts";
import { totalDollars } from "../../calls/index.ts";
import type { ModelStage } from "../../ports/index.ts";
import { counted, formatCount, formatDollars, formatExactDollars } from "../../text/index.ts";
import type { Reported, Rule } from "./advice.ts";

/** Weight of a reason that stopped the run; it comes before all bottlenecks. */
const FIRST = 3;
const VERBS: Readonly<Record<ModelStage, string>> = { extract: "extract", embed: "embed" };

/** The budget stopped the run: the remaining chunks, and their cost at the mean cost of the settled chunks. */
export const budgetReached: Rule = (reported) => {
  const { budget, estimates } = reported.cost;
  if (budget === null || !budget.reached) return null;
  const left = estimates.flatMap((estimate) => leftText(estimate, reported) ?? []);
  const remaining = left.length === 0 ? "" : `: ${left.join(", and ")}`;
  return {
    weight: FIRST,
    sentence: `The budget (--max-cost) of ${formatExactDollars(budget.maxUsd)} stopped the run${remaining}. The same command continues from there, with a new budget.`,
  };
};

function leftText({ stage, chunks }: StageEstimate, { cost, performance }: Reported): string | null {
  const went = performance.modelStages.find((one) => one.stage === stage);
  const settled = went?.chunks ?? 0;
  const left = chunks - settled - (went?.deadLetters ?? 0);
  if (left <= 0) return null;
  const models = cost.models.filter((model) => model.stage === stage && model.operation !== "ping");
  const spent = totalDollars(models.map(({ costUsd }) => costUsd));
  const price =
    settled === 0 || !spent ? "" : `, about ${formatDollars((spent / settled) * left)} at the mean cost so far`;
  return `${formatCount(left)} of ${counted(chunks, "chunk")} ${left === 1 ? "is" : "are"} left to ${VERBS[stage]}${price}`;
}
