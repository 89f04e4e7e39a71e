import { type AttemptCompleted, DollarSum } from "../../calls/index.ts";
import type { FailedCalls } from "../reports/index.ts";
import { ReasonCounts } from "./reason-counts.ts";

type Reply = Pick<AttemptCompleted, "usage" | "costUsd">;

/** Counts the failed calls of a stage, the tokens and dollars of their replies, and the reasons. */
export class FailedCallCounts {
  readonly #reasons = new ReasonCounts();
  readonly #dollars = new DollarSum();
  /** Replies whose batch has no outcome yet, by batch. */
  readonly #open = new Map<number, Reply>();
  #replies = 0;
  #tokens: { readonly inputTokens: number; readonly outputTokens: number } | null = { inputTokens: 0, outputTokens: 0 };

  attempted({ batch, failure, usage, costUsd }: AttemptCompleted): void {
    if (batch !== null && failure === null) this.#open.set(batch, { usage, costUsd });
  }

  /** The batch completed: its reply was usable. */
  succeeded(batch: number): void {
    this.#open.delete(batch);
  }

  /** The batch failed, without a reply or with an unusable reply. */
  failed(batch: number, reason: string): void {
    this.#reasons.add(reason);
    const reply = this.#open.get(batch);
    if (reply === undefined) return;
    this.#open.delete(batch);
    this.#replies += 1;
    this.#dollars.add(reply.costUsd);
    this.#tokens = this.#tokens === null || reply.usage === null ? null : sumOfTokens(this.#tokens, reply.usage);
  }

  get figures(): FailedCalls {
    return {
      calls: this.#reasons.total,
      replies: this.#replies,
      inputTokens: this.#tokens?.inputTokens ?? null,
      outputTokens: this.#tokens?.outputTokens ?? null,
      costUsd: this.#dollars.value,
      reasons: this.#reasons.entries.map(({ reason, count }) => ({ reason, calls: count })),
    };
  }
}

type Tokens = Pick<NonNullable<Reply["usage"]>, "inputTokens" | "outputTokens">;

function sumOfTokens(one: Tokens, other: Tokens): Tokens {
  return { inputTokens: one.inputTokens + other.inputTokens, outputTokens: one.outputTokens + other.outputTokens };
}
