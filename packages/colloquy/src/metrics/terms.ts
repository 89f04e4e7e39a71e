import type { Stage } from "../pipeline/index.ts";
import type { Bottleneck, ReportHead } from "./reports/index.ts";

export const STAGE_TERMS: Readonly<Record<Stage, string>> = {
  read: "Reading",
  extract: "Extraction",
  embed: "Embedding",
  resolve: "Resolution",
  project: "Writing",
  verify: "Verification",
};

export const BOTTLENECK_TERMS: Readonly<Record<Bottleneck["by"], string>> = {
  requests: "the limit of requests",
  tokens: "the limit of tokens",
  inputTokens: "the limit of input tokens",
  outputTokens: "the limit of output tokens",
  ceiling: "the number of calls at once",
  pause: "pauses that the provider asked for",
  provider: "the wait for the provider to answer",
  budget: "the budget",
  store: "the wait for the workspace's own files",
  none: "nothing",
};

export const OUTCOME_TERMS: Readonly<Record<ReportHead["outcome"], string>> = {
  completed: "completed",
  "budget-reached": "stopped at its budget",
  interrupted: "interrupted",
  failed: "failed",
  crashed: "crashed",
};

const FAILURE_TERMS: Readonly<Record<string, string>> = {
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
  unanswered: "no answer",
  abandoned: "cut off by the end of the run",
  other: "other",
};

/** A kind of failure in words; one that is not known as it stands. */
export function failureTerm(kind: string): string {
  return FAILURE_TERMS[kind] ?? kind;
}
