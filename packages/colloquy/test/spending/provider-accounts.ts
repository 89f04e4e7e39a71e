import type { AttemptCompleted, RunEvent } from "../../src/index.ts";
import type { ModelCost, TokenCounts } from "../../src/metrics/index.ts";
import type { LogEntry } from "@colloquy/simulated-provider";

/** Tokens of readable replies. */
export type WithReply = TokenCounts & { readonly replies: number };

/** Attempts without a readable reply, and the most tokens that they used. */
export interface WithoutReply {
  readonly attempts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Sums by model and operation, such as `gpt-4o-mini extract`. */
export type ByWork<Sums> = Readonly<Record<string, Sums>>;

/** Prompts of a ping are shorter than this: instructions alone are longer, and a ping of an embedding model is one word. */
const SHORTEST_WORK = { chat: 50, embeddings: 2 } as const;
/** Error codes with which a provider refuses a request before any work. */
const REFUSED = new Set([
  "rate_limit_exceeded",
  "slow_down",
  "overloaded",
  "insufficient_quota",
  "model_not_found",
  "context_length_exceeded",
]);

/** The complete, readable replies in a provider's log. */
export function repliesIn(log: readonly LogEntry[]): ByWork<WithReply> {
  return sumUp(log.filter(isReadable), workOf, withReply);
}

/** The attempts in a provider's log that are neither refused nor have a readable reply, by model. */
export function withoutReplyIn(log: readonly LogEntry[]): Readonly<Record<string, WithoutReply>> {
  const worked = log.filter((entry) => !isReadable(entry) && !REFUSED.has(entry.result));
  const tokens = ({ inputTokens, outputTokens }: LogEntry) => ({ attempts: 1, inputTokens, outputTokens });
  return sumUp(worked, ({ model }) => model, tokens);
}

/** The attempts with unknown spend in reports, by model. */
export function withoutReplyOf(models: readonly ModelCost[]): Readonly<Record<string, WithoutReply>> {
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

/** The replies with reported usage in reports. */
export function repliesOf(models: readonly ModelCost[]): ByWork<WithReply> {
  const replied = models.filter(({ replies, unreported }) => replies > unreported);
  return sumUp(
    replied,
    (cost) => `${nameOf(cost.model)} ${cost.operation}`,
    ({ replies, unreported, ...tokens }) => ({
      replies: replies - unreported,
      ...tokensOf(tokens),
    }),
  );
}

/** The replies with reported usage in the events of runs. */
export function repliesReportedIn(events: readonly RunEvent[]): ByWork<WithReply> {
  const replies = attemptsIn(events).flatMap(({ usage, ...attempt }) =>
    usage === null ? [] : [{ ...attempt, ...usage }],
  );
  return sumUp(replies, (attempt) => `${nameOf(attempt.model)} ${attempt.operation}`, withReply);
}

export function attemptsIn(events: readonly RunEvent[]): readonly AttemptCompleted[] {
  return events.filter((event) => event.event === "attempt.completed");
}

/** The name of the model in the provider's log: `gpt-4o-mini` for `openai:gpt-4o-mini`. */
function nameOf(model: string): string {
  return model.replace(/^openai:/, "");
}

function isReadable({ result, endpoint, fault }: LogEntry): boolean {
  return result === "complete" && !(endpoint === "embeddings" && fault === "bad-json");
}

function workOf({ endpoint, model, inputTokens }: LogEntry): string {
  const work = endpoint === "chat" ? "extract" : "embed";
  return `${model} ${inputTokens < SHORTEST_WORK[endpoint] ? "ping" : work}`;
}

function withReply(tokens: TokenCounts): WithReply {
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
