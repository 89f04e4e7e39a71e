import type { CallErrorKind } from "./call-error.ts";
import { probeDelay } from "./retry-delay.ts";

/** So many failures in a row, of so many calls, are the provider's. */
const IN_A_ROW = 3;
const LONGEST_PROBE_DELAY_MS = 15_000;

interface Streak {
  /** When the first of the failed attempts was sent, and when it failed. */
  readonly sentAt: number;
  readonly since: number;
  readonly calls: Set<object>;
  failures: number;
  /** Whether one call alone may be the reason: it is what the server fails at, or takes too long over. */
  perhapsTheCall: boolean;
}

/** What it was like when nobody was answered. */
export interface Silence {
  readonly since: number;
  /** Whether it was the provider's beyond doubt. */
  readonly certain: boolean;
}

/**
 * Sees when nobody is answered any more. A failure of which nobody is spared is the provider's, not the call's: then
 * single calls try whether that has changed, and the others wait. Where a ping can try, a first one settles whose
 * failure it is: the provider's if it fails as well.
 */
export class Outage {
  #streak: Streak | null = null;
  #active = false;
  #probes = 0;
  #nextProbeAt = 0;
  #certain = false;
  readonly #random: () => number;
  readonly #pinged: () => boolean;

  /** @param pinged whether pings try, and not the calls themselves. */
  constructor(random: () => number, pinged: () => boolean) {
    this.#random = random;
    this.#pinged = pinged;
  }

  get active(): boolean {
    return this.#active;
  }

  get nextProbeAt(): number {
    return this.#nextProbeAt;
  }

  /** Since when nobody has been answered; null where somebody was. */
  get since(): number | null {
    return this.#active && this.#streak !== null ? this.#streak.since : null;
  }

  /** For how long nobody has been answered, as far as failures show it; Infinity where somebody was since. */
  silence(now: number): number {
    return this.#streak === null || this.#streak.failures < IN_A_ROW ? Infinity : now - this.#streak.since;
  }

  /** An attempt failed for a reason that may pass. Gives whether it has become certain that nobody is answered. */
  fail(call: object, kind: CallErrorKind, sentAt: number, now: number): boolean {
    const streak = (this.#streak ??= { sentAt, since: now, calls: new Set(), failures: 0, perhapsTheCall: false });
    streak.calls.add(call);
    streak.failures += 1;
    if (kind === "server" || kind === "timeout") streak.perhapsTheCall = true;
    if (this.#active) {
      // Those that were under way when it began say nothing new.
      if (sentAt < this.#nextProbeAt) return false;
      this.#postpone(now);
      return this.#makeCertain();
    }
    const perhapsTheCall = streak.perhapsTheCall && !this.#pinged();
    const enough = streak.failures >= IN_A_ROW && (streak.calls.size >= IN_A_ROW || !perhapsTheCall);
    if (!enough) return false;
    this.#active = true;
    this.#probes = 0;
    this.#postpone(now);
    return this.#pinged() ? false : this.#makeCertain();
  }

  /** A reply began, or a call that was sent since ended with one. Gives the silence that ends by it, if there was one. */
  answer(sentAt: number, beginning: boolean): Silence | null {
    if (this.#streak === null || (!beginning && sentAt < this.#streak.sentAt)) return null;
    const silence = this.#active ? { since: this.#streak.since, certain: this.#certain } : null;
    this.end();
    return silence;
  }

  end(): void {
    this.#streak = null;
    this.#active = false;
    this.#certain = false;
  }

  #makeCertain(): boolean {
    const becomes = !this.#certain;
    this.#certain = true;
    return becomes;
  }

  #postpone(now: number): void {
    this.#nextProbeAt = now + probeDelay(this.#probes, LONGEST_PROBE_DELAY_MS, this.#random);
    this.#probes += 1;
  }
}
