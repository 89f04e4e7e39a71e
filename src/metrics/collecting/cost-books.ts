import type { AttemptCompleted } from "../../pipeline/index.ts";
import { type Lane, NO_USAGE, type Usage } from "../../ports/index.ts";
import type { CostReport, ModelCost, TokenCounts, UnknownSpendTotal } from "../reports.ts";
import { DollarSum, totalDollars } from "./dollar-sum.ts";

/** Keeps what each model took for each kind of work: the tokens as the provider counted them, to the token. */
export class CostBooks {
  readonly #accounts = new Map<string, Account>();

  record(attempt: AttemptCompleted): void {
    const key = `${attempt.model}\n${attempt.lane}\n${attempt.operation}`;
    let account = this.#accounts.get(key);
    if (account === undefined) this.#accounts.set(key, (account = new Account(attempt)));
    account.record(attempt);
  }

  /** US dollars of a lane so far; null where a price is not known. */
  costOf(lane: Lane): number | null {
    return totalDollars(this.models.filter((model) => model.lane === lane).map(({ costUsd }) => costUsd));
  }

  get models(): readonly ModelCost[] {
    return [...this.#accounts.values()].map((account) => account.report);
  }

  get totals(): Pick<CostReport, "costUsd" | "tokens" | "unknownSpend"> {
    const { models } = this;
    return {
      costUsd: totalDollars(models.map(({ costUsd }) => costUsd)),
      tokens: models.reduce<TokenCounts>(sumOfTokens, NO_USAGE),
      unknownSpend: {
        attempts: models.reduce((sum, { unknownSpend }) => sum + unknownSpend.attempts, 0),
        inputTokens: models.reduce((sum, { unknownSpend }) => sum + unknownSpend.inputTokens, 0),
        outputTokens: models.reduce((sum, { unknownSpend }) => sum + unknownSpend.outputTokens, 0),
        upToUsd: totalDollars(models.map(({ unknownSpend }) => unknownSpend.upToUsd)),
      },
    };
  }
}

class Account {
  readonly #of: Pick<ModelCost, "model" | "lane" | "operation">;
  readonly #dollars = new DollarSum();
  readonly #upTo = new DollarSum();
  #tokens: TokenCounts = NO_USAGE;
  #unknown: Omit<UnknownSpendTotal, "upToUsd"> = { attempts: 0, inputTokens: 0, outputTokens: 0 };
  #attempts = 0;
  #calls = 0;
  #replies = 0;
  #untold = 0;

  constructor({ model, lane, operation }: AttemptCompleted) {
    this.#of = { model, lane, operation };
  }

  record({ attempt, failure, usage, costUsd, unknownSpend }: AttemptCompleted): void {
    this.#attempts += 1;
    if (attempt === 1) this.#calls += 1;
    if (failure === null) this.#replies += 1;
    if (failure === null && usage === null) this.#untold += 1;
    if (usage !== null) {
      this.#tokens = sumOfTokens(this.#tokens, usage);
      this.#dollars.add(costUsd);
    }
    if (unknownSpend === null) return;
    const { attempts, inputTokens, outputTokens } = this.#unknown;
    this.#unknown = {
      attempts: attempts + 1,
      inputTokens: inputTokens + unknownSpend.inputTokens,
      outputTokens: outputTokens + unknownSpend.outputTokens,
    };
    this.#upTo.add(unknownSpend.upToUsd);
  }

  get report(): ModelCost {
    return {
      ...this.#of,
      calls: this.#calls,
      replies: this.#replies,
      untold: this.#untold,
      attempts: this.#attempts,
      ...this.#tokens,
      costUsd: this.#dollars.value,
      unknownSpend: { ...this.#unknown, upToUsd: this.#upTo.value },
    };
  }
}

function sumOfTokens(one: TokenCounts, other: Usage): TokenCounts {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    reasoningTokens: one.reasoningTokens + other.reasoningTokens,
  };
}
