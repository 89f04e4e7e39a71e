import type { CallCost, CallOperation, Lane } from "../ports/index.ts";
import type { AttemptCompleted, UnknownSpend } from "./call-events.ts";
import { DollarSum, totalDollars } from "./dollar-sum.ts";

/** What attempts cost. */
export interface CostTotal {
  /**
   * US dollars of every reply that was received to its end; null where the price or the usage of one is not known. What
   * attempts without such a reply may have cost is `unknownSpend`.
   */
  readonly costUsd: number | null;
  /** US dollars that were spent at least: of the replies whose usage and price are known. */
  readonly costAtLeastUsd: number;
  /** US dollars that may have been spent at most, with `unknownSpend`; null where that has no bound, as without a price. */
  readonly costAtMostUsd: number | null;
  readonly unknownSpend: UnknownSpendTotal;
}

/** Attempts without reported usage, and the most that they may have used. */
export type UnknownSpendTotal = UnknownSpend & { readonly attempts: number };

/** Tokens as the provider counted them. */
export interface TokenTotals {
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  /** Part of `inputTokens`, put into the provider's cache; absent: none. */
  readonly cacheWrittenTokens?: number;
  readonly outputTokens: number;
  /** Part of `outputTokens`. */
  readonly reasoningTokens: number;
}

/** Calls, their attempts, tokens and dollars. */
export interface CallTotals extends TokenTotals, CostTotal {
  /** Attempts that were the first of their call. */
  readonly calls: number;
  readonly attempts: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  /** Attempts that the provider refused because of its limits. */
  readonly rateLimited: number;
  /** Attempts that failed otherwise, by kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** Attempts that got a reply. */
  readonly replies: number;
  /** Replies without usage. Their tokens and dollars are part of `unknownSpend`. */
  readonly unreported: number;
  /** Of these, replies whose reported usage is implausible. */
  readonly implausible: number;
  /** Part of `inputTokens`, as estimated: the beginning that all prompts of the run share. */
  readonly sharedInputTokens: number;
  /** What the calls were expected to use. */
  readonly expected: CallCost;
  /** Output tokens that were allowed in the replies with usage. */
  readonly allowedOutputTokens: number;
}

/** The totals of one model for one kind of call. */
export interface AccountEntry extends CallTotals {
  readonly model: string;
  readonly lane: Lane;
  readonly operation: CallOperation;
}

/** Which attempts are added up; what is absent is not restricted. */
export interface AccountFilter {
  readonly lane?: Lane;
  readonly model?: string;
  /** False: without pings. */
  readonly pings?: false;
}

/**
 * The one account of a run's calls. Every attempt is counted here once, when it ends. Budget, progress, log, result,
 * reports and traces read it, so that they all show the same sums.
 */
export class CallAccount {
  readonly #entries = new Map<string, OpenEntry>();
  /** Until the next attempt; the budget reads it for every call that waits. */
  #costs: CostTotal | null = null;

