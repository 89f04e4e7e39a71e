import type { Lane, LimitedResource } from "../../ports/index.ts";
import type { Stage } from "../../pipeline/index.ts";
import type { HeldBack, ReportHead } from "../reports.ts";

export const LANE_WORDS: Readonly<Record<Lane, string>> = { extraction: "Extraction", embedding: "Embedding" };

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  read: "Read",
  extract: "Extract",
  embed: "Embed",
  resolve: "Resolve",
  project: "Write",
  verify: "Verify",
};

/** In the order in which charts show them. */
export const RESOURCE_WORDS: Readonly<Record<LimitedResource, string>> = {
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
  requests: "requests",
};

export const RESOURCES: readonly LimitedResource[] = ["tokens", "inputTokens", "outputTokens", "requests"];

export const HELD_BACK_WORDS: Readonly<Record<HeldBack["by"], string>> = {
  tokens: "the token limit",
  inputTokens: "the limit of input tokens",
  outputTokens: "the limit of output tokens",
  requests: "the request limit",
  ceiling: "the ceiling of calls at once",
  pause: "pauses that were asked for",
  provider: "the wait for the provider to answer",
  budget: "the budget",
  store: "the wait for the workspace's own files",
  none: "nothing",
};

export const OUTCOME_WORDS: Readonly<Record<ReportHead["outcome"], string>> = {
  completed: "Completed",
  "budget-reached": "Stopped at its budget",
  interrupted: "Interrupted",
  failed: "Failed",
  crashed: "Crashed",
};

const FAILURE_WORDS: Readonly<Record<string, string>> = {
  "rate-limited": "turned away by a limit (429)",
  overloaded: "provider overloaded",
  "quota-exhausted": "quota exhausted",
  "too-large": "too large",
  invalid: "reply or request of no use",
  unauthorised: "not authorised",
  "not-found": "not found",
  timeout: "timed out",
  network: "network",
  server: "server error",
  unanswered: "nobody answered",
  abandoned: "cut off by the end of the run",
  other: "other",
};

/** A kind of failure in words; one that is not known as it stands. */
export function failureWords(kind: string): string {
  return FAILURE_WORDS[kind] ?? kind;
}
