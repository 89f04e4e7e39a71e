import type { CallTokens, CallOperation, ModelStage } from "../ports/index.ts";
import type { AttemptCompleted, UnknownSpend } from "./call-events.ts";
import { totalDollars } from "./dollar-sum.ts";

/** The cost of attempts. */
export interface CostTotal {
  /**
   * US dollars of all complete replies; null if the price or the usage of one is unknown. The possible cost of other attempts
   * is `unknownSpend`.
   */
  readonly costUsd: number | null;
  /** Lower bound in US dollars: the replies with known usage and price. */
  readonly costAtLeastUsd: number;
  /** Upper bound in US dollars, including `unknownSpend`; null if there is no bound, for example without a price. */
  readonly costAtMostUsd: number | null;
  readonly unknownSpend: UnknownSpendTotal;
}

/** Attempts without reported usage, and the most that they may have used. */
export type UnknownSpendTotal = UnknownSpend & { readonly attempts: number };

/** Tokens that the provider counted. */
export interface TokenTotals {
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  /** Part of `inputTokens` that was written to the provider's cache; absent: none. */
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
  /** Number of other failed attempts, by kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** Attempts with a reply. */
  readonly replies: number;
  /** Replies without usage. Their tokens and dollars are part of `unknownSpend`. */
  readonly unreported: number;
  /** The part of `unreported` whose reported usage is implausible. */
  readonly implausible: number;
  /** Estimated part of `inputTokens`: the beginning that all prompts of the run share. Not a whole number. */
  readonly sharedInputTokens: number;
  /** The expected tokens of the calls. */
  readonly expected: CallTokens;
  /** The most output tokens of the replies with usage. */
  readonly allowedOutputTokens: number;
}

/** The totals of one model for one kind of call. */
export interface AccountEntry extends CallTotals {
  readonly model: string;
  readonly stage: ModelStage;
  readonly operation: CallOperation;
}

/**
 * The account of a run's calls. Every attempt is counted here once, when it ends. Budget, progress, log, result, reports and
 * traces read this account, so they all show the same sums.
 */
export class CallAccount {
  readonly #entries = new Map<string, AccountEntry>();
  /** Cached until the next attempt, because the budget reads the costs for every waiting call. */
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

  /** The entries in the order of their first attempts. */
  get entries(): readonly AccountEntry[] {
    return [...this.#entries.values()];
  }

  /** The cost of all attempts. */
  get costs(): CostTotal {
    return (this.#costs ??= sumOfCosts(this.entries));
  }

  /** Totals of one stage or of all stages, with or without pings. */
  totals({ stage, pings = true }: { readonly stage?: ModelStage; readonly pings?: boolean } = {}): CallTotals {
    const isWanted = (entry: AccountEntry): boolean =>
      (stage === undefined || entry.stage === stage) && (pings || entry.operation !== "ping");
    return sumOfTotals(this.entries.filter(isWanted));
  }
}

const NO_TOKENS: TokenTotals = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

/** The totals of one attempt. */
function totalsOf({ attempt, failure, usage, unreported, expected, ...costs }: AttemptCompleted): CallTotals {
  const isFirst = attempt === 1;
  const isReply = failure === null;
  const { inputTokens, sharedInputTokens = 0, maxOutputTokens } = expected;
  // Assumes the same number of characters per token in all parts of a prompt.
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
  // A complete reply without usage has an unknown cost. A lost reply adds only to the upper bound.
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

/** Adds the costs of several accounts. */
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

/** Adds two counts of tokens. `cacheWrittenTokens` is absent if it is 0. */
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
