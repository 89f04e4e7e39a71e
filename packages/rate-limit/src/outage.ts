import type { CallErrorKind } from "./call-error.ts";
import { probeDelay } from "./retry-delay.ts";

/** This many failures in a row, of this many calls, are an outage. */
const IN_A_ROW = 3;
const LONGEST_PROBE_DELAY_MS = 15_000;

interface Streak {
  /** When the first of the failed attempts was sent, and when it failed. */
  readonly sentAt: number;
  readonly since: number;
  readonly calls: Set<object>;
  failures: number;
  /** Whether the call itself may be the reason: the server fails at it, or takes too long. */
  perhapsTheCall: boolean;
}

/** A time in which the provider answered no call. */
export interface SilentPeriod {
  readonly since: number;
  /** Whether it was certainly an outage. */
  readonly certain: boolean;
}

/**
 * Detects that the provider answers no call any more. Then single calls are sent as probes, and the others wait. If pings
 * are the probes, the first ping decides: if it fails too, there is an outage; if not, the calls themselves fail.
 */
export class Outage {
  #streak: Streak | null = null;
  #active = false;
  #probes = 0;
  #nextProbeAt = 0;
  #certain = false;
  readonly #random: () => number;
  readonly #pinged: () => boolean;

  /** @param pinged whether pings are the probes, and not the calls. */
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

  /** When the outage began; null outside of one. */
  get since(): number | null {
    return this.#active && this.#streak !== null ? this.#streak.since : null;
  }

  /** How long all attempts have failed; Infinity if too few have since the last answer. */
  silence(now: number): number {
    return this.#streak === null || this.#streak.failures < IN_A_ROW ? Infinity : now - this.#streak.since;
  }

  /** An attempt failed for a reason that may pass. Gives whether the outage has become certain. */
  fail(call: object, kind: CallErrorKind, sentAt: number, now: number): boolean {
    const streak = (this.#streak ??= { sentAt, since: now, calls: new Set(), failures: 0, perhapsTheCall: false });
    streak.calls.add(call);
    streak.failures += 1;
    if (kind === "server" || kind === "timeout") streak.perhapsTheCall = true;
    if (this.#active) {
      // Attempts that were in flight when the outage began are no probes.
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

  /** A reply began, or a call that was sent since then was answered. Gives the silence that this ends; null if there was none. */
  answer(sentAt: number, beginning: boolean): SilentPeriod | null {
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
