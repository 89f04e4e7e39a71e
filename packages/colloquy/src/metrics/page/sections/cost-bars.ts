import { formatAmount, formatCost, formatCount, formatDollars, markup, type Markup } from "../../../text/index.ts";
import type { ModelCost } from "../../reports/index.ts";
import { type Bar, barChart } from "../charts/bar-chart.ts";
import { nothingToShow } from "../elements.ts";

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
    .map((model): Bar => {
      const { operation, costAtLeastUsd, unknownSpend } = model;
      const unknown = `attempts without reported usage: up to ${formatDollars(unknownSpend.upToUsd)}`;
      return {
        name: nameOf(model),
        value: valueOf(model),
        segments: [
          { colour: `operation-${operation}`, size: costAtLeastUsd, title: `${nameOf(model)}: ${formatCost(model)}` },
          { colour: "unknown-spend", size: isPriced(model) ? (unknownSpend.upToUsd ?? 0) : 0, title: unknown },
        ],
      };
    });
  const perhaps = bars.some(({ segments }) => (segments[1]?.size ?? 0) > 0);
  const legend = [...new Set(models.map(({ operation }) => operation))].map((operation) => ({
    label: operation as string,
    colour: `operation-${operation}`,
  }));
  const unreported = { label: "unreported usage, at most", colour: "unknown-spend" };
  return longestBars("cost-bars", "US dollars", bars, perhaps ? [...legend, unreported] : legend);
}

/** The tokens that each model read and wrote; null without tokens. */
export function tokenBars(models: readonly ModelCost[]): Markup | null {
  const bars = models.toSorted((left, right) => tokens(right) - tokens(left)).map(tokenBar);
  if (bars.every(({ value }) => value === "0")) return null;
  const kinds = TOKEN_KINDS.filter((_, index) => bars.some(({ segments }) => (segments[index]?.size ?? 0) > 0));
  return longestBars("token-bars", "Tokens", bars, kinds);
}

/** Disjoint parts: cached tokens are part of the input, and reasoning tokens are part of the output. */
const TOKEN_KINDS = [
  { label: "input", colour: "token-input", of: (model) => model.inputTokens - model.cachedInputTokens },
  { label: "input from the cache", colour: "token-cached", of: (model) => model.cachedInputTokens },
  { label: "output", colour: "token-output", of: (model) => model.outputTokens - model.reasoningTokens },
  { label: "reasoning", colour: "token-reasoning", of: (model) => model.reasoningTokens },
] as const satisfies readonly { label: string; colour: string; of: (model: ModelCost) => number }[];

function tokenBar(model: ModelCost): Bar {
  const segments = TOKEN_KINDS.map(({ label, colour, of }) => {
    const size = of(model);
    return { colour, size, title: `${label}: ${formatCount(size)}` };
  });
  return { name: nameOf(model), value: formatAmount(tokens(model)), segments };
}

/** @param bars the longest first. */
function longestBars(
  id: string,
  what: string,
  bars: readonly Bar[],
  legend: readonly { readonly label: string; readonly colour: string }[],
): Markup {
  return barChart({
    id,
    title: bars.length > MOST_BARS ? `${what}: the ${MOST_BARS} largest of ${bars.length}` : what,
    legend: legend.map(({ label, colour }) => ({ label, colour, drawn: "area" })),
    bars,
    most: MOST_BARS,
  });
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
