import { type AttemptCompleted, CostAccount, sumOfCosts } from "../../pipeline/index.ts";
import { type Lane, NO_USAGE } from "../../ports/index.ts";
import type { CostReport, ModelCost, TokenCounts } from "../reports/index.ts";

/** Keeps what each model took for each kind of work: the tokens as the provider counted them, to the token. */
export class CostBooks {
  readonly #accounts = new Map<string, ModelAccount>();

  record(attempt: AttemptCompleted): void {
    const key = `${attempt.model}\n${attempt.lane}\n${attempt.operation}`;
    let account = this.#accounts.get(key);
    if (account === undefined) this.#accounts.set(key, (account = new ModelAccount(attempt)));
    account.record(attempt);
  }

  /** US dollars of a lane so far; null where a price or a usage is not known. */
  costOf(lane: Lane): number | null {
    return sumOfCosts(this.models.filter((model) => model.lane === lane)).costUsd;
  }

  get models(): readonly ModelCost[] {
    return [...this.#accounts.values()].map((account) => account.report);
  }

  get totals(): Pick<CostReport, "tokens" | keyof ReturnType<typeof sumOfCosts>> {
    const { models } = this;
    return { ...sumOfCosts(models), tokens: models.reduce<TokenCounts>(sumOfTokens, NO_USAGE) };
  }
}

class ModelAccount {
  readonly #of: Pick<ModelCost, "model" | "lane" | "operation">;
  readonly #costs = new CostAccount();
  #tokens: TokenCounts = NO_USAGE;
  #sharedInputTokens = 0;
  #attempts = 0;
  #calls = 0;
  #replies = 0;
  #unreported = 0;
  #implausible = 0;

  constructor({ model, lane, operation }: AttemptCompleted) {
    this.#of = { model, lane, operation };
  }

  record(event: AttemptCompleted): void {
    const { attempt, failure, usage, unreported } = event;
    this.#attempts += 1;
    if (attempt === 1) this.#calls += 1;
    if (failure === null) this.#replies += 1;
    if (failure === null && usage === null) this.#unreported += 1;
    if (unreported === "implausible") this.#implausible += 1;
    if (usage !== null) {
      this.#tokens = sumOfTokens(this.#tokens, usage);
      this.#sharedInputTokens += usage.inputTokens * sharedPart(event);
    }
    this.#costs.add(event);
  }

  get report(): ModelCost {
    return {
      ...this.#of,
      calls: this.#calls,
      replies: this.#replies,
      unreported: this.#unreported,
      implausible: this.#implausible,
      attempts: this.#attempts,
      ...this.#tokens,
      sharedInputTokens: Math.round(this.#sharedInputTokens),
      ...this.#costs.total,
    };
  }
}

/** Of a prompt's tokens: its characters are as many a token at its beginning as behind it. */
function sharedPart({ expected: { inputTokens, sharedInputTokens = 0 } }: AttemptCompleted): number {
  return inputTokens > 0 ? sharedInputTokens / inputTokens : 0;
}

/** Of two counts; what was put into a cache is told only where there is any. */
export function sumOfTokens(one: TokenCounts, other: TokenCounts): TokenCounts {
  const cacheWrittenTokens = (one.cacheWrittenTokens ?? 0) + (other.cacheWrittenTokens ?? 0);
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    ...(cacheWrittenTokens === 0 ? {} : { cacheWrittenTokens }),
    outputTokens: one.outputTokens + other.outputTokens,
    reasoningTokens: one.reasoningTokens + other.reasoningTokens,
  };
}
