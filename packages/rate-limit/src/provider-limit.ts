import type { LimitReading } from "./limit-reading.ts";
import { Bucket, type BucketShape } from "./bucket.ts";
import { KeptBack } from "./kept-back.ts";
import { windowLength } from "./window-length.ts";

/** What a reading says of the present, with the sends that it does not show. */
export interface Sighting {
  /** Of the send that was read; an older one does not undo what a younger one said of the limit. */
  readonly number: number;
  readonly sentAt: number;
  readonly reading: LimitReading;
  readonly takenAfter: { readonly certain: number; readonly possible: number };
  /** What the call itself took. */
  readonly taken: number;
}

/** A message may be under way so much longer than another one. */
const JITTER_MS = 30;
const MOST_JITTER_MS = 150;
/** Corrections that do not add up to this much refill may be jitter. */
const UNSURE_MS = 150;
const SPAN_MS = 3_000;
const MOST_OF_OTHERS = 0.95;

/**
 * One limit of the provider, as its readings show it: how much there is now, how fast it comes, and how much of that
 * goes to others.
 */
export class ProviderLimit {
  readonly bucket: Bucket;
  #limit: number;
  #windowMs: number;
  #setBy: number;
  #changedBy = -1;
  /** Units a millisecond that somebody else takes. */
  #others = 0;
  readonly #kept = new KeptBack();
  #refusedAt = -Infinity;
  /** A margin against jitter, learnt from refusals. */
  #margin: number;
  #span: { readonly from: number; readonly readings: number; readonly corrected: number };

