import type { Usage } from "../ports/index.ts";
import type { AttemptCompleted, UnknownSpend } from "./events.ts";

/** What the attempts of a lane came to. */
export interface ObservedUsage extends Usage {
  readonly calls: number;
  readonly attempts: number;
  readonly rateLimited: number;
  /** Replies of which the provider did not say what they used. */
  readonly untold: number;
  /** US dollars of what was told; null where a price is not known. */
  readonly costUsd: number | null;
  /** What may have been spent beside, at most. */
  readonly unknownSpend: UnknownSpend & { readonly attempts: number };
}

export const NOTHING_OBSERVED: ObservedUsage = {
  calls: 0,
  attempts: 0,
  rateLimited: 0,
  untold: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  costUsd: 0,
  unknownSpend: { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 },
};

export function withAttempt(used: ObservedUsage, event: AttemptCompleted): ObservedUsage {
  const { attempt, failure, usage, costUsd, unknownSpend } = event;
  return {
    calls: used.calls + (attempt === 1 ? 1 : 0),
    attempts: used.attempts + 1,
    rateLimited: used.rateLimited + (failure === "rate-limited" ? 1 : 0),
    untold: used.untold + (failure === null && usage === null ? 1 : 0),
    inputTokens: used.inputTokens + (usage?.inputTokens ?? 0),
    cachedInputTokens: used.cachedInputTokens + (usage?.cachedInputTokens ?? 0),
    outputTokens: used.outputTokens + (usage?.outputTokens ?? 0),
    reasoningTokens: used.reasoningTokens + (usage?.reasoningTokens ?? 0),
    costUsd: unknownSpend === null ? sumOrUnknown(used.costUsd, costUsd) : used.costUsd,
    unknownSpend: withUnknown(used.unknownSpend, unknownSpend),
  };
}

function withUnknown(total: ObservedUsage["unknownSpend"], spend: UnknownSpend | null): ObservedUsage["unknownSpend"] {
  if (spend === null) return total;
  return {
    attempts: total.attempts + 1,
    inputTokens: total.inputTokens + spend.inputTokens,
    outputTokens: total.outputTokens + spend.outputTokens,
    upToUsd: sumOrUnknown(total.upToUsd, spend.upToUsd),
  };
}

/** Null where one of them is not known. */
export function sumOrUnknown(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
