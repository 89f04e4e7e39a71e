import type { CallTokens } from "./call-tokens.ts";
import { RecentSamples } from "./recent-samples.ts";

/** This many measurements show what is usual. */
const ENOUGH = 20;
const UNKNOWN_MS = 60_000;
/** A slow machine reads a prompt at 50 tokens a second. */
const UNKNOWN_MS_PER_TOKEN = 20;
const LEAST_MS = 5_000;
const FIRST_FACTOR = 4;
const NEXT_FACTOR = 5;
const MOST_DOUBLINGS = 6;
/** Enough for all replies in flight: of calls that were sent together, the slow ones end last. */
const PACES_KEPT = 1_000;
/** Only the slowest share of the paces is an exception: replies of several kinds may differ much from the median. */
const SLOWEST_SHARE = 0.1;

/** What the pace of a reply is compared with. */
export interface Usual {
  /** Tokens a second, from the first token on. */
  readonly pace: number;
  /** The pace that nine of ten exceed. */
  readonly slowPace: number;
  /** Milliseconds to the first token. */
  readonly firstMs: number;
}

/** How long a reply may take to begin, and to continue: several times what was usual recently. */
export class Deadlines {
  readonly #first = new RecentSamples();
  readonly #gaps = new RecentSamples();
  readonly #paces = new RecentSamples(PACES_KEPT);
  readonly #longest: number;

  /** @param longest milliseconds for one attempt in all; Infinity: there are no deadlines. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Whether the usual time to the first token is known. */
  get learnt(): boolean {
    return this.#first.count >= ENOUGH;
  }

  /** Whether there are no deadlines. */
  get none(): boolean {
    return this.#longest === Infinity;
  }

  /** Milliseconds for one attempt in all. */
  get whole(): number {
    return this.#longest;
  }

  /**
   * Milliseconds from sending to the first token, or to the whole reply if it is not streamed.
   * @param timeouts how many attempts of the call ran out of time before: the time doubles with each.
   */
  first(tokens: CallTokens, timeouts: number): number {
    const usual = this.learnt ? this.#first.quantile(0.99) : null;
    const base = usual === null ? UNKNOWN_MS + UNKNOWN_MS_PER_TOKEN * tokens.inputTokens : FIRST_FACTOR * usual;
    return this.#within(base, timeouts);
  }

  /** Milliseconds from one piece of the reply to the next. */
  next(timeouts: number): number {
    const usual = this.#gaps.count >= ENOUGH ? this.#gaps.quantile(0.99) : null;
    return this.#within(usual === null ? UNKNOWN_MS : NEXT_FACTOR * usual, timeouts);
  }

  /**
   * What is usual of streamed replies; null after too few.
   * @param inFlight the paces of replies that have not ended: of calls that were sent together, the fastest end first.
   */
  usual(inFlight: readonly number[]): Usual | null {
    if (this.#paces.count + inFlight.length < ENOUGH) return null;
    const paces = [...this.#paces.values, ...inFlight].toSorted((a, b) => a - b);
    const at = (share: number): number => paces[Math.floor(share * paces.length)] as number;
    return { pace: at(0.5), slowPace: at(SLOWEST_SHARE), firstMs: this.#first.quantile(0.5) ?? 0 };
  }

  /** Learns from a complete reply. Milliseconds; `pace` in tokens a second, null if it was not streamed. */
  learn(reply: { readonly firstMs: number; readonly longestGapMs: number | null; readonly pace: number | null }): void {
    this.#first.add(reply.firstMs);
    if (reply.longestGapMs !== null) this.#gaps.add(reply.longestGapMs);
    if (reply.pace !== null) this.#paces.add(reply.pace);
  }

  /** Learns from a reply that was cut for its pace, which makes that pace less exceptional. */
  learnPace(pace: number): void {
    this.#paces.add(pace);
  }

  #within(milliseconds: number, timeouts: number): number {
    if (this.none) return Infinity;
    const patient = Math.max(LEAST_MS, milliseconds) * 2 ** Math.min(MOST_DOUBLINGS, timeouts);
    return Math.min(this.#longest, patient);
  }
}
