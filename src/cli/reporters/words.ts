import type { Stage } from "../library.ts";
import { counted, formatCount, formatDuration, formatRate } from "../format.ts";
import type { CallState, StageProgress } from "./progress.ts";

/** What a stage is called on a screen, and what it counts. */
export const STAGE_WORDS: Readonly<
  Record<Stage, { readonly title: string; readonly one: string; readonly many: string }>
> = {
  read: { title: "reading", one: "file", many: "files" },
  extract: { title: "extracting", one: "passage", many: "passages" },
  embed: { title: "embedding", one: "passage", many: "passages" },
  resolve: { title: "resolving", one: "step", many: "steps" },
  project: { title: "writing", one: "row", many: "rows" },
  verify: { title: "comparing", one: "row", many: "rows" },
};

/** `120 of 2,084 passages`. */
export function amountDone({ stage, done, total }: StageProgress): string {
  const { one, many } = STAGE_WORDS[stage];
  return total === null ? counted(done, one, many) : `${formatCount(done)} of ${counted(total, one, many)}`;
}

/** `150/s, 13 s left, 40 calls in flight, waiting for tokens`; empty while nothing is known. */
export function pace({ rate, secondsLeft, calls }: StageProgress): string {
  const parts = [];
  if (rate !== null) parts.push(formatRate(rate));
  if (secondsLeft !== null) parts.push(`${formatDuration(secondsLeft)} left`);
  if (calls !== null) parts.push(...callWords(calls));
  return parts.join(", ");
}

function callWords({ inFlight, waitingFor, rateLimited, retried }: CallState): string[] {
  return [
    inFlight > 0 ? `${counted(inFlight, "call")} in flight` : "",
    waitingFor === null ? "" : WAITING_WORDS[waitingFor],
    rateLimited > 0 ? `${formatCount(rateLimited)} turned away` : "",
    retried > 0 ? counted(retried, "retry", "retries") : "",
  ].filter((part) => part !== "");
}

/** What holds calls up; the ceiling does so all the time, where limits do not. */
const WAITING_WORDS: Readonly<Record<NonNullable<CallState["waitingFor"]>, string>> = {
  requests: "at the limit of requests",
  tokens: "at the limit of tokens",
  inputTokens: "at the limit of input tokens",
  outputTokens: "at the limit of output tokens",
  ceiling: "as many as are let run at once",
  pause: "paused",
  provider: "the provider does not answer",
};
