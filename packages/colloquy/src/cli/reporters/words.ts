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

/** What holds calls up where it is no limit of the provider; the ceiling does so all the time, where limits do not. */
const WAITING_WORDS: Readonly<Record<Exclude<NonNullable<CallsState["waitingFor"]>, Resource>, string>> = {
  ceiling: "as many as are let run at once",
  pause: "paused by the provider",
  provider: "waits for the provider to answer",
  budget: "held by --max-cost",
  store: "waits for the store",
};

/** What the calls of a stage wait for: `waits for tokens: 187k of 200k/min`, `requests: 46 of 500/min`; what binds comes first. */
export function limitWords({ calls }: StageProgress): readonly string[] {
  if (calls === null) return [];
  const { waitingFor } = calls;
  const binding = isResource(waitingFor) ? waitingFor : null;
  const held = waitingFor === null || isResource(waitingFor) ? [] : [WAITING_WORDS[waitingFor]];
  const limits = limitsOf(calls, binding).map(
    (resource) => `${resource === binding ? "waits for " : ""}${RESOURCE_TERMS[resource]}: ${usedOf(calls, resource)}`,
  );
  return [...held, ...limits];
}

/** How the calls of a stage stand: `122 in flight`, batches, what they cost, how many were retried; nothing that is zero. */
export function tallyWords({ calls }: StageProgress): readonly string[] {
  if (calls === null) return [];
  const { inFlight, costUsd, rateLimited, retries, deadLetters, batches } = calls;
  return [
    `${formatCount(inFlight)} in flight`,
    batchesText(batches),
    costUsd === 0 ? "" : costWords(calls),
    rateLimited > 0 ? `${formatCount(rateLimited)} turned away` : "",
    retries > 0 ? counted(retries, "retry", "retries") : "",
    deadLetters > 0 ? counted(deadLetters, "dead letter") : "",
  ].filter((part) => part !== "");
}

function costWords({ costUsd, ...bounds }: CallsState): string {
  if (costUsd !== null) return formatDollars(costUsd);
  return formatCostBounds(bounds) ?? "cost unknown";
}

/** What is left open is asked for again: there may be more than were planned. */
function batchesText({ done, expected }: CallsState["batches"]): string {
  return expected <= done
    ? counted(done, "batch", "batches")
    : `${formatCount(done)} of about ${counted(expected, "batch", "batches")}`;
}

/** The limits that are known, what binds and then the fullest first; where none is known, what was sent. */
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
  // At first more goes out than a minute grants, because what was not used before was saved up.
  return `${used >= limit ? "all" : formatAmount(used)} of ${formatAmount(limit)}/min`;
}

/** What a stage is called on a screen, and what it counts. */
export const STAGE_WORDS: Readonly<
  Record<Stage, { readonly title: string; readonly one: string; readonly many: string }>
> = {
  read: { title: "reading", one: "file", many: "files" },
  extract: { title: "extracting", one: "chunk", many: "chunks" },
  embed: { title: "embedding", one: "chunk", many: "chunks" },
  resolve: { title: "resolving", one: "step", many: "steps" },
  project: { title: "writing", one: "row", many: "rows" },
  verify: { title: "comparing", one: "row", many: "rows" },
};

/** `120 of 2,084 chunks`. */
export function amountDone({ stage, done, total }: StageProgress): string {
  const { one, many } = STAGE_WORDS[stage];
  return total === null ? counted(done, one, many) : `${formatCount(done)} of ${counted(total, one, many)}`;
}

/** `150/s, 13 s left`; empty while nothing is known. */
export function pace({ rate, secondsLeft, waitsForStore }: StageProgress): string {
  if (waitsForStore) return "waits for the store";
  const parts = [];
  if (rate !== null) parts.push(formatRate(rate));
  if (secondsLeft !== null) parts.push(`${formatTimeLeft(secondsLeft)} left`);
  return parts.join(", ");
}
