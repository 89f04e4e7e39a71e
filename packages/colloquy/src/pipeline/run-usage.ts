import type { Lane } from "../ports/index.ts";
import type { CallObserver } from "./call-observer.ts";
import { sumOfCosts } from "./cost-account.ts";
import type { RunUsage } from "./result.ts";
import type { RunTally } from "./run-tally.ts";

/** A lane that was asked, and whether it asks a model. */
export interface UsedLane {
  readonly observer: Pick<CallObserver, "usage">;
  /** False for what runs on this machine and costs nothing: nothing that it does is a call. */
  readonly paid: boolean;
}

/** What the attempts of both lanes came to. */
export function runUsage(
  { extraction, embedding }: Readonly<Record<Lane, UsedLane>>,
  tally: Pick<RunTally, "failuresOf">,
): RunUsage {
  const [one, other] = [extraction.observer.usage, embedding.observer.usage];
  const asked = [...(extraction.paid ? [one] : []), ...(embedding.paid ? [other] : [])];
  const sum = (key: "calls" | "attempts" | "rateLimited" | "unreported" | "implausible"): number =>
    asked.reduce((total, usage) => total + usage[key], 0);
  return {
    calls: sum("calls"),
    attempts: sum("attempts"),
    rateLimited: sum("rateLimited"),
    failed:
      (extraction.paid ? tally.failuresOf("extraction") : 0) + (embedding.paid ? tally.failuresOf("embedding") : 0),
    unreportedUsage: sum("unreported"),
    implausibleUsage: sum("implausible"),
    inputTokens: one.inputTokens,
    cachedInputTokens: one.cachedInputTokens,
    outputTokens: one.outputTokens,
    embeddingTokens: other.inputTokens,
    ...sumOfCosts([one, other]),
  };
}
