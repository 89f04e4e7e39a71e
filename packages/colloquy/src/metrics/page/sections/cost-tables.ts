import { costFigure, figure } from "../figure.ts";
import { markup, type Markup, type Part } from "../../../text/index.ts";
import { foreign, numberColumns, table, wordsColumn } from "../elements.ts";
import type { CostReport, ModelCost } from "../../reports/index.ts";

export function modelTable(models: readonly ModelCost[]): Markup {
  const counts = COUNTS.filter(({ key }) => key !== "cacheWrittenTokens" || models.some((model) => key in model));
  const columns = [
    wordsColumn("Model"),
    wordsColumn("For"),
    ...numberColumns(...counts.map(({ title }) => title), "Cost"),
  ];
  const row = (model: ModelCost, index: number): readonly Part[] => [
    foreign(model.model),
    model.operation,
    ...counts.map(({ key }) => (key in model ? figure(`cost.models.${index}.${key}`, model[key], "count") : "0")),
    costFigure(`cost.models.${index}`, model),
  ];
  return table("By model and kind of work", columns, models.map(row));
}

const COUNTS = [
  { key: "calls", title: "Calls" },
  { key: "attempts", title: "Attempts" },
  { key: "replies", title: "Replies" },
  { key: "inputTokens", title: "Input" },
  { key: "cachedInputTokens", title: "Cached" },
  { key: "cacheWrittenTokens", title: "Written to cache" },
  { key: "outputTokens", title: "Output" },
  { key: "reasoningTokens", title: "Reasoning" },
] as const;

export function priceTable(prices: CostReport["prices"]): Markup | null {
  if (prices.length === 0) return null;
  const kinds = PRICES.filter(
    ({ kind }) => kind !== "cacheWrite" || prices.some(({ prices: of }) => of?.cacheWrite !== undefined),
  );
  const columns = [wordsColumn("Model"), ...numberColumns(...kinds.map(({ title }) => title)), wordsColumn("Source")];
  const rows = prices.map(({ model, source, prices: of }, index) => [
    foreign(model),
    ...kinds.map(({ kind }) => figure(`cost.prices.${index}.prices.${kind}`, of?.[kind], "usd")),
    source === null ? markup`<span class="unknown">unknown</span>` : foreign(source),
  ]);
  return table("US dollars a million tokens", columns, rows);
}

const PRICES = [
  { kind: "input", title: "Input" },
  { kind: "cachedInput", title: "Cached input" },
  { kind: "cacheWrite", title: "Cache write" },
  { kind: "output", title: "Output" },
] as const;

export function unknownTable(models: readonly ModelCost[]): Markup | null {
  const rows = models.flatMap(({ model, operation, unreported, unknownSpend }, index) => {
    const path = `cost.models.${index}`;
    if (unknownSpend.attempts === 0) return [];
    return [
      [
        foreign(model),
        operation,
        figure(`${path}.unknownSpend.attempts`, unknownSpend.attempts, "count"),
        figure(`${path}.unreported`, unreported, "count"),
        figure(`${path}.unknownSpend.inputTokens`, unknownSpend.inputTokens, "count"),
        figure(`${path}.unknownSpend.outputTokens`, unknownSpend.outputTokens, "count"),
        figure(`${path}.unknownSpend.upToUsd`, unknownSpend.upToUsd, "usd"),
      ],
    ];
  });
  const columns = [
    wordsColumn("Model"),
    wordsColumn("For"),
    ...numberColumns("Attempts", "Replies", "Input at most", "Output at most", "Cost at most"),
  ];
  return rows.length === 0 ? null : table("Attempts without reported usage", columns, rows);
}