  add(attempt: AttemptCompleted): void {
    this.#costs = null;
    const key = `${attempt.model}\n${attempt.lane}\n${attempt.operation}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, (entry = new OpenEntry(attempt)));
    entry.add(attempt);
  }

  /** In the order of their first attempts. */
  get entries(): readonly AccountEntry[] {
    return [...this.#entries.values()].map((entry) => entry.totals);
  }

  /** What all attempts cost. */
  get costs(): CostTotal {
    return (this.#costs ??= sumOfCosts([...this.#entries.values()].map((entry) => entry.costs)));
  }

  totals({ lane, model, pings }: AccountFilter = {}): CallTotals {
    const matching = [...this.#entries.values()].filter(
      ({ of }) =>
        (lane === undefined || of.lane === lane) &&
        (model === undefined || of.model === model) &&
        (pings !== false || of.operation !== "ping"),
    );
    return sumOfTotals(matching.map((entry) => entry.totals));
  }
}

/** Adds up the attempts of one model and kind of call. */
class OpenEntry {
  readonly of: Pick<AccountEntry, "model" | "lane" | "operation">;
  readonly #known = new DollarSum();
  readonly #upTo = new DollarSum();
  readonly #failures = new Map<string, number>();
  readonly #unknown = { attempts: 0, inputTokens: 0, outputTokens: 0 };
  readonly #counts = { calls: 0, attempts: 0, retries: 0, rateLimited: 0, replies: 0, unreported: 0, implausible: 0 };
  readonly #expected = { inputTokens: 0, maxOutputTokens: 0 };
  #tokens: TokenTotals = NO_TOKENS;
  #sharedInputTokens = 0;
  #allowedOutputTokens = 0;
  /** The usage of a complete reply is not known. */
  #hasUnreported = false;

  constructor({ model, lane, operation }: AttemptCompleted) {
    this.of = { model, lane, operation };
  }

  add(event: AttemptCompleted): void {
    const { attempt, failure, usage, unreported, expected } = event;
    const counts = this.#counts;
    counts.attempts += 1;
    if (attempt > 1) counts.retries += 1;
    else {
      counts.calls += 1;
      this.#expected.inputTokens += expected.inputTokens;
      this.#expected.maxOutputTokens += expected.maxOutputTokens;
    }
    if (failure === null) counts.replies += 1;
    else if (failure === "rate-limited") counts.rateLimited += 1;
    else this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1);
    if (failure === null && usage === null) counts.unreported += 1;
    if (unreported === "implausible") counts.implausible += 1;
    if (usage !== null) {
      this.#tokens = sumOfTokens(this.#tokens, usage);
      this.#sharedInputTokens += usage.inputTokens * sharedPart(expected);
      this.#allowedOutputTokens += expected.maxOutputTokens;
    }
    this.#addCost(event);
  }

  #addCost({ costUsd, unknownSpend, unreported }: AttemptCompleted): void {
    if (unknownSpend === null) return this.#known.add(costUsd);
    this.#hasUnreported ||= unreported === "missing" || unreported === "implausible";
    this.#unknown.attempts += 1;
    this.#unknown.inputTokens += unknownSpend.inputTokens;
    this.#unknown.outputTokens += unknownSpend.outputTokens;
    this.#upTo.add(unknownSpend.upToUsd);
  }

  get costs(): CostTotal {
    const upToUsd = this.#upTo.value;
    return {
      costUsd: this.#hasUnreported ? null : this.#known.value,
      costAtLeastUsd: this.#known.known,
      costAtMostUsd: totalDollars([this.#known.value, upToUsd]),
      unknownSpend: { ...this.#unknown, upToUsd },
    };
  }

  get totals(): AccountEntry {
    return {
      ...this.of,
      ...this.#counts,
      failures: Object.fromEntries(this.#failures),
      ...this.#tokens,
      sharedInputTokens: Math.round(this.#sharedInputTokens),
      expected: { ...this.#expected },
      allowedOutputTokens: this.#allowedOutputTokens,
      ...this.costs,
    };
  }
}

const NO_TOKENS: TokenTotals = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

/** The share of a prompt that all prompts begin with: a token has as many characters there as behind it. */
function sharedPart({ inputTokens, sharedInputTokens = 0 }: CallCost): number {
  return inputTokens > 0 ? sharedInputTokens / inputTokens : 0;
}

function sumOfTotals(parts: readonly CallTotals[]): CallTotals {
  const sum = (read: (part: CallTotals) => number): number => parts.reduce((total, part) => total + read(part), 0);
  const failures = new Map<string, number>();
  for (const [kind, count] of parts.flatMap((part) => Object.entries(part.failures)))
    failures.set(kind, (failures.get(kind) ?? 0) + count);
  return {
    calls: sum(({ calls }) => calls),
    attempts: sum(({ attempts }) => attempts),
    retries: sum(({ retries }) => retries),
    rateLimited: sum(({ rateLimited }) => rateLimited),
    failures: Object.fromEntries(failures),
    replies: sum(({ replies }) => replies),
    unreported: sum(({ unreported }) => unreported),
    implausible: sum(({ implausible }) => implausible),
    ...parts.reduce<TokenTotals>(sumOfTokens, NO_TOKENS),
    sharedInputTokens: sum(({ sharedInputTokens }) => sharedInputTokens),
    expected: {
      inputTokens: sum(({ expected }) => expected.inputTokens),
      maxOutputTokens: sum(({ expected }) => expected.maxOutputTokens),
    },
    allowedOutputTokens: sum(({ allowedOutputTokens }) => allowedOutputTokens),
    ...sumOfCosts(parts),
  };
}

/** Of several accounts. */
export function sumOfCosts(parts: readonly CostTotal[]): CostTotal {
  const unknown = parts.map(({ unknownSpend }) => unknownSpend);
  const sum = (key: "attempts" | "inputTokens" | "outputTokens"): number =>
    unknown.reduce((total, spend) => total + spend[key], 0);
  return {
    costUsd: totalDollars(parts.map(({ costUsd }) => costUsd)),
    costAtLeastUsd: totalDollars(parts.map(({ costAtLeastUsd }) => costAtLeastUsd)) ?? 0,
    costAtMostUsd: totalDollars(parts.map(({ costAtMostUsd }) => costAtMostUsd)),
    unknownSpend: {
      attempts: sum("attempts"),
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
      upToUsd: totalDollars(unknown.map(({ upToUsd }) => upToUsd)),
    },
  };
}

/** Of two counts; `cacheWrittenTokens` is present only where there are any. */
export function sumOfTokens(one: TokenTotals, other: TokenTotals): TokenTotals {
  const cacheWrittenTokens = (one.cacheWrittenTokens ?? 0) + (other.cacheWrittenTokens ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    ...(cacheWrittenTokens === 0 ? {} : { cacheWrittenTokens }),
    outputTokens: one.outputTokens + other.outputTokens,
    reasoningTokens: one.reasoningTokens + other.reasoningTokens,
  };
}
