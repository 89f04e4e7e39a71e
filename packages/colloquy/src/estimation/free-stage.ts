import type { ModelStage } from "../ports/index.ts";
import type { StageEstimate } from "./estimate.ts";
import { NOTHING } from "./range.ts";

/** The estimate of a stage that calls no model. It needs only time on this machine, which is not estimated. */
export function freeStage(planned: {
  readonly stage: ModelStage;
  readonly profile: string;
  /** The name in reports. */
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
