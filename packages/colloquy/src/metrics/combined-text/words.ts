import type { LimitedResource } from "../../ports/index.ts";
import type { HeldBack, ReportHead } from "../reports.ts";

/** What stands for a number that nobody knows. */
export const UNKNOWN = "unknown";

export const OUTCOMES: Readonly<Record<ReportHead["outcome"], string>> = {
  completed: "completed",
  "budget-reached": "stopped at its budget",
  interrupted: "interrupted",
  failed: "failed",
  crashed: "crashed",
};

export const RESOURCES: readonly (readonly [LimitedResource, string])[] = [
  ["requests", "requests"],
  ["tokens", "tokens"],
  ["inputTokens", "input tokens"],
  ["outputTokens", "output tokens"],
];

export const HELD_BACK_BY: Readonly<Record<HeldBack["by"], string>> = {
  requests: "the limit of requests",
  tokens: "the limit of tokens",
  inputTokens: "the limit of input tokens",
  outputTokens: "the limit of output tokens",
  ceiling: "the number of calls at once",
  pause: "a pause of the provider's",
  provider: "the wait for the provider to answer",
  budget: "the budget",
  store: "the wait for the workspace's own files",
  none: "nothing",
};
