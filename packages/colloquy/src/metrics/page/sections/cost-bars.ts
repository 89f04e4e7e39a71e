import { formatAmount, formatCost, formatCount, formatDollars, markup, type Markup } from "../../../text/index.ts";
import { type Bar, barChart } from "../charts/bar-chart.ts";
import { nothingToShow } from "../elements.ts";
import type { ModelCost } from "../../reports/index.ts";

const MOST_BARS = 12;

/** The cost of each model, and the possible additional cost. */
export function costBars(models: readonly ModelCost[]): Markup {
  if (models.every((model) => !isPriced(model))) {
    return nothingToShow(
      markup`No price is known, so the cost is not known. A price file (<code class="option">--prices</code>) sets prices.`,
    );
  }
  if (models.every(({ costUsd }) => costUsd === 0)) return nothingToShow("The run cost nothing.");
  const bars = models
    .toSorted((left, right) => right.costAtLeastUsd - left.costAtLeastUsd)
    .map((model): Bar => ({
      name: nameOf(model),
      value: valueOf(model),
      segments: [
        {
          colour: `operation-${model.operation}`,
          size: model.costAtLeastUsd,
          title: `${nameOf(model)}: ${formatCost(model)}`,
        },
        {
          colour: "unknown-spend",
          size: isPriced(model) ? (model.unknownSpend.upToUsd ?? 0) : 0,
          title: `attempts without reported usage: up to ${formatDollars(model.unknownSpend.upToUsd)}`,
        },
      ],
    }));
  const operations = [...new Set(models.map(({ operation }) => operation))];
  const perhaps = bars.some(({ segments }) => (segments[1]?.size ?? 0) > 0);
  return barChart({
    id: "cost-bars",
    title: titleOf("US dollars", bars),
    description: described(bars),
    legend: [
      ...operations.map(
        (operation) => ({ label: operation, colour: `operation-${operation}`, drawn: "area" }) as const,
      ),
      ...(perhaps ? [{ label: "unreported usage, at most", colour: "unknown-spend", drawn: "area" } as const] : []),
    ],
    bars: bars.slice(0, MOST_BARS),
  });
}

/** The tokens that each model read and wrote; null without tokens. */
export function tokenBars(models: readonly ModelCost[]): Markup | null {
  const sorted = models.toSorted((left, right) => tokens(right) - tokens(left));
  const bars = sorted.map(tokenBar);
  if (bars.every(({ value }) => value === "0")) return null;
  const kinds = TOKEN_KINDS.filter((_, index) => bars.some(({ segments }) => (segments[index]?.size ?? 0) > 0));
  return barChart({
    id: "token-bars",
    title: titleOf("Tokens", bars),
    description: described(bars),
    legend: kinds.map(({ kind, words }) => ({ label: words, colour: `token-${kind}`, drawn: "area" })),
    bars: bars.slice(0, MOST_BARS),
  });
}

/** Disjoint parts: cached tokens are part of the input, and reasoning tokens are part of the output. */
const TOKEN_KINDS: readonly {
  readonly kind: string;
  readonly words: string;
  readonly of: (model: ModelCost) => number;
}[] = [
  { kind: "input", words: "input", of: ({ inputTokens, cachedInputTokens }) => inputTokens - cachedInputTokens },
  { kind: "cached", words: "input from the cache", of: ({ cachedInputTokens }) => cachedInputTokens },
  { kind: "output", words: "output", of: ({ outputTokens, reasoningTokens }) => outputTokens - reasoningTokens },
  { kind: "reasoning", words: "reasoning", of: ({ reasoningTokens }) => reasoningTokens },
];

function tokenBar(model: ModelCost): Bar {
  const segments = TOKEN_KINDS.map(({ kind, words, of }) => ({
    colour: `token-${kind}`,
    size: of(model),
    title: `${words}: ${formatCount(of(model))}`,
  }));
  return { name: nameOf(model), value: formatAmount(tokens(model)), segments };
}

function tokens({ inputTokens, outputTokens }: ModelCost): number {
  return inputTokens + outputTokens;
}

/** Short, because it is at the end of a bar. */
function valueOf(model: ModelCost): string {
  if (!isPriced(model)) return "price unknown";
  return model.costUsd === null ? `from ${formatDollars(model.costAtLeastUsd)}` : formatDollars(model.costUsd);
}

function isPriced({ costUsd, costAtMostUsd }: ModelCost): boolean {
  return costUsd !== null || costAtMostUsd !== null;
}

function nameOf({ model, operation }: ModelCost): string {
  return `${model} · ${operation}`;
}

function titleOf(what: string, bars: readonly Bar[]): string {
  return bars.length > MOST_BARS ? `${what}: the ${MOST_BARS} largest of ${bars.length}` : what;
}

function described(bars: readonly Bar[]): string {
  return `${bars.map(({ name, value }) => `${name}: ${value}`).join("; ")}.`;
}
