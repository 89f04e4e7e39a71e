import type { CallCost, Usage } from "./call-cost.ts";
import type { CallError } from "./call-error.ts";
import type { LimitReading } from "./limit-reading.ts";
import type { Call, SendOptions } from "./rate-limiter.ts";

/** A complete reply: what it reports, and how to hand it to the caller. */
export interface Completion {
  readonly limits: readonly LimitReading[];
  readonly usage: Usage | null;
  deliver(): void;
}

const NOTHING_REPORTED = { limits: [], usage: null } as const;

/** A call that has not ended: it waits, or an attempt of it is in flight. */
export class PendingCall {
  /** The cost when it was last read. */
  cost: CallCost;
  /** The place among the waiting calls. A call that failed as a probe goes to the end. */
  order: number;
  /** Attempts that were sent. */
  sent = 0;
  /** Failed attempts that count towards the limit of attempts. */
  countedFailures = 0;
  /** All failed attempts but 429s. */
  failures = 0;
  /** Attempts that ran out of time. */
  timeouts = 0;
  lastError: CallError | null = null;
  /** Whether an attempt of it was made. Such calls go first. */
  isRetry = false;
  /** When a delayed call may be sent again. */
  dueAt = 0;
  /** Whether an attempt was cut short for its pace. That happens once to a call at most. */
  cut = false;
  readonly isPing: boolean;
  /** Sends one attempt. */
  readonly attempt: (options: SendOptions & { readonly attempt: number }) => Promise<Completion>;
  /** Fails the call for its caller. */
  readonly reject: (reason: unknown) => void;
  readonly #costOf: Call<unknown>["cost"];

  constructor(
    cost: Call<unknown>["cost"],
    attempt: PendingCall["attempt"],
    reject: PendingCall["reject"],
    { order, isPing = false }: { readonly order: number; readonly isPing?: boolean },
  ) {
    this.#costOf = cost;
    this.cost = this.readCost();
    this.attempt = attempt;
    this.reject = reject;
    this.order = order;
    this.isPing = isPing;
  }

  /** Updates `cost`, and gives it. */
  readCost(): CallCost {
    this.cost = typeof this.#costOf === "function" ? this.#costOf() : this.#costOf;
    return this.cost;
  }
}

/** A caller's call. */
export function pendingCall<Reply>(
  call: Call<Reply>,
  order: number,
  resolve: (reply: Reply) => void,
  reject: (reason: unknown) => void,
): PendingCall {
  const attempt: PendingCall["attempt"] = async (options) => {
    const reply = await call.send(options);
    return { ...(call.reading?.(reply) ?? NOTHING_REPORTED), deliver: () => resolve(reply) };
  };
  return new PendingCall(call.cost, attempt, reject, { order });
}

/** The cost of a ping: so little that the limiter learns nothing from it. */
const PING_COST: CallCost = { inputTokens: 16, maxOutputTokens: 64 };

/** A call of the limiter's own, whose outcome shows whether the provider answers. */
export function pendingPing(send: (options: SendOptions) => Promise<unknown>): PendingCall {
  const attempt: PendingCall["attempt"] = async (options) => {
    await send(options);
    return { ...NOTHING_REPORTED, deliver: () => {} };
  };
  return new PendingCall(PING_COST, attempt, () => {}, { order: -1, isPing: true });
}
