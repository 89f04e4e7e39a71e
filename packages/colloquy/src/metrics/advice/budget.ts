import type { StageEstimate } from "../../estimation/index.ts";
import { totalDollars } from "../../calls/index.ts";
import type { ModelStage } from "../../ports/index.ts";
import { counted, formatCount, formatDollars, formatExactDollars } from "../../text/index.ts";
import type { Reported, Rule } from "./advice.ts";

/** What stopped a run comes before all that held it up. */
const FIRST = 3;
const VERBS: Readonly<Record<ModelStage, string>> = { extract: "extract", embed: "embed" };

/** The budget stopped the run: what is left, and what that would cost if it cost what the rest did. */
export const budgetReached: Rule = (reported) => {
  const { budget, estimates } = reported.cost;
  if (budget === null || !budget.reached) return null;
  const left = estimates.flatMap((estimate) => leftText(estimate, reported) ?? []);
  const rest = left.length === 0 ? "" : `: ${left.join(", and ")}`;
  return {
    weight: FIRST,
    sentence: `The budget (--max-cost) of ${formatExactDollars(budget.maxUsd)} stopped the run${rest}. The same command goes on from there, with a whole budget again.`,
  };
};

function leftText({ stage, chunks }: StageEstimate, { cost, performance }: Reported): string | null {
  const went = performance.modelStages.find((one) => one.stage === stage);
  const settled = went?.chunks ?? 0;
  const left = chunks - settled - (went?.deadLetters ?? 0);
  if (left <= 0) return null;
  const models = cost.models.filter((model) => model.stage === stage && model.operation !== "ping");
  const spent = totalDollars(models.map(({ costUsd }) => costUsd));
  const price = settled === 0 || !spent ? "" : `, about ${formatDollars((spent / settled) * left)} by what the others took`;
  return `${formatCount(left)} of ${counted(chunks, "chunk")} ${left === 1 ? "is" : "are"} left to ${VERBS[stage]}${price}`;
}
