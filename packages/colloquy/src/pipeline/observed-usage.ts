import type { Usage } from "../ports/index.ts";
import type { CostTotal } from "./cost-account.ts";
import type { AttemptCompleted } from "./events.ts";

/** How many attempts a lane made, and the tokens that were reported of them. */
export interface AttemptCounts extends Usage {
  readonly calls: number;
  readonly attempts: number;
  readonly rateLimited: number;
  /** Replies without usage, for whatever reason. */
  readonly unreported: number;
  /** Of these, replies whose reported usage cannot be. */
  readonly implausible: number;
}

/** What the attempts of a lane came to. */
export type ObservedUsage = AttemptCounts & CostTotal;

export const NOTHING_COUNTED: AttemptCounts = {
  calls: 0,
  attempts: 0,
  rateLimited: 0,
  unreported: 0,
  implausible: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

export function withAttempt(counts: AttemptCounts, event: AttemptCompleted): AttemptCounts {
  const { attempt, failure, usage, unreported } = event;
  return {
    calls: counts.calls + (attempt === 1 ? 1 : 0),
    attempts: counts.attempts + 1,
    rateLimited: counts.rateLimited + (failure === "rate-limited" ? 1 : 0),
    unreported: counts.unreported + (failure === null && usage === null ? 1 : 0),
    implausible: counts.implausible + (unreported === "implausible" ? 1 : 0),
    inputTokens: counts.inputTokens + (usage?.inputTokens ?? 0),
    cachedInputTokens: counts.cachedInputTokens + (usage?.cachedInputTokens ?? 0),
    outputTokens: counts.outputTokens + (usage?.outputTokens ?? 0),
    reasoningTokens: counts.reasoningTokens + (usage?.reasoningTokens ?? 0),
  };
}
