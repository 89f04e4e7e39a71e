import type { CostTotal } from "../../calls/index.ts";
import {
  counted,
  formatCost,
  formatCount,
  formatDollars,
  formatEnds,
  formatExactDollars,
  MODEL_STAGE_TERMS,
  UNKNOWN,
} from "../../text/index.ts";
import { numbers, words } from "../columns.ts";
import { expectations, FIGURES } from "../expectations.ts";
import type { CostReport, ModelCost, RunReports, TokenCounts } from "../reports/index.ts";
import { indented, paragraph, table } from "./lines.ts";

/** The cost of a run: the sum, by model and operation, the prices, and the estimates with their outcomes. */
export function costSection(reports: RunReports): readonly string[] {
  const { cost } = reports;
  const isReported = cost.models.every(({ unreported }) => unreported === 0);
  return [
    "Cost",
    ...indented(`${formatCost(cost)} for ${tokensText(cost.tokens)}${isReported ? "" : ", as far as reported"}.`),
    ...indented(crashText(cost)),
    ...indented(unknownText(cost)),
    ...indented(budgetText(cost)),
    ...modelLines(cost.models),
    ...priceLines(cost),
    ...expectationLines(reports),
  ];
}

function tokensText(tokens: TokenCounts): string {
  const { inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens, reasoningTokens } = tokens;
  const cacheParts = [
    cachedInputTokens === 0 ? "" : `${formatCount(cachedInputTokens)} of them from the provider's cache`,
    cacheWrittenTokens === 0 ? "" : `${formatCount(cacheWrittenTokens)} put into it`,
  ].filter((part) => part !== "");
  const cached = cacheParts.length === 0 ? "" : ` (${cacheParts.join(", ")})`;
  const hidden = reasoningTokens === 0 ? "" : ` (${formatCount(reasoningTokens)} of them hidden reasoning)`;
  return `${counted(inputTokens, "token")} read${cached} and ${formatCount(outputTokens)} written${hidden}`;
}

function crashText({ outcome }: CostReport): string {
  return outcome === "crashed"
    ? "The run left no reports: these figures are from the calls in the ledger. Pings and failed attempts are not in the ledger and may have cost more."
    : "";
}

function unknownText({ costUsd, costAtMostUsd, unknownSpend }: CostTotal): string {
  const { attempts, inputTokens, outputTokens, upToUsd } = unknownSpend;
  if (attempts === 0) return "";
  const bound = upToUsd === null ? "an unknown sum" : `at most ${formatDollars(upToUsd)}`;
  const addition = costUsd === null && costAtMostUsd !== null ? "This includes" : "In addition,";
  return `${addition} ${bound} for ${counted(attempts, "attempt")} without reported usage (at most ${counted(inputTokens, "token")} read and ${formatCount(outputTokens)} written).`;
}

function budgetText({ budget }: CostReport): string {
  if (budget === null) return "";
  return `The budget of ${formatExactDollars(budget.maxCostUsd)} was ${budget.reached ? "" : "not "}reached.`;
}

function modelLines(models: readonly ModelCost[]): readonly string[] {
  if (models.length === 0) return ["", "  No model was called."];
  const count = (title: string, key: "replies" | keyof TokenCounts) =>
    numbers(title, (model: ModelCost) => formatCount(model[key] ?? 0));
  const writesCache = models.some(({ cacheWrittenTokens = 0 }) => cacheWrittenTokens > 0);
  return [
    "",
    ...table(models, [
      words("model", ({ model }) => model),
      words("work", ({ operation }) => operation),
      count("replies", "replies"),
      count("read", "inputTokens"),
      count("cached", "cachedInputTokens"),
      ...(writesCache ? [count("to cache", "cacheWrittenTokens")] : []),
      count("written", "outputTokens"),
      numbers("cost", ({ costUsd }) => formatDollars(costUsd)),
      numbers("unknown", ({ unknownSpend: { attempts, upToUsd } }) => (attempts === 0 ? "-" : formatDollars(upToUsd))),
    ]),
  ];
}

function priceLines({ prices }: CostReport): readonly string[] {
  if (prices.length === 0) return [];
  type Price = (typeof prices)[number];
  const price = (title: string, of: (each: NonNullable<Price["prices"]>) => number | null | undefined) =>
    numbers(title, (each: Price) => formatDollars((each.prices && of(each.prices)) ?? null));
  const hasCacheWrite = prices.some(({ prices: of }) => of?.cacheWrite !== undefined);
  const sources = new Set(prices.flatMap(({ source }) => (source === null ? [] : [source])));
  return [
    "",
    "  Prices of a million tokens",
    ...table(prices, [
      words("model", ({ model }) => model),
      price("read", ({ input }) => input),
      price("cached", ({ cachedInput }) => cachedInput),
      // Without a price of its own, it costs as much as other input.
      ...(hasCacheWrite ? [price("to cache", ({ cacheWrite, input }) => cacheWrite ?? input)] : []),
      price("written", ({ output }) => output),
    ]),
    ...[...sources].flatMap((source) => paragraph(`Source: ${source}`, "  ", "    ")),
  ];
}

/** The estimates from before the first call, with their outcomes. */
function expectationLines(reports: RunReports): readonly string[] {
  const { estimates, outcome } = reports.cost;
  if (estimates.length === 0) return [];
  const rows = estimates.flatMap((estimate) =>
    expectations(estimate, reports).map((each) => ({ ...FIGURES[each.what], ...each, stage: estimate.stage })),
  );
  return [
    "",
    "  Compared with the estimate before the run, which holds in 9 of 10 cases",
    ...table(rows, [
      words("stage", ({ stage }) => MODEL_STAGE_TERMS[stage]),
      words("figure", ({ name }) => name),
      numbers("expected", ({ range, format }) => (range === null ? UNKNOWN : format(range.likely))),
      numbers("from - to", ({ range, format }) => (range === null ? "-" : formatEnds(range, format))),
      numbers("outcome", (each) => (each.outcome === null ? UNKNOWN : each.format(each.outcome))),
    ]),
    ...indented(outcome === "completed" ? "" : "The run ended early: the outcome is that of a part of the work."),
  ];
}
