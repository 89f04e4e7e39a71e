import type { CallErrorKind } from "../ports/index.ts";
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

/**
 * Sees when nobody is answered any more. A failure of which nobody is spared is the provider's, not the call's: then
 * single calls try whether that has changed, and the others wait.
 */
export class Outage {
  #streak: Streak | null = null;
  #active = false;
  #probes = 0;
  #nextProbeAt = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
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

  /** An attempt failed for a reason that may pass. Gives whether an outage begins. */
  fail(call: object, kind: CallErrorKind, sentAt: number, now: number): boolean {
    const streak = (this.#streak ??= { sentAt, since: now, calls: new Set(), failures: 0, perhapsTheCall: false });
    streak.calls.add(call);
    streak.failures += 1;
    if (kind === "server" || kind === "timeout") streak.perhapsTheCall = true;
    if (this.#active) {
      // Those that were under way when it began say nothing new.
      if (sentAt >= this.#nextProbeAt) this.#postpone(now);
      return false;
    }
    const enough = streak.failures >= IN_A_ROW && (streak.calls.size >= IN_A_ROW || !streak.perhapsTheCall);
    if (!enough) return false;
    this.#active = true;
    this.#probes = 0;
    this.#postpone(now);
    return true;
  }

  /** A reply began, or a call that was sent since ended with one. Gives whether an outage ends. */
  answer(sentAt: number, beginning: boolean): boolean {
    if (this.#streak === null || (!beginning && sentAt < this.#streak.sentAt)) return false;
    const ends = this.#active;
    this.end();
    return ends;
  }

  end(): void {
    this.#streak = null;
    this.#active = false;
  }

  #postpone(now: number): void {
    this.#nextProbeAt = now + probeDelay(this.#probes, LONGEST_PROBE_DELAY_MS, this.#random);
    this.#probes += 1;
  }
}
