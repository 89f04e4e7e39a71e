import type { CallTokens } from "./call-tokens.ts";

/** What a provider may charge for a call when it admits it: the larger of prompt and allowed reply, their sum, or the prompt. */
export type ChargeFormula = "larger" | "sum" | "input";

interface Fit {
  readonly formula: ChargeFormula;
  /** The provider's count of a prompt as a multiple of ours. */
  readonly factor: number;
  /** How much the measurements behind the factor weigh. */
  readonly weight: number;
  /** Mean square of the logarithm of predicted / charged, over the recent samples. */
  readonly error: number;
}

const MOST_WEIGHT = 20;
/** A measurement that differs by more than this factor shows that the fit was wrong: most of its weight is dropped. Refunds differ by less. */
const SURPRISE = { factor: 3, leavesWeight: 0.1 } as const;
const FACTOR_RANGE = [0.2, 5] as const;
/** The penalty of a formula whose factor is far from 1. */
const ODDITY = 0.05;
/** Formulas whose error exceeds the best one's by no more than this stay possible. */
const MARGIN = { early: 0.03, late: 0.003 } as const;
const EARLY_SAMPLES = 4;

/** Which formulas count before the first measurement: all, so that the most expensive one counts, or the usual one alone. */
export type Prior = "dearest" | "usual";

/**
 * Learns what calls are charged: the best fit among a few formulas. While several are possible, the most expensive one
 * counts: to wait too long costs a moment of the first burst, to wait too little costs refusals. Without it, runs take 1 %
 * longer with headers, 16 % without, and 43 % with a window of 1 s (`bench/throughput/ablation.ts`).
 */
export class ChargeFit {
  #fits: readonly Fit[];
  #likely: readonly Fit[];
  #samples = 0;
  #prior: Prior = "dearest";

  /** @param formulas the usual one first. */
  constructor(formulas: readonly ChargeFormula[]) {
    this.#fits = formulas.map((formula) => ({ formula, factor: 1, weight: 0, error: 0 }));
    this.#likely = this.#fits;
  }

  chargeOf(tokens: CallTokens): number {
    let highest = 0;
    for (const { formula, factor } of this.#likely) highest = Math.max(highest, charge(formula, factor, tokens));
    return highest;
  }

  /** Takes in what several calls were charged together. `weight`: 1 for a good measurement. */
  learn(calls: readonly CallTokens[], charged: number, weight: number): void {
    if (!(charged > 0) || calls.length === 0) return;
    this.#samples += 1;
    this.#fits = this.#fits.map((fit) => refit(fit, calls, charged, weight));
    this.#likely = likely(this.#fits, this.#samples < EARLY_SAMPLES ? MARGIN.early : MARGIN.late);
  }

  /** Takes in the provider's count of prompts in usage, which counts until a charge is measured. */
  suggestFactor(factor: number): void {
    if (this.#samples > 0) return;
    this.#fits = this.#fits.map((fit) => ({ ...fit, factor: clamp(factor) }));
    this.assume(this.#prior);
  }

  assume(prior: Prior): void {
    this.#prior = prior;
    if (this.#samples === 0) this.#likely = prior === "usual" ? this.#fits.slice(0, 1) : this.#fits;
  }
}

function likely(fits: readonly Fit[], margin: number): readonly Fit[] {
  const unlikeliness = (fit: Fit) => fit.error + ODDITY * Math.log(fit.factor) ** 2;
  const best = Math.min(...fits.map(unlikeliness));
  return fits.filter((fit) => unlikeliness(fit) <= best + margin);
}

/** The least that a call is charged, by any formula. */
export function leastCharge(tokens: CallTokens): number {
  return charge("input", FACTOR_RANGE[0], tokens);
}

function charge(formula: ChargeFormula, factor: number, { inputTokens, maxOutputTokens }: CallTokens): number {
  const input = factor * inputTokens;
  if (formula === "input") return input;
  return formula === "sum" ? input + maxOutputTokens : Math.max(input, maxOutputTokens);
}

function refit(fit: Fit, calls: readonly CallTokens[], charged: number, weight: number): Fit {
  const solved = solve(fit, calls, charged);
  const before = fit.weight > 0 ? fit.factor : (solved ?? fit.factor);
  const predicted = calls.reduce((sum, tokens) => sum + charge(fit.formula, before, tokens), 0);
  const error = fit.error + 0.3 * (Math.log(predicted / charged) ** 2 - fit.error);
  if (solved === null) return { ...fit, error };
  const isSurprise = Math.abs(Math.log(solved / fit.factor)) > Math.log(SURPRISE.factor);
  const kept = isSurprise ? Math.min(fit.weight, SURPRISE.leavesWeight) : fit.weight;
  const factor = (fit.factor * kept + solved * weight) / (kept + weight);
  return { ...fit, factor, error, weight: Math.min(MOST_WEIGHT, kept + weight) };
}

/** The factor with which a formula gives the charge; null if the charge does not depend on it. */
function solve({ formula, factor }: Fit, calls: readonly CallTokens[], charged: number): number | null {
  let fixed = 0;
  let input = 0;
  for (const tokens of calls) {
    const ofOutput = formula === "larger" && tokens.maxOutputTokens > factor * tokens.inputTokens;
    if (!ofOutput) input += tokens.inputTokens;
    if (ofOutput || formula === "sum") fixed += tokens.maxOutputTokens;
  }
  // If prompts are a small part of the charge, their factor would be noise.
  return input <= 0.05 * charged ? null : clamp((charged - fixed) / input);
}

function clamp(factor: number): number {
  return Math.min(FACTOR_RANGE[1], Math.max(FACTOR_RANGE[0], factor));
}
