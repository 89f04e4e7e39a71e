import type { CallCost } from "../ports/index.ts";
import { RecentSamples } from "./recent-samples.ts";

/** So many measurements tell what is usual. */
const ENOUGH = 20;
const UNKNOWN_MS = 60_000;
/** A slow machine reads a prompt at 50 tokens a second. */
const UNKNOWN_MS_PER_TOKEN = 20;
const LEAST_MS = 5_000;
const FIRST_FACTOR = 4;
const NEXT_FACTOR = 5;
const MOST_DOUBLINGS = 6;

/** How long a reply may take to begin, and to go on: several times what was usual of late. */
export class Deadlines {
  readonly #first = new RecentSamples();
  readonly #gaps = new RecentSamples();
  readonly #paces = new RecentSamples();
  readonly #longest: number;

  /** @param longest milliseconds for one attempt in all. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Whether it is known how long replies take to begin. */
  get learnt(): boolean {
    return this.#first.count >= ENOUGH;
  }

  /** Milliseconds for one attempt in all. */
  get whole(): number {
    return this.#longest;
  }

  /**
   * Milliseconds from sending to the first token, or to the whole reply where it is not streamed.
   * @param patience how many attempts of the call ran out of time before: the patience doubles each time.
   */
  first(cost: CallCost, patience: number): number {
    const usual = this.learnt ? this.#first.quantile(0.99) : null;
    const base = usual === null ? UNKNOWN_MS + UNKNOWN_MS_PER_TOKEN * cost.inputTokens : FIRST_FACTOR * usual;
    return this.#within(base, patience);
  }

  /** Milliseconds from one piece of the reply to the next. */
  next(patience: number): number {
    const usual = this.#gaps.count >= ENOUGH ? this.#gaps.quantile(0.99) : null;
    return this.#within(usual === null ? UNKNOWN_MS : NEXT_FACTOR * usual, patience);
  }

  /** The usual tokens a second of a streamed reply, from its first token on; null where too few were seen. */
  get usualPace(): number | null {
    return this.#paces.count >= ENOUGH ? this.#paces.quantile(0.5) : null;
  }

  /** Learns from a reply that came to its end. Milliseconds; `pace` in tokens a second, null where it was not streamed. */
  learn(reply: { readonly firstMs: number; readonly longestGapMs: number | null; readonly pace: number | null }): void {
    this.#first.add(reply.firstMs);
    if (reply.longestGapMs !== null) this.#gaps.add(reply.longestGapMs);
    if (reply.pace !== null) this.#paces.add(reply.pace);
  }

  #within(milliseconds: number, patience: number): number {
    const patient = Math.max(LEAST_MS, milliseconds) * 2 ** Math.min(MOST_DOUBLINGS, patience);
    return Math.min(this.#longest, patient);
  }
}
