import { figure } from "../figure.ts";
import { markup, type Markup, type Part } from "../markup.ts";
import { foreign, numberColumns, table, wordsColumn } from "../table.ts";
import type { CostReport, ModelCost } from "../../reports.ts";

export function modelTable(models: readonly ModelCost[]): Markup {
  const columns = [
    wordsColumn("Model"),
    wordsColumn("For"),
    ...numberColumns("Calls", "Attempts", "Replies", "Input", "of it cached", "Output", "of it reasoning", "Cost"),
  ];
  return table("By model and kind of work", columns, models.map(modelRow));
}

function modelRow(model: ModelCost, index: number): readonly Part[] {
  const path = `cost.models.${index}`;
  const counts = [
    "calls",
    "attempts",
    "replies",
    "inputTokens",
    "cachedInputTokens",
    "outputTokens",
    "reasoningTokens",
  ] as const;
  return [
    foreign(model.model),
    model.operation,
    ...counts.map((key) => figure(`${path}.${key}`, model[key], "count")),
    figure(`${path}.costUsd`, model.costUsd, "usd"),
  ];
}

export function priceTable(prices: CostReport["prices"]): Markup | null {
  if (prices.length === 0) return null;
  const columns = [
    wordsColumn("Model"),
    ...numberColumns("Input", "Cached input", "Output"),
    wordsColumn("As told by"),
  ];
  const rows = prices.map(({ model, source, prices: of }, index) => [
    foreign(model),
    ...(["input", "cachedInput", "output"] as const).map((kind) =>
      figure(`cost.prices.${index}.prices.${kind}`, of?.[kind], "usd"),
    ),
    source === null ? markup`<span class="unknown">nobody</span>` : foreign(source),
  ]);
  return table("US dollars a million tokens", columns, rows);
}

export function unknownTable(models: readonly ModelCost[]): Markup | null {
  const rows = models.flatMap(({ model, operation, untold, unknownSpend }, index) => {
    const path = `cost.models.${index}`;
    if (unknownSpend.attempts === 0) return [];
    return [
      [
        foreign(model),
        operation,
        figure(`${path}.unknownSpend.attempts`, unknownSpend.attempts, "count"),
        figure(`${path}.untold`, untold, "count"),
        figure(`${path}.unknownSpend.inputTokens`, unknownSpend.inputTokens, "count"),
        figure(`${path}.unknownSpend.outputTokens`, unknownSpend.outputTokens, "count"),
        figure(`${path}.unknownSpend.upToUsd`, unknownSpend.upToUsd, "usd"),
      ],
    ];
  });
  const columns = [
    wordsColumn("Model"),
    wordsColumn("For"),
    ...numberColumns("Attempts", "of them replies", "Input at most", "Output at most", "Cost at most"),
  ];
  return rows.length === 0 ? null : table("Attempts of which nobody told what they used", columns, rows);
}
