import type { ModelStage } from "../ports/index.ts";
import type { StageEstimate } from "./estimate.ts";
import { NOTHING } from "./range.ts";

/** What a stage will take that asks no model: nothing but this machine's time, which is not estimated. */
export function freeStage(planned: {
  readonly stage: ModelStage;
  readonly profile: string;
  /** What reports call it. */
  readonly model: string;
  readonly chunks: number;
  readonly calls: number;
}): StageEstimate {
  const { calls, ...named } = planned;
  return {
    ...named,
    calls: { least: calls, likely: calls, most: calls },
    inputTokens: NOTHING,
    outputTokens: NOTHING,
    costUsd: NOTHING,
    prices: null,
    priceSource: null,
    seconds: null,
    measuredOn: null,
    basis: "It runs on this machine and costs nothing.",
  };
}
