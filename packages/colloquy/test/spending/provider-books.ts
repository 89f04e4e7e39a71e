import type { AttemptCompleted, RunEvent } from "../../src/index.ts";
import type { ModelCost, TokenCounts } from "../../src/metrics/index.ts";
import type { LogEntry } from "@colloquy/simulated-provider";

/** What was answered. */
export type Answered = TokenCounts & { readonly replies: number };

/** What was worked at without an answer that could be read: at most these tokens. */
export interface Unanswered {
  readonly attempts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** By model and kind of work, such as `gpt-4o-mini extract`. */
export type ByWork<Sums> = Readonly<Record<string, Sums>>;

/** Instructions alone are longer; what only makes sure of a model is shorter. */
const SHORTEST_WORK = 50;
/** With these codes a provider says no, and does no work. */
const REFUSED = new Set([
  "rate_limit_exceeded",
  "slow_down",
  "overloaded",
  "insufficient_quota",
  "model_not_found",
  "context_length_exceeded",
]);

/** The replies that a provider sent whole, so that they can be read. */
export function repliesIn(log: readonly LogEntry[]): ByWork<Answered> {
  return sumUp(log.filter(isReadable), workOf, answeredBy);
}

/** What it worked at, or may have, without such a reply; by model. */
export function unansweredIn(log: readonly LogEntry[]): Readonly<Record<string, Unanswered>> {
  const worked = log.filter((entry) => !isReadable(entry) && !REFUSED.has(entry.result));
  const tokens = ({ inputTokens, outputTokens }: LogEntry) => ({ attempts: 1, inputTokens, outputTokens });
  return sumUp(worked, ({ model }) => model, tokens);
}

/** What reports tell of that; by model. */
export function unansweredOf(models: readonly ModelCost[]): Readonly<Record<string, Unanswered>> {
  const unknown = models.filter(({ unknownSpend }) => unknownSpend.attempts > 0);
  const tokens = ({ unknownSpend: { attempts, inputTokens, outputTokens } }: ModelCost) => ({
    attempts,
    inputTokens,
    outputTokens,
  });
  return sumUp(unknown, ({ model }) => nameOf(model), tokens);
}

export function refusedIn(log: readonly LogEntry[]): number {
  return log.filter(({ result }) => REFUSED.has(result)).length;
}

/** The replies that a report tells of. */
export function repliesOf(models: readonly ModelCost[]): ByWork<Answered> {
  const answered = models.filter(({ replies, unreported }) => replies > unreported);
  return sumUp(
    answered,
    (cost) => `${nameOf(cost.model)} ${cost.operation}`,
    ({ replies, unreported, ...tokens }) => ({
      replies: replies - unreported,
      ...tokensOf(tokens),
    }),
  );
}

/** Those that the events of runs tell of. */
export function repliesToldIn(events: readonly RunEvent[]): ByWork<Answered> {
  const told = attemptsIn(events).flatMap(({ usage, ...attempt }) =>
    usage === null ? [] : [{ ...attempt, ...usage }],
  );
  return sumUp(told, (attempt) => `${nameOf(attempt.model)} ${attempt.operation}`, answeredBy);
}

export function attemptsIn(events: readonly RunEvent[]): readonly AttemptCompleted[] {
  return events.filter((event) => event.event === "attempt.completed");
}

/** `openai:gpt-4o-mini` is `gpt-4o-mini` to its provider. */
function nameOf(model: string): string {
  return model.replace(/^openai:/, "");
}

function isReadable({ result, endpoint, fault }: LogEntry): boolean {
  return result === "complete" && !(endpoint === "embeddings" && fault === "bad-json");
}

function workOf({ endpoint, model, inputTokens }: LogEntry): string {
  const work = endpoint === "chat" ? "extract" : "embed";
  return `${model} ${inputTokens < SHORTEST_WORK ? "ping" : work}`;
}

function answeredBy(tokens: TokenCounts): Answered {
  return { replies: 1, ...tokensOf(tokens) };
}

function tokensOf({ inputTokens, cachedInputTokens, outputTokens, reasoningTokens }: TokenCounts): TokenCounts {
  return { inputTokens, cachedInputTokens, outputTokens, reasoningTokens };
}

function sumUp<Item, Sums extends { readonly [key in keyof Sums]: number }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  sumsOf: (item: Item) => Sums,
): ByWork<Sums> {
  const sums = new Map<string, Sums>();
  for (const item of items) {
    const [key, added] = [keyOf(item), sumsOf(item)];
    const before = sums.get(key);
    sums.set(key, before === undefined ? added : plus(before, added));
  }
  return Object.fromEntries(sums);
}

function plus<Sums extends { readonly [key in keyof Sums]: number }>(one: Sums, other: Sums): Sums {
  const keys = Object.keys(one) as (keyof Sums)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as Sums;
}