  /** @param level what is there now, as far as it is known. */
  constructor(limit: number, windowMs: number, level: number, setBy: number, now: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#setBy = setBy;
    this.#margin = JITTER_MS * this.refill;
    this.bucket = new Bucket(this.#shape, level - this.#margin, now);
    this.#span = { from: now, readings: 0, corrected: 0 };
  }

  static from({ number, reading, takenAfter }: Sighting, now: number): ProviderLimit | null {
    if (reading.limit === null || !(reading.limit > 0)) return null;
    const windowMs = measuredWindow(reading, reading.limit, null);
    const left = reading.remaining ?? reading.limit;
    const level = Math.max(0, left - takenAfter.possible);
    return new ProviderLimit(reading.limit, windowMs, level, number, now);
  }

  get limit(): number {
    return this.#limit;
  }

  get perMinute(): number {
    return (this.#limit * 60_000) / this.#windowMs;
  }

  /** Units a millisecond that the provider grants, to us and others. */
  get refill(): number {
    return this.#limit / this.#windowMs;
  }

  /** Units a millisecond that others leave. */
  get ours(): number {
    return this.refill - this.#others;
  }

  /** Takes in a reading. Gives whether the limit itself has changed. */
  read({ number, sentAt, reading, takenAfter, taken }: Sighting, now: number): boolean {
    if (this.#kept.forget(this.#limit, now)) this.#reshapeAnew(now);
    // What was said before the limit changed holds no longer.
    if (number < this.#changedBy) return false;
    const changed = number >= this.#setBy && this.#follow(reading, number, now);
    if (reading.remaining === null) return changed;
    const left = this.#left(reading, reading.remaining) - this.#kept.amount - this.#margin;
    // It was admitted after it was sent and before its head came: the truth lies between.
    const most = left + (now - sentAt) * this.ours - takenAfter.certain;
    const least = left - takenAfter.possible;
    const level = this.bucket.level(now);
    // What is owed already stays owed; a reading alone owes nothing more, unless it says so.
    const lowest = left < 0 && reading.remaining === 0 ? most : Math.min(0, level);
    const target =
      level > most ? Math.max(most, lowest) : level < least ? (changed ? least : level + (least - level) / 2) : level;
    if (target !== level) this.bucket.correct(target, now);
    if (reading.remaining + taken + this.#margin >= this.#limit) this.#overflow(now);
    else this.#noteCorrection(changed ? 0 : this.bucket.level(now) - level, now);
    return changed;
  }

  /**
   * A call was refused, and the refusal told for how much there was room: less than nothing where the provider is owed.
   * @param reported what was left by the provider's own numbers, where it told them.
   */
  refuse(room: number, reported: number | null, now: number): void {
    if (reported !== null && reported > 0 && this.#kept.show(reported, room, this.#limit, now)) this.#reshapeAnew(now);
    this.#margin = Math.min(MOST_JITTER_MS * this.refill, 1.5 * this.#margin);
    const level = this.bucket.level(now);
    if (level <= room - this.#margin) return;
    this.bucket.correct(room - this.#margin, now);
    // Those of one burst say the same again and again.
    if (room > 0 && now - this.#refusedAt > 1_000) this.#noteCorrection(room - this.#margin - level, now);
    this.#refusedAt = now;
  }

  /**
   * A call of `amount` was refused, and nobody knows why.
   * @param sinceLast milliseconds since a call was last let in. Where that was long ago, no limit is the
   *   reason: it would have had room for this one.
   */
  refuseUnexplained(amount: number, reported: number | null, sinceLast: number, now: number): void {
    if (sinceLast > 1_000 + (2 * amount) / this.refill) {
      if (this.#kept.doubt(now)) this.#reshapeAnew(now);
      return;
    }
    const level = this.bucket.level(now);
    this.bucket.correct(Math.min(level, Math.abs(level) / 2), now);
    const capacity = Math.max(2 * amount, 0.6 * this.bucket.shape.capacity);
    const kept = reported === null ? this.#limit - capacity : reported - amount;
    if (this.#kept.suspect(kept, Math.max(amount, 0.03 * this.#limit), this.#limit, now)) this.#reshapeAnew(now);
  }

  /** What is left; less than nothing where a limit was lowered below what is used: then only the reset tells. */
  #left({ resetMs }: LimitReading, remaining: number): number {
    if (remaining > 0 || resetMs === null || resetMs <= 1.02 * this.#windowMs) return remaining;
    return this.#limit - resetMs * this.refill;
  }

  get #shape(): BucketShape {
    return { capacity: Math.max(this.#limit - this.#kept.amount, this.#limit / 1_000), refill: this.ours };
  }

  /** The bucket was full when a call came: others do not take so much of it as was thought. */
  #overflow(now: number): void {
    this.#beginSpan(now);
    if (this.#others === 0) return;
    this.#others = this.#others < 0.01 * this.refill ? 0 : this.#others / 2;
    this.#reshape(now);
  }

  #beginSpan(now: number): void {
    this.#span = { from: now, readings: 0, corrected: 0 };
  }

  #reshape(now: number): void {
    this.bucket.reshape(this.#shape, now);
  }

  /** What was corrected before says nothing of another capacity. */
  #reshapeAnew(now: number): void {
    this.#beginSpan(now);
    this.#reshape(now);
  }

  #follow(reading: LimitReading, number: number, now: number): boolean {
    if (reading.limit === null || !(reading.limit > 0)) return false;
    const windowMs = measuredWindow(reading, reading.limit, this.#windowMs);
    this.#setBy = number;
    if (reading.limit === this.#limit && windowMs === this.#windowMs) return false;
    this.#kept.scale(reading.limit / this.#limit);
    this.#margin *= reading.limit / windowMs / this.refill;
    this.#others *= reading.limit / windowMs / this.refill;
    this.#limit = reading.limit;
    this.#windowMs = windowMs;
    this.#changedBy = number;
    this.#reshapeAnew(now);
    return true;
  }

  /** Readings that lower the level again and again mean that somebody else takes of it. */
  #noteCorrection(correction: number, now: number): void {
    const { from, readings, corrected } = this.#span;
    this.#span = { from, readings: readings + 1, corrected: corrected + correction };
    const passed = now - from;
    if (passed < SPAN_MS || readings < 2) return;
    const net = this.#span.corrected;
    this.#beginSpan(now);
    if (Math.abs(net) < UNSURE_MS * this.refill) return;
    const change = (-0.5 * net) / passed;
    const others = Math.min(MOST_OF_OTHERS * this.refill, Math.max(0, this.#others + change));
    if (others === this.#others) return;
    this.#others = others;
    this.#reshape(now);
  }
}

function measuredWindow({ remaining, resetMs }: LimitReading, limit: number, current: number | null): number {
  if (remaining === null || resetMs === null) return current ?? 60_000;
  return windowLength({ limit, remaining, resetMs }, current);
}
