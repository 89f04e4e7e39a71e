import type { CallCost, CallOperation, ModelStage } from "../ports/index.ts";
import type { AttemptCompleted, UnknownSpend } from "./call-events.ts";
import { totalDollars } from "./dollar-sum.ts";

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
  /** Part of `inputTokens`, as estimated: the beginning that all prompts of the run share. Not a whole number. */
  readonly sharedInputTokens: number;
  /** What the calls were expected to use. */
  readonly expected: CallCost;
  /** Output tokens that were allowed in the replies with usage. */
  readonly allowedOutputTokens: number;
}

/** The totals of one model for one kind of call. */
export interface AccountEntry extends CallTotals {
  readonly model: string;
  readonly stage: ModelStage;
  readonly operation: CallOperation;
}

/**
 * The one account of a run's calls. Every attempt is counted here once, when it ends. Budget, progress, log, result,
 * reports and traces read it, so that they all show the same sums.
 */
export class CallAccount {
  readonly #entries = new Map<string, AccountEntry>();
  /** Until the next attempt; the budget reads it for every call that waits. */
  #costs: CostTotal | null = null;

  add(attempt: AttemptCompleted): void {
    const { model, stage, operation } = attempt;
    const key = `${model}\n${stage}\n${operation}`;
    const before = this.#entries.get(key);
    const totals = totalsOf(attempt);
    const sum = before === undefined ? totals : sumOfTotals([before, totals]);
    this.#entries.set(key, { model, stage, operation, ...sum });
    this.#costs = null;
  }

  /** In the order of their first attempts. */
  get entries(): readonly AccountEntry[] {
    return [...this.#entries.values()];
  }

  /** What all attempts cost. */
  get costs(): CostTotal {
    return (this.#costs ??= sumOfCosts(this.entries));
  }

  /** @param filter what is absent is not restricted; `pings` false: without pings. */
  totals({ stage, pings = true }: { readonly stage?: ModelStage; readonly pings?: boolean } = {}): CallTotals {
    const isWanted = (entry: AccountEntry): boolean =>
      (stage === undefined || entry.stage === stage) && (pings || entry.operation !== "ping");
    return sumOfTotals(this.entries.filter(isWanted));
  }
}

const NO_TOKENS: TokenTotals = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

/** Of one attempt. */
function totalsOf({ attempt, failure, usage, unreported, expected, ...costs }: AttemptCompleted): CallTotals {
  const isFirst = attempt === 1;
  const isReply = failure === null;
  const { inputTokens, sharedInputTokens = 0, maxOutputTokens } = expected;
  // A token has as many characters at the beginning of a prompt as behind it.
  const sharedPart = inputTokens > 0 ? sharedInputTokens / inputTokens : 0;
  return {
    calls: isFirst ? 1 : 0,
    attempts: 1,
    retries: isFirst ? 0 : 1,
    rateLimited: failure === "rate-limited" ? 1 : 0,
    failures: isReply || failure === "rate-limited" ? {} : { [failure]: 1 },
    replies: isReply ? 1 : 0,
    unreported: isReply && usage === null ? 1 : 0,
    implausible: unreported === "implausible" ? 1 : 0,
    ...(usage ?? NO_TOKENS),
    sharedInputTokens: (usage?.inputTokens ?? 0) * sharedPart,
    expected: isFirst ? expected : { inputTokens: 0, maxOutputTokens: 0 },
    allowedOutputTokens: usage === null ? 0 : maxOutputTokens,
    ...costOf(costs, unreported),
  };
}

function costOf(
  { costUsd, unknownSpend }: Pick<AttemptCompleted, "costUsd" | "unknownSpend">,
  unreported: AttemptCompleted["unreported"],
): CostTotal {
  if (unknownSpend === null) {
    const nothing = { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 };
    return { costUsd, costAtLeastUsd: costUsd ?? 0, costAtMostUsd: costUsd, unknownSpend: nothing };
  }
  // The cost of a complete reply is not known without its usage. A lost reply has a bound alone.
  const isComplete = unreported === "missing" || unreported === "implausible";
  return {
    costUsd: isComplete ? null : 0,
    costAtLeastUsd: 0,
    costAtMostUsd: unknownSpend.upToUsd,
    unknownSpend: { ...unknownSpend, attempts: 1 },
  };
}

function sumOfTotals(parts: readonly CallTotals[]): CallTotals {
  const sum = (read: (part: CallTotals) => number): number => parts.reduce((total, part) => total + read(part), 0);
  const kinds = new Set(parts.flatMap(({ failures }) => Object.keys(failures)));
  return {
    calls: sum(({ calls }) => calls),
    attempts: sum(({ attempts }) => attempts),
    retries: sum(({ retries }) => retries),
    rateLimited: sum(({ rateLimited }) => rateLimited),
    failures: Object.fromEntries([...kinds].map((kind) => [kind, sum(({ failures }) => failures[kind] ?? 0)])),
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
