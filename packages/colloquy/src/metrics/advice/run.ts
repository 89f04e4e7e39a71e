import { totalDollars } from "../../calls/index.ts";
import type { StageEstimate } from "../../estimation/index.ts";
import type { Stage } from "../../pipeline/index.ts";
import { CHUNK_STAGES, type ModelStage } from "../../ports/index.ts";
import {
  counted,
  formatCount,
  formatDollars,
  formatDuration,
  formatExactDollars,
  formatPercent,
} from "../../text/index.ts";
import { FEW_ATTEMPTS, mainReason, type Reported, type Rule } from "./advice.ts";

/** Minimum ratio of the two durations. */
const MUCH_LONGER = 1.5;
const LONG_SECONDS = 10;
/** Providers do not cache shorter prompts. */
const SHORTEST_CACHED_TOKENS = 1024;
const HARDLY_CACHED = 0.05;
const MUCH_SAVED = 0.1;
/** Weight of a reason that stopped the run; it comes before all bottlenecks. */
const FIRST = 3;

/** The budget stopped the run: the remaining chunks, and their cost at the mean cost of the settled chunks. */
export const budgetReached: Rule = (reported) => {
  const { budget, estimates } = reported.cost;
  if (budget === null || !budget.reached) return null;
  const left = estimates.flatMap((estimate) => leftText(estimate, reported) ?? []);
  const remaining = left.length === 0 ? "" : `: ${left.join(", and ")}`;
  return {
    weight: FIRST,
    sentence: `The budget (--max-cost) of ${formatExactDollars(budget.maxCostUsd)} stopped the run${remaining}. The same command continues from there, with a new budget.`,
  };
};

function leftText({ stage, chunks }: StageEstimate, { cost, performance }: Reported): string | null {
  const went = performance.modelStages.find((one) => one.stage === stage);
  const settled = went?.chunks ?? 0;
  const left = chunks - settled - (went?.deadLetters ?? 0);
  if (left <= 0) return null;
  const models = cost.models.filter((model) => model.stage === stage && model.operation !== "ping");
  const spent = totalDollars(models.map(({ costUsd }) => costUsd));
  const price =
    settled === 0 || !spent ? "" : `, about ${formatDollars((spent / settled) * left)} at the mean cost so far`;
  return `${formatCount(left)} of ${counted(chunks, "chunk")} ${left === 1 ? "is" : "are"} left to ${stage}${price}`;
}

function isOfChunks(stage: ModelStage): boolean {
  return (CHUNK_STAGES as readonly ModelStage[]).includes(stage);
}

/** Chunks were sent to the dead letters. A question that fails is settled without a verdict. */
export const deadLetters: Rule = ({ performance }) => {
  const ofChunks = performance.modelStages.filter(({ stage }) => isOfChunks(stage));
  const chunks = ofChunks.reduce((sum, stage) => sum + stage.deadLetters, 0);
  if (chunks === 0) return null;
  const settled = ofChunks.reduce((sum, stage) => sum + stage.chunks, 0);
  const letters = performance.deadLetterReasons.filter(({ stage }) => isOfChunks(stage));
  const reasons = letters.map((each) => ({ reason: each.reason, count: each.chunks }));
  const object = chunks === 1 ? "it" : "them";
  return {
    weight: Math.max(0.3, chunks / (chunks + settled)),
    sentence: `${counted(chunks, "chunk")} went to the dead letters${mainReason(reasons, chunks)}. \`colloquy retry-failed\` processes ${object} again.`,
  };
};

/** Embedding took much longer than extraction. */
export const embeddingWasLonger: Rule = ({ performance }) => {
  const secondsOf = (name: string): number => performance.modelStages.find(({ stage }) => stage === name)?.seconds ?? 0;
  const [extraction, embedding] = [secondsOf("extract"), secondsOf("embed")];
  if (extraction === 0 || embedding < MUCH_LONGER * extraction || embedding - extraction < LONG_SECONDS) return null;
  return {
    weight: (embedding - extraction) / Math.max(performance.seconds ?? 0, embedding),
    sentence: `Embedding took ${formatDuration(embedding)} and extraction, which runs at the same time, ${formatDuration(extraction)}: a faster embedding would have shortened the run by up to ${formatDuration(embedding - extraction)}.`,
  };
};

/** Resolution and projection took longer than the calls. */
export const writingWasLonger: Rule = ({ performance }) => {
  const secondsOf = (stage: Stage): number => performance.stages.find((one) => one.stage === stage)?.seconds ?? 0;
  const [resolving, writing] = [secondsOf("resolve"), secondsOf("project")];
  const calls = Math.max(0, ...performance.modelStages.map(({ seconds }) => seconds));
  if (resolving + writing < LONG_SECONDS || resolving + writing <= calls) return null;
  return {
    weight: (resolving + writing) / Math.max(performance.seconds ?? 0, resolving + writing),
    sentence: `Resolving (${formatDuration(resolving)}) and writing to the stores (${formatDuration(writing)}) took longer than the calls (${formatDuration(calls)}): faster stores would help more than higher limits.`,
  };
};

/** Little of the prompts' common beginning came from the provider's cache. */
export const promptsNotCached: Rule = ({ cost }) => {
  for (const { model, operation, replies, unreported, sharedInputTokens: shared, ...used } of cost.models) {
    const { input = null, cachedInput = null } = cost.prices.find((one) => one.model === model)?.prices ?? {};
    const reported = replies - unreported;
    if (operation !== "extract" || input === null || cachedInput === null || reported < FEW_ATTEMPTS) continue;
    const [perCall, cached] = [shared / reported, used.cachedInputTokens / Math.max(1, shared)];
    // The first call writes the cache.
    const served = Math.max(0, (shared * (reported - 1)) / reported - used.cachedInputTokens);
    const saved = (served * (input - cachedInput)) / 1e6;
    if (perCall < SHORTEST_CACHED_TOKENS || cached > HARDLY_CACHED || saved < MUCH_SAVED * used.costAtLeastUsd)
      continue;
    return {
      weight: 0.5 * Math.min(1, saved / used.costAtLeastUsd),
      sentence: `All calls to ${model} begin with the same ${formatCount(perCall)} tokens, of which ${formatPercent(cached)} came from its prompt cache, though a cached token costs ${formatPercent(1 - cachedInput / input)} less: up to ${formatDollars(saved)} of ${formatDollars(used.costAtLeastUsd)} can be saved with a prompt cache.`,
    };
  }
  return null;
};
