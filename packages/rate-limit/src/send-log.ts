import type { CallTokens } from "./call-tokens.ts";
import type { LimitedResource } from "./limit-reading.ts";

/** One attempt that was sent. */
export interface Send {
  /** In the order of sending, from 0. */
  readonly number: number;
  readonly at: number;
  readonly tokens: CallTokens;
  /** What it took, by what was known of charges when it was sent, or when its reply arrived. */
  counted: Readonly<Record<LimitedResource, number>>;
  /** Whether the provider refused it. Refused calls are charged no tokens. */
  refused: boolean;
  /** What the provider reported as left after it had admitted it. */
  readonly remaining: Partial<Record<LimitedResource, number>>;
}

export const NOTHING_COUNTED: Send["counted"] = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };

/** Sends within this time may reach the provider in another order. */
export const REORDERING_MS = 100;
const KEPT_MS = 180_000;
const MOST_KEPT = 20_000;

/** The recent sends in their order, so that a reading can be compared with what was sent after it. */
export class SendLog {
  #sends: Send[] = [];
  #first = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(tokens: CallTokens, now: number): Send {
    const send: Send = {
      number: this.#count++,
      at: now,
      tokens,
      counted: NOTHING_COUNTED,
      refused: false,
      remaining: {},
    };
    this.#sends.push(send);
    if (this.#sends.length > 1_024 && this.#isOld(this.#sends[this.#sends.length >> 1] as Send, now)) this.#forget();
    return send;
  }

  /** The sends after one number and up to another, without those that were refused. */
  between(after: number, upTo: number): readonly Send[] {
    const from = Math.max(0, after + 1 - this.#first);
    const to = Math.max(0, upTo + 1 - this.#first);
    return this.#sends.slice(from, to).filter(({ refused }) => !refused);
  }

  /**
   * What other sends take of a resource and the reading of `send` does not show: at least `certain`, which was admitted
   * later, and at most `possible`, if all sends that may have overtaken each other did so.
   */
  takenAfter(send: Send, resource: LimitedResource, chargeOf: (tokens: CallTokens) => number) {
    let certain = 0;
    let possible = 0;
    for (let index = send.number + 1 - this.#first; index < this.#sends.length; index++) {
      const other = this.#sends[index];
      if (other === undefined || other.refused) continue;
      const amount = chargeOf(other.tokens);
      possible += amount;
      if (other.at - send.at > REORDERING_MS || isLess(other.remaining[resource], send.remaining[resource]))
        certain += amount;
    }
    for (let index = send.number - 1 - this.#first; index >= 0; index--) {
      const other = this.#sends[index];
      if (other === undefined || send.at - other.at > REORDERING_MS) break;
      if (!other.refused && !isLess(send.remaining[resource], other.remaining[resource]))
        possible += chargeOf(other.tokens);
    }
    return { certain, possible };
  }

  /** What the sends at about the same time take, which may have been admitted before or after `send`. */
  takenBeside(send: Send, chargeOf: (tokens: CallTokens) => number): number {
    let sum = 0;
    for (const step of [-1, 1]) {
      for (let index = send.number + step - this.#first; ; index += step) {
        const other = this.#sends[index];
        if (other === undefined || Math.abs(other.at - send.at) > REORDERING_MS) break;
        if (!other.refused) sum += chargeOf(other.tokens);
      }
    }
    return sum;
  }

  #isOld(send: Send, now: number): boolean {
    return now - send.at > KEPT_MS || this.#sends.length > MOST_KEPT;
  }

  #forget(): void {
    const half = this.#sends.length >> 1;
    this.#sends = this.#sends.slice(half);
    this.#first += half;
  }
}

function isLess(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}
