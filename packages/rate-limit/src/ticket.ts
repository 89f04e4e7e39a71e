import type { CallCost } from "./call-cost.ts";
import type { CallError } from "./call-error.ts";
import type { LimitReading } from "./limit-reading.ts";
import type { Usage } from "./usage.ts";
import type { Call, SendOptions } from "./rate-limiter.ts";

/** A reply that came, and what is to be done with it. */
export interface Answer {
  readonly limits: readonly LimitReading[];
  readonly usage: Usage | null;
  deliver(): void;
}

/** A call on its way through the limiter. */
export interface Ticket {
  /** As it was when it was last looked at. */
  cost: CallCost;
  /** Looks at it anew. */
  weigh(): void;
  /** Whether it is none of the caller's, but asks whether anybody is answered. */
  readonly isPing: boolean;
  /** In the order of arrival; a probe that failed goes to the end. */
  order: number;
  /** Whether it was sent before: such calls go first. */
  again: boolean;
  /** Failed attempts that are its own fault, as far as is known. */
  failures: number;
  /** All failed attempts but refusals. */
  tries: number;
  /** Attempts that ran out of time. */
  timeouts: number;
  /** Attempts that were sent. */
  sent: number;
  lastError: CallError | null;
  /** Whether it was cut short for being slow; once is enough. */
  cut: boolean;
  /** When a call that failed may be sent again. */
  dueAt: number;
  attempt(options: SendOptions & { readonly attempt: number }): Promise<Answer>;
  reject(reason: unknown): void;
}

export function createTicket<Reply>(
  call: Call<Reply>,
  order: number,
  resolve: (reply: Reply) => void,
  reject: (reason: unknown) => void,
): Ticket {
  const weighed = (): CallCost => (typeof call.cost === "function" ? call.cost() : call.cost);
  return {
    cost: weighed(),
    weigh() {
      this.cost = weighed();
    },
    isPing: false,
    order,
    again: false,
    failures: 0,
    tries: 0,
    timeouts: 0,
    sent: 0,
    lastError: null,
    cut: false,
    dueAt: 0,
    reject,
    async attempt(options) {
      const reply = await call.send(options);
      const { limits, usage } = call.reading?.(reply) ?? { limits: [], usage: null };
      return { limits, usage, deliver: () => resolve(reply) };
    },
  };
}

/** What the smallest call takes of the limits: so little that nothing is learnt from it. */
const PING_COST: CallCost = { inputTokens: 16, maxOutputTokens: 64 };

/** A call that nobody waits for: how it ends tells whether anybody is answered. */
export function createPing(send: Call<unknown>["send"]): Ticket {
  return {
    ...createTicket(
      { cost: PING_COST, send },
      -1,
      () => {},
      () => {},
    ),
    isPing: true,
  };
}
