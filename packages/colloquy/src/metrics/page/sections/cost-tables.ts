import { markup, type Markup } from "../../../text/index.ts";
import type { CostReport, ModelCost } from "../../reports/index.ts";
import { numbers, words } from "../../columns.ts";
import { figures, foreign, table } from "../elements.ts";
import { costFigure, figure, placed, type Placed, within } from "../figure.ts";

const MODEL = words("Model", ({ item }: Placed<ModelCost>) => foreign(item.model));
const OPERATION = words("For", ({ item }: Placed<ModelCost>) => item.operation);

export function modelTable(models: readonly ModelCost[]): Markup {
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

export function priceTable(prices: CostReport["prices"]): Markup | null {
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

export function unknownTable(models: readonly ModelCost[]): Markup | null {
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
