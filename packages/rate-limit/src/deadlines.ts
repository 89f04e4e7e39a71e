import type { CallCost } from "./call-cost.ts";
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
/** Enough for all that may be in flight at once: of a wave that was sent together, the slow end last. */
const PACES_KEPT = 1_000;
/** Of the paces: where replies differ in kind, many are far below the median, and none of them is an exception. */
const SLOWEST_SHARE = 0.1;

/** What an attempt is compared with when hardly anything else is left to do. */
export interface Usual {
  /** Tokens a second, from the first token on. */
  readonly pace: number;
  /** The pace that nine of ten exceed. */
  readonly slowPace: number;
  /** Milliseconds to the first token. */
  readonly firstMs: number;
}

/** How long a reply may take to begin, and to go on: several times what was usual of late. */
export class Deadlines {
  readonly #first = new RecentSamples();
  readonly #gaps = new RecentSamples();
  readonly #paces = new RecentSamples(PACES_KEPT);
  readonly #longest: number;

  /** @param longest milliseconds for one attempt in all; Infinity: whatever takes its time may take it. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Whether it is known how long replies take to begin. */
  get learnt(): boolean {
    return this.#first.count >= ENOUGH;
  }

  /** Whether anything is ever cut short. */
  get none(): boolean {
    return this.#longest === Infinity;
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

  /**
   * What is usual of a streamed reply: the median and the slowest paces, and the time to its first token; null where too few
   * were seen.
   * @param underWay the paces of replies that have not ended: of calls that were sent together, the fastest end first.
   */
  usual(underWay: readonly number[]): Usual | null {
    if (this.#paces.count + underWay.length < ENOUGH) return null;
    const paces = [...this.#paces.values, ...underWay].toSorted((a, b) => a - b);
    const at = (share: number): number => paces[Math.floor(share * paces.length)] as number;
    return { pace: at(0.5), slowPace: at(SLOWEST_SHARE), firstMs: this.#first.quantile(0.5) ?? 0 };
  }

  /** Learns from a reply that came to its end. Milliseconds; `pace` in tokens a second, null where it was not streamed. */
  learn(reply: { readonly firstMs: number; readonly longestGapMs: number | null; readonly pace: number | null }): void {
    this.#first.add(reply.firstMs);
    if (reply.longestGapMs !== null) this.#gaps.add(reply.longestGapMs);
    if (reply.pace !== null) this.#paces.add(reply.pace);
  }

  /** Learns from a reply that was cut for its pace: such a pace is the less of an exception. */
  learnPace(pace: number): void {
    this.#paces.add(pace);
  }

  #within(milliseconds: number, patience: number): number {
    if (this.none) return Infinity;
    const patient = Math.max(LEAST_MS, milliseconds) * 2 ** Math.min(MOST_DOUBLINGS, patience);
    return Math.min(this.#longest, patient);
  }
}
