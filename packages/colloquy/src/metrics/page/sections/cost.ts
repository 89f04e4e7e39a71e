import { counted, markup, type Markup, type Part } from "../../../text/index.ts";
import { numbers, words } from "../../columns.ts";
import type { CostReport, ModelCost, RunReports } from "../../reports/index.ts";
import { figures, foreign, nothingToShow, numbersBehind, section, table } from "../elements.ts";
import { costFigure, figure, placed, type Placed, within } from "../figure.ts";
import { costBars, tokenBars } from "./cost-bars.ts";

const TITLE = "Cost and tokens";

/** The cost and tokens of a run, and the unknown part of both. */
export function cost({ cost: report }: RunReports): Markup {
  const { models, prices } = report;
  if (models.length === 0)
    return section("cost", TITLE, nothingToShow("No model was called: the run cost nothing and used no tokens."));
  const content = markup`<div class="card"><div class="charts">${costBars(models)}${tokenBars(models)}</div>${unknownSentence(report)}
${modelTable(models)}${numbersBehind("Prices, and attempts without reported usage", [priceTable(prices), unknownTable(models)])}</div>`;
  return section("cost", TITLE, content, "By model and kind of work, as the provider reported for each reply.");
}

function unknownSentence({ costUsd, costAtMostUsd, unknownSpend }: CostReport): Part {
  if (unknownSpend.attempts === 0) return null;
  const spend = { path: "cost.unknownSpend", item: unknownSpend };
  const bound = unknownSpend.upToUsd === null ? "the price is not known" : markup`at most ${figure(spend, "upToUsd")}`;
  return markup`<p class="remark"><strong>Unknown:</strong> usage was not reported for ${counted(unknownSpend.attempts, "attempt")}. At most ${figure(spend, "inputTokens")} tokens in and ${figure(spend, "outputTokens")} out; ${bound}. ${costUsd === null && costAtMostUsd !== null ? "This is included in the upper bound of the cost, and in no other sum." : "This is in no sum."}</p>`;
}

const MODEL = words("Model", ({ item }: Placed<ModelCost>) => foreign(item.model));
const OPERATION = words("For", ({ item }: Placed<ModelCost>) => item.operation);

function modelTable(models: readonly ModelCost[]): Markup {
  const written = numbers("Written to cache", (model: Placed<ModelCost>) =>
    "cacheWrittenTokens" in model.item ? figure(model, "cacheWrittenTokens") : "0",
  );
  return table("By model and kind of work", placed("cost.models", models), [
    MODEL,
    OPERATION,
    ...figures({
      Calls: "calls",
      Attempts: "attempts",
      Replies: "replies",
      Input: "inputTokens",
      Cached: "cachedInputTokens",
    }),
    ...(models.some((model) => "cacheWrittenTokens" in model) ? [written] : []),
    ...figures({ Output: "outputTokens", Reasoning: "reasoningTokens" }),
    numbers("Cost", costFigure),
  ]);
}

function priceTable(prices: CostReport["prices"]): Markup | null {
  if (prices.length === 0) return null;
  type Price = Placed<(typeof prices)[number]>;
  const price = (title: string, kind: "input" | "cachedInput" | "cacheWrite" | "output") =>
    numbers(title, (each: Price) => figure(within(each, "prices"), kind, "usd"));
  const hasCacheWrite = prices.some(({ prices: of }) => of?.cacheWrite !== undefined);
  return table("US dollars a million tokens", placed("cost.prices", prices), [
    words("Model", ({ item }: Price) => foreign(item.model)),
    price("Input", "input"),
    price("Cached input", "cachedInput"),
    ...(hasCacheWrite ? [price("Cache write", "cacheWrite")] : []),
    price("Output", "output"),
    words("Source", ({ item: { source } }: Price) =>
      source === null ? markup`<span class="unknown">unknown</span>` : foreign(source),
    ),
  ]);
}

function unknownTable(models: readonly ModelCost[]): Markup | null {
  const unknown = placed("cost.models", models).filter(({ item }) => item.unknownSpend.attempts > 0);
  if (unknown.length === 0) return null;
  const spend = (title: string, key: keyof ModelCost["unknownSpend"]) =>
    numbers(title, (model: Placed<ModelCost>) => figure(within(model, "unknownSpend"), key));
  return table("Attempts without reported usage", unknown, [
    MODEL,
    OPERATION,
    spend("Attempts", "attempts"),
    ...figures({ Replies: "unreported" }),
    spend("Input at most", "inputTokens"),
    spend("Output at most", "outputTokens"),
    spend("Cost at most", "upToUsd"),
  ]);
}
