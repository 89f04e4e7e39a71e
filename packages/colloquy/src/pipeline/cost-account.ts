import { DollarSum, totalDollars } from "./dollar-sum.ts";
import type { AttemptCompleted, UnknownSpend } from "./events.ts";

/** What attempts cost. */
export interface CostTotal {
  /**
   * US dollars of every reply that was received to its end; null where the price or the usage of one is not known. What
   * attempts may have cost that had no such reply is `unknownSpend`.
   */
  readonly costUsd: number | null;
  /** US dollars that were spent at least: of the replies whose usage and price are known. */
  readonly costAtLeastUsd: number;
  /** US dollars that may have been spent at most, with `unknownSpend`; null where that has no bound, as without a price. */
  readonly costAtMostUsd: number | null;
  readonly unknownSpend: UnknownSpendTotal;
}

/** Attempts without reported usage, and what that is at most. */
export type UnknownSpendTotal = UnknownSpend & { readonly attempts: number };

/** What an attempt tells an account. */
type BookedAttempt = Pick<AttemptCompleted, "costUsd" | "unknownSpend" | "unreported">;

/** The one account of dollars: result, budget, live display, log and reports are made of it. */
export class CostAccount {
  readonly #known = new DollarSum();
  readonly #upTo = new DollarSum();
  #attempts = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  /** A reply was received to its end, and what it used is not known. */
  #hasUnreported = false;

  add({ costUsd, unknownSpend, unreported }: BookedAttempt): void {
    if (unknownSpend === null) return this.#known.add(costUsd);
    this.#hasUnreported ||= unreported === "missing" || unreported === "implausible";
    this.#attempts += 1;
    this.#inputTokens += unknownSpend.inputTokens;
    this.#outputTokens += unknownSpend.outputTokens;
    this.#upTo.add(unknownSpend.upToUsd);
  }

  get total(): CostTotal {
    const upToUsd = this.#upTo.value;
    return {
      costUsd: this.#hasUnreported ? null : this.#known.value,
      costAtLeastUsd: this.#known.known,
      costAtMostUsd: totalDollars([this.#known.value, upToUsd]),
      unknownSpend: {
        attempts: this.#attempts,
        inputTokens: this.#inputTokens,
        outputTokens: this.#outputTokens,
        upToUsd,
      },
    };
  }
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
