import {
  counted,
  formatAmount,
  formatCostBounds,
  formatCount,
  formatDollars,
  formatRate,
  formatTimeLeft,
  isResource,
  RESOURCE_TERMS,
  RESOURCES,
} from "../../text/index.ts";
import type { Stage } from "../library.ts";
import type { CallsState, StageProgress } from "./progress.ts";

type Resource = keyof CallsState["admittedPerMinute"];

/** Reasons to wait that are no limit of the provider. */
const WAITING_WORDS: Readonly<Record<Exclude<NonNullable<CallsState["waitingFor"]>, Resource>, string>> = {
  concurrencyLimit: "at the concurrency limit",
  pause: "paused by the provider",
  provider: "waits for a reply of the provider",
  budget: "stopped by --max-cost",
  store: "waits for the store",
};

/** The limits of a stage: `waits for tokens: 187k of 200k/min`, `requests: 46 of 500/min`. The binding limit is first. */
export function limitWords({ calls }: StageProgress): readonly string[] {
  if (calls === null) return [];
  const { waitingFor } = calls;
  const binding = isResource(waitingFor) ? waitingFor : null;
  const reasons = waitingFor === null || isResource(waitingFor) ? [] : [WAITING_WORDS[waitingFor]];
  const limits = limitsOf(calls, binding).map(
    (resource) => `${resource === binding ? "waits for " : ""}${RESOURCE_TERMS[resource]}: ${usedOf(calls, resource)}`,
  );
  return [...reasons, ...limits];
}

/** The counts of a stage's calls: `122 in flight`, batches, cost, retries. Zero counts are left out. */
export function tallyWords({ calls }: StageProgress): readonly string[] {
  if (calls === null) return [];
  const { inFlight, costUsd, rateLimited, retries, deadLetters, batches } = calls;
  return [
    `${formatCount(inFlight)} in flight`,
    batchesText(batches),
    costUsd === 0 ? "" : costWords(calls),
    rateLimited > 0 ? `${formatCount(rateLimited)} refused` : "",
    retries > 0 ? counted(retries, "retry", "retries") : "",
    deadLetters > 0 ? counted(deadLetters, "dead letter") : "",
  ].filter((part) => part !== "");
}

function costWords({ costUsd, ...bounds }: CallsState): string {
  if (costUsd !== null) return formatDollars(costUsd);
  return formatCostBounds(bounds) ?? "cost unknown";
}

/** Chunks without a result are requested again, so there may be more batches than planned. */
function batchesText({ done, expected }: CallsState["batches"]): string {
  return expected <= done
    ? counted(done, "batch", "batches")
    : `${formatCount(done)} of about ${counted(expected, "batch", "batches")}`;
}

/** The known limits: the binding limit, then the fullest. Without known limits: requests and tokens, if sent. */
function limitsOf({ perMinute, admittedPerMinute }: CallsState, binding: Resource | null): readonly Resource[] {
  const known = RESOURCES.filter((resource) => perMinute[resource] !== undefined);
  if (known.length === 0) return SENT.filter((resource) => admittedPerMinute[resource] > 0);
  const fullness = (resource: Resource): number =>
    resource === binding ? Number.POSITIVE_INFINITY : admittedPerMinute[resource] / (perMinute[resource] ?? 1);
  return known.toSorted((one, other) => fullness(other) - fullness(one));
}

const SENT: readonly Resource[] = ["requests", "tokens"];

function usedOf({ admittedPerMinute, perMinute }: CallsState, resource: Resource): string {
  const limit = perMinute[resource];
  const used = admittedPerMinute[resource];
  if (limit === undefined) return `${formatAmount(used)}/min`;
  // In the first minute a full bucket allows more than the limit.
  return `${used >= limit ? "all" : formatAmount(used)} of ${formatAmount(limit)}/min`;
}

/** The title of a stage, and the name of its items. The texts to embed are chunks and names. */
export const STAGE_WORDS: Readonly<
  Record<Stage, { readonly title: string; readonly one: string; readonly many: string }>
> = {
  read: { title: "reading", one: "file", many: "files" },
  extract: { title: "extracting", one: "chunk", many: "chunks" },
  embed: { title: "embedding", one: "text", many: "texts" },
  check: { title: "checking", one: "statement", many: "statements" },
  judge: { title: "judging", one: "pair", many: "pairs" },
  summarise: { title: "summarising", one: "summary", many: "summaries" },
  answer: { title: "answering", one: "question", many: "questions" },
  resolve: { title: "resolving", one: "step", many: "steps" },
  project: { title: "writing", one: "row", many: "rows" },
  verify: { title: "comparing", one: "row", many: "rows" },
};

/** `120 of 2,084 chunks`. */
export function amountDone({ stage, done, total }: StageProgress): string {
  const { one, many } = STAGE_WORDS[stage];
  return total === null ? counted(done, one, many) : `${formatCount(done)} of ${counted(total, one, many)}`;
}

/** `150/s, 13 s left`; empty while both are unknown. */
export function pace({ rate, secondsLeft, waitsForStore }: StageProgress): string {
  if (waitsForStore) return "waits for the store";
  const parts = [];
  if (rate !== null) parts.push(formatRate(rate));
  if (secondsLeft !== null) parts.push(`${formatTimeLeft(secondsLeft)} left`);
  return parts.join(", ");
}
