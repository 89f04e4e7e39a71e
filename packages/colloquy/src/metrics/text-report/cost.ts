import type { CostTotal, UnknownSpendTotal } from "../../calls/index.ts";
import {
  counted,
  formatCost,
  formatCount,
  formatDollars,
  formatExactDollars,
  numberColumns,
  textColumns,
} from "../../text/index.ts";
import type { CostReport, ModelCost, RunReports, TokenCounts } from "../reports/index.ts";
import { expectationLines } from "./expectation.ts";
import { paragraph, table } from "./lines.ts";

/** The cost of a run: the sum, by model and operation, the prices, and the estimates with their outcomes. */
export function costSection(reports: RunReports): readonly string[] {
  const { cost } = reports;
  return [
    "Cost",
    ...paragraph(
      `${formatCost(cost)} for ${tokensText(cost.tokens)}${isReported(cost) ? "" : ", as far as reported"}.`,
      "  ",
    ),
    ...crashLines(cost),
    ...unknownLines(cost),
    ...budgetLines(cost),
    ...modelLines(cost.models),
    ...priceLines(cost),
    ...expectationLines(reports),
  ];
}

function isReported({ models }: CostReport): boolean {
  return models.every(({ unreported }) => unreported === 0);
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

function crashLines({ outcome }: CostReport): readonly string[] {
  if (outcome !== "crashed") return [];
  return paragraph(
    "The run left no reports: these figures are from the calls in the ledger. Pings and failed attempts are not in the ledger and may have cost more.",
    "  ",
  );
}

function unknownLines({ costUsd, costAtMostUsd, unknownSpend }: CostTotal): readonly string[] {
  const { attempts, inputTokens, outputTokens, upToUsd } = unknownSpend;
  if (attempts === 0) return [];
  const bound = upToUsd === null ? "an unknown sum" : `at most ${formatDollars(upToUsd)}`;
  const addition = costUsd === null && costAtMostUsd !== null ? "This includes" : "In addition,";
  return paragraph(
    `${addition} ${bound} for ${counted(attempts, "attempt")} without reported usage (at most ${counted(inputTokens, "token")} read and ${formatCount(outputTokens)} written).`,
    "  ",
  );
}

function budgetLines({ budget }: CostReport): readonly string[] {
  if (budget === null) return [];
  return paragraph(
    `The budget of ${formatExactDollars(budget.maxUsd)} was ${budget.reached ? "" : "not "}reached.`,
    "  ",
  );
}

function modelLines(models: readonly ModelCost[]): readonly string[] {
  if (models.length === 0) return ["", "  No model was called."];
  const writesCache = models.some(({ cacheWrittenTokens = 0 }) => cacheWrittenTokens > 0);
  const rows = models.map((each) => [
    each.model,
    each.operation,
    formatCount(each.replies),
    formatCount(each.inputTokens),
    formatCount(each.cachedInputTokens),
    ...(writesCache ? [formatCount(each.cacheWrittenTokens ?? 0)] : []),
    formatCount(each.outputTokens),
    formatDollars(each.costUsd),
    unknownCell(each.unknownSpend),
  ]);
  return [
    "",
    ...table(
      [
        ...textColumns("model", "work"),
        ...numberColumns(
          "replies",
          "read",
          "cached",
          ...(writesCache ? ["to cache"] : []),
          "written",
          "cost",
          "unknown",
        ),
      ],
      rows,
    ),
  ];
}

function unknownCell({ attempts, upToUsd }: UnknownSpendTotal): string {
  return attempts === 0 ? "-" : formatDollars(upToUsd);
}

function priceLines({ prices }: CostReport): readonly string[] {
  if (prices.length === 0) return [];
  const price = (usd: number | null | undefined): string => formatDollars(usd ?? null);
  const hasCacheWrite = prices.some(({ prices: of }) => of?.cacheWrite !== undefined);
  const rows = prices.map(({ model, prices: of }) => [
    model,
    price(of?.input),
    price(of?.cachedInput),
    // Without a price of its own, it costs as much as other input.
    ...(hasCacheWrite ? [price(of?.cacheWrite ?? of?.input)] : []),
    price(of?.output),
  ]);
  const sources = new Set(prices.flatMap(({ source }) => (source === null ? [] : [source])));
  return [
    "",
    "  Prices of a million tokens",
    ...table(
      [...textColumns("model"), ...numberColumns("read", "cached", ...(hasCacheWrite ? ["to cache"] : []), "written")],
      rows,
    ),
    ...[...sources].flatMap((source) => paragraph(`Source: ${source}`, "  ", "    ")),
  ];
}
