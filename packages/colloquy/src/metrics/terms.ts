import type { Stage } from "../pipeline/index.ts";
import type { Bottleneck, ReportHead } from "./reports/index.ts";

export const STAGE_TITLES: Readonly<Record<Stage, string>> = {
  read: "Reading",
  extract: "Extraction",
  embed: "Embedding",
  check: "Checking",
  judge: "Judging",
  summarise: "Summarising",
  answer: "Answering",
  resolve: "Resolution",
  project: "Writing",
  verify: "Verification",
};

export const BOTTLENECK_TERMS: Readonly<Record<Bottleneck["by"], string>> = {
  requests: "the limit of requests",
  tokens: "the limit of tokens",
  inputTokens: "the limit of input tokens",
  outputTokens: "the limit of output tokens",
  concurrencyLimit: "the concurrency limit",
  pause: "pauses requested by the provider",
  provider: "the wait for a silent provider",
  budget: "the budget",
  store: "writing the workspace files",
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
  invalid: "unusable reply or invalid request",
  unauthorised: "not authorised",
  "not-found": "not found",
  timeout: "timed out",
  network: "network",
  server: "server error",
  unanswered: "no reply",
  abandoned: "cut off by the end of the run",
  other: "other",
};

/** A kind of failure in words; an unknown kind is returned unchanged. */
export function failureTerm(kind: string): string {
  return FAILURE_TERMS[kind] ?? kind;
}
