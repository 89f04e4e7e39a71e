import { count, counted, dollars, givenDollars } from "../page/format.ts";
import type { CostReport, ModelCost, RunReports, TokenCounts, UnknownSpendTotal } from "../reports.ts";
import { expectationLines } from "./expectation.ts";
import { table, wrap } from "./layout.ts";

/** What a run cost: in all, by model and kind of work, the prices, and what had been expected. */
export function costSection(reports: RunReports): string[] {
  const { cost } = reports;
  return [
    "Cost",
    ...wrap(`${dollars(cost.costUsd)} for ${tokensText(cost.tokens)}.`, "  "),
    ...unknownLines(cost.unknownSpend),
    ...budgetLines(cost),
    ...modelLines(cost.models),
    ...priceLines(cost),
    ...expectationLines(reports),
  ];
}

function tokensText(tokens: TokenCounts): string {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = tokens;
  const cached = cachedInputTokens === 0 ? "" : ` (${count(cachedInputTokens)} of them from the provider's cache)`;
  const hidden = reasoningTokens === 0 ? "" : ` (${count(reasoningTokens)} of them hidden reasoning)`;
  return `${counted(inputTokens, "token")} read${cached} and ${count(outputTokens)} written${hidden}`;
}

function unknownLines({ attempts, inputTokens, outputTokens, upToUsd }: UnknownSpendTotal): string[] {
  if (attempts === 0) return [];
  const bound = upToUsd === null ? "a sum that is unknown" : `at most ${dollars(upToUsd)}`;
  return wrap(
    `Beside that ${bound} for ${counted(attempts, "attempt")} of which nobody told what they used (at most ${counted(inputTokens, "token")} read and ${count(outputTokens)} written).`,
    "  ",
  );
}

function budgetLines({ budget }: CostReport): string[] {
  if (budget === null) return [];
  return wrap(`The budget of ${givenDollars(budget.maxUsd)} was ${budget.reached ? "" : "not "}reached.`, "  ");
}

function modelLines(models: readonly ModelCost[]): string[] {
  if (models.length === 0) return ["", "  No model was asked."];
  const rows = models.map((each) => [
    each.model,
    each.operation,
    count(each.replies),
    count(each.inputTokens),
    count(each.cachedInputTokens),
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
  const rows = prices.map(({ model, prices: of }) => [
    model,
    price(of?.input),
    price(of?.cachedInput),
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
        { title: "written", align: "right" },
      ],
      rows,
    ),
    ...[...sources].flatMap((source) => wrap(`Source: ${source}`, "  ", "    ")),
  ];
}
