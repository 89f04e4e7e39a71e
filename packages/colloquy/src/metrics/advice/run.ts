import type { Stage } from "../../pipeline/index.ts";
import { counted, formatCount, formatDollars, formatDuration, formatPercent } from "../../text/index.ts";
import { OTHER_REASONS } from "../collecting/reason-counts.ts";
import { FEW_ATTEMPTS, partText, type Rule, shortened } from "./advice.ts";

/** Minimum ratio of the two durations. */
const MUCH_LONGER = 1.5;
const LONG_SECONDS = 10;
/** Providers do not cache shorter prompts. */
const SHORTEST_CACHED_TOKENS = 1024;
const HARDLY_CACHED = 0.05;
const MUCH_SAVED = 0.1;
/** A reason with a smaller share of the dead letters is not named. */
const TELLING_SHARE = 0.1;

/** Chunks were sent to the dead letters. */
export const deadLetters: Rule = ({ performance }) => {
  const chunks = performance.modelStages.reduce((sum, stage) => sum + stage.deadLetters, 0);
  if (chunks === 0) return null;
  const settled = performance.modelStages.reduce((sum, stage) => sum + stage.chunks, 0);
  const [most] = performance.deadLetterReasons
    .filter((other) => other.reason !== OTHER_REASONS && other.chunks >= TELLING_SHARE * chunks)
    .toSorted((one, other) => other.chunks - one.chunks);
  const reason =
    most === undefined
      ? ", for reasons that have little in common"
      : `${partText(most.chunks, chunks)} because: ${shortened(most.reason)}`;
  const object = chunks === 1 ? "it" : "them";
  return {
    weight: Math.max(0.3, chunks / (chunks + settled)),
    sentence: `${counted(chunks, "chunk")} went to the dead letters${reason}. \`colloquy retry-failed\` processes ${object} again.`,
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
