import type { CostTotal, UnknownSpendTotal } from "../../calls/index.ts";
import { costRange, count, counted, dollars, givenDollars } from "../page/format.ts";
import type { CostReport, ModelCost, RunReports, TokenCounts } from "../reports.ts";
import { expectationLines } from "./expectation.ts";
import { table, wrap } from "./layout.ts";

/** What a run cost: in all, by model and kind of work, the prices, and what had been expected. */
export function costSection(reports: RunReports): string[] {
  const { cost } = reports;
  return [
    "Cost",
    ...wrap(`${costRange(cost)} for ${tokensText(cost.tokens)}${isReported(cost) ? "" : ", as far as reported"}.`, "  "),
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
    cachedInputTokens === 0 ? "" : `${count(cachedInputTokens)} of them from the provider's cache`,
    cacheWrittenTokens === 0 ? "" : `${count(cacheWrittenTokens)} put into it`,
  ].filter((part) => part !== "");
  const cached = cacheParts.length === 0 ? "" : ` (${cacheParts.join(", ")})`;
  const hidden = reasoningTokens === 0 ? "" : ` (${count(reasoningTokens)} of them hidden reasoning)`;
  return `${counted(inputTokens, "token")} read${cached} and ${count(outputTokens)} written${hidden}`;
}

function crashLines({ outcome }: CostReport): string[] {
  if (outcome !== "crashed") return [];
  return wrap(
    "It left no reports: this is what the ledger has of its replies. What was in flight, and calls without a reply, may have cost more.",
    "  ",
  );
}

function unknownLines({ costUsd, costAtMostUsd, unknownSpend }: CostTotal): string[] {
  const { attempts, inputTokens, outputTokens, upToUsd } = unknownSpend;
  if (attempts === 0) return [];
  const bound = upToUsd === null ? "a sum that is unknown" : `at most ${dollars(upToUsd)}`;
  const where = costUsd === null && costAtMostUsd !== null ? "Of that" : "Beside that";
  return wrap(
    `${where} ${bound} for ${counted(attempts, "attempt")} without reported usage (at most ${counted(inputTokens, "token")} read and ${count(outputTokens)} written).`,
    "  ",
  );
}

function budgetLines({ budget }: CostReport): string[] {
  if (budget === null) return [];
  return wrap(`The budget of ${givenDollars(budget.maxUsd)} was ${budget.reached ? "" : "not "}reached.`, "  ");
}

function modelLines(models: readonly ModelCost[]): string[] {
  if (models.length === 0) return ["", "  No model was asked."];
  const writesCache = models.some(({ cacheWrittenTokens = 0 }) => cacheWrittenTokens > 0);
  const rows = models.map((each) => [
    each.model,
    each.operation,
    count(each.replies),
    count(each.inputTokens),
    count(each.cachedInputTokens),
    ...(writesCache ? [count(each.cacheWrittenTokens ?? 0)] : []),
    count(each.outputTokens),
    dollars(each.costUsd),
    unknownCell(each.unknownSpend),
  ]);
  return [
    "",
    ...table(
      [
        { title: "model", align: "left" },
        { title: "work", align: "left" },
        { title: "replies", align: "right" },
        { title: "read", align: "right" },
        { title: "cached", align: "right" },
        ...(writesCache ? [{ title: "to cache", align: "right" } as const] : []),
        { title: "written", align: "right" },
        { title: "cost", align: "right" },
        { title: "beside", align: "right" },
      ],
      rows,
    ),
  ];
}

function unknownCell({ attempts, upToUsd }: UnknownSpendTotal): string {
  return attempts === 0 ? "-" : dollars(upToUsd);
}

function priceLines({ prices }: CostReport): string[] {
  if (prices.length === 0) return [];
  const price = (usd: number | null | undefined): string => dollars(usd ?? null);
  const hasCacheWrite = prices.some(({ prices: of }) => of?.cacheWrite !== undefined);
  const rows = prices.map(({ model, prices: of }) => [
    model,
    price(of?.input),
    price(of?.cachedInput),
    // Where there is no such price, it is that of other input.
    ...(hasCacheWrite ? [price(of?.cacheWrite ?? of?.input)] : []),
    price(of?.output),
  ]);
  const sources = new Set(prices.flatMap(({ source }) => (source === null ? [] : [source])));
  return [
    "",
    "  Prices of a million tokens",
    ...table(
      [
        { title: "model", align: "left" },
        { title: "read", align: "right" },
        { title: "cached", align: "right" },
        ...(hasCacheWrite ? [{ title: "to cache", align: "right" } as const] : []),
        { title: "written", align: "right" },
      ],
      rows,
    ),
    ...[...sources].flatMap((source) => wrap(`Source: ${source}`, "  ", "    ")),
  ];
}
