import type { StageEstimate, Range } from "../../packages/colloquy/src/estimation/index.ts";
import type { Pricing } from "../../packages/colloquy/src/ports/index.ts";
import type { Outcome } from "./run-stage.ts";

export const QUANTITIES = [
  "calls",
  "inputTokens",
  "outputTokens",
  "costUsd",
  "seconds",
] as const satisfies readonly (keyof Outcome)[];

/** Prices of a small model of 2024; any prices would do. */
const PRICES = { input: 0.15, cachedInput: 0.075, output: 0.6 };
export const PRICING: Pricing = {
  model: "simulated",
  source: "this program",
  prices: PRICES,
  cost: ({ inputTokens, cachedInputTokens, outputTokens }) =>
    ((inputTokens - cachedInputTokens) * PRICES.input +
      cachedInputTokens * PRICES.cachedInput +
      outputTokens * PRICES.output) /
    1e6,
  mostOf: ({ inputTokens, maxOutputTokens }) => (inputTokens * PRICES.input + maxOutputTokens * PRICES.output) / 1e6,
};

/** The estimate of one run, and its outcome. */
export interface Trial {
  readonly seed: number;
  readonly quantities: Readonly<Record<string, { readonly range: Range; readonly outcome: number }>>;
}

export function trialOf(seed: number, estimate: StageEstimate, outcome: Outcome): Trial {
  const pairs = QUANTITIES.map((quantity) => {
    const range = estimate[quantity];
    if (range === null) throw new Error(`There is no estimate of ${quantity}.`);
    return [quantity, { range, outcome: outcome[quantity] }] as const;
  });
  return { seed, quantities: Object.fromEntries(pairs) };
}

function holds({ range, outcome }: Trial["quantities"][string]): boolean {
  return range.least <= outcome && outcome <= range.most;
}

export function isInside({ quantities }: Trial): boolean {
  return Object.values(quantities).every(holds);
}

/** One quantity over all trials: how often its outcome was inside the range, and the width of the range. */
export function summaryOf(trials: readonly Trial[], quantity: string) {
  const each = trials.flatMap(({ quantities }) => quantities[quantity] ?? []);
  const inside = each.filter(holds).length;
  const widths = each.map(({ range }) => (range.most - range.least) / 2 / range.likely);
  const errors = each.map(({ range, outcome }) => range.likely / outcome - 1);
  return {
    inside,
    of: each.length,
    halfWidth: Math.max(...widths),
    meanHalfWidth: meanOf(widths),
    meanError: meanOf(errors),
    largestError: Math.max(...errors.map(Math.abs)),
    likely: meanOf(each.map(({ range }) => range.likely)),
    outcome: meanOf(each.map(({ outcome }) => outcome)),
  };
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
