import { Bucket, type BucketShape } from "./bucket.ts";
import type { LimitReading } from "./limit-reading.ts";
import { Reserve } from "./reserve.ts";
import { windowLength } from "./window-length.ts";

/** A reading with its place among the sends. */
export interface PlacedReading {
  /** The number of the send whose reply it is from; a reading of an earlier send does not undo a later one. */
  readonly number: number;
  readonly sentAt: number;
  readonly reading: LimitReading;
  readonly takenAfter: { readonly certain: number; readonly possible: number };
  /** What the send itself took. */
  readonly taken: number;
}

/** The time to the server differs by this much between two messages. */
const JITTER_MS = 30;
const MOST_JITTER_MS = 150;
/** Corrections that add up to less than the refill of this time may be jitter. */
const UNSURE_MS = 150;
const SPAN_MS = 3_000;
const MOST_OF_OTHERS = 0.95;

/** One limit of the provider, estimated from readings: its level, its refill, and the share that other clients take. */
export class ProviderLimit {
  readonly bucket: Bucket;
  #limit: number;
  #windowMs: number;
  #setBy: number;
  #changedBy = -1;
  /** Units a millisecond that other clients of the account take. */
  #others = 0;
  readonly #reserve = new Reserve();
  #refusedAt = -Infinity;
  /** Part of the level that is not used, because of jitter; it grows with refusals. */
  #margin: number;
  #span: { readonly from: number; readonly readings: number; readonly corrected: number };

  /** @param level the level now, as far as it is known. */
  constructor(limit: number, windowMs: number, level: number, setBy: number, now: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#setBy = setBy;
    this.#margin = JITTER_MS * this.refill;
    this.bucket = new Bucket(this.#shape, level - this.#margin, now);
    this.#span = { from: now, readings: 0, corrected: 0 };
  }

  static from({ number, reading, takenAfter }: PlacedReading, now: number): ProviderLimit | null {
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

  /** Units a millisecond that the provider grants to all clients of the account. */
  get refill(): number {
    return this.#limit / this.#windowMs;
  }

  /** Units a millisecond that the other clients leave. */
  get ours(): number {
    return this.refill - this.#others;
  }

  /** Takes in a reading. Gives whether the limit itself has changed. */
  read({ number, sentAt, reading, takenAfter, taken }: PlacedReading, now: number): boolean {
    if (this.#reserve.decay(this.#limit, now)) this.#reshapeAnew(now);
    // A reading from before a change of the limit is out of date.
    if (number < this.#changedBy) return false;
    const changed = number >= this.#setBy && this.#follow(reading, number, now);
    if (reading.remaining === null) return changed;
    const left = this.#left(reading, reading.remaining) - this.#reserve.amount - this.#margin;
    // The call was admitted between its sending and its head: the true level lies between these bounds.
    const most = left + (now - sentAt) * this.ours - takenAfter.certain;
    const least = left - takenAfter.possible;
    const level = this.bucket.level(now);
    // A debt stays; a reading adds to it only if it reports that nothing is left.
    const lowest = left < 0 && reading.remaining === 0 ? most : Math.min(0, level);
    const target =
      level > most ? Math.max(most, lowest) : level < least ? (changed ? least : level + (least - level) / 2) : level;
    if (target !== level) this.bucket.correct(target, now);
    if (reading.remaining + taken + this.#margin >= this.#limit) this.#sawFull(now);
    else this.#noteCorrection(changed ? 0 : this.bucket.level(now) - level, now);
    return changed;
  }

  /**
   * A call was refused, and the refusal states the room that was left; it is negative if more than the limit was used.
   * @param reported what was left by the provider's headers; null if they do not say.
   */
  refuse(room: number, reported: number | null, now: number): void {
    if (reported !== null && reported > 0 && this.#reserve.show(reported, room, this.#limit, now))
      this.#reshapeAnew(now);
    this.#margin = Math.min(MOST_JITTER_MS * this.refill, 1.5 * this.#margin);
    const level = this.bucket.level(now);
    if (level <= room - this.#margin) return;
    this.bucket.correct(room - this.#margin, now);
    // Refusals of one burst repeat each other.
    if (room > 0 && now - this.#refusedAt > 1_000) this.#noteCorrection(room - this.#margin - level, now);
    this.#refusedAt = now;
  }

  /**
   * A call of `amount` was refused for an unknown reason.
   * @param sinceLast milliseconds since a call was last admitted. After a long time the limit has room for this call, so
   *   that it is not the reason.
   */
  refuseUnexplained(amount: number, reported: number | null, sinceLast: number, now: number): void {
    if (sinceLast > 1_000 + (2 * amount) / this.refill) {
      if (this.#reserve.doubt(now)) this.#reshapeAnew(now);
      return;
    }
    const level = this.bucket.level(now);
    this.bucket.correct(Math.min(level, Math.abs(level) / 2), now);
    const capacity = Math.max(2 * amount, 0.6 * this.bucket.shape.capacity);
    const reserve = reported === null ? this.#limit - capacity : reported - amount;
    if (this.#reserve.suspect(reserve, Math.max(amount, 0.03 * this.#limit), this.#limit, now)) this.#reshapeAnew(now);
  }

  /** What is left. After a limit was lowered below what is used it is negative, which only the reset shows. */
  #left({ resetMs }: LimitReading, remaining: number): number {
    if (remaining > 0 || resetMs === null || resetMs <= 1.02 * this.#windowMs) return remaining;
    return this.#limit - resetMs * this.refill;
  }

  get #shape(): BucketShape {
    return { capacity: Math.max(this.#limit - this.#reserve.amount, this.#limit / 1_000), refill: this.ours };
  }

  /** The bucket was full when a call arrived: the share of other clients is overestimated. */
  #sawFull(now: number): void {
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

  /** Corrections at another capacity do not count any more. */
  #reshapeAnew(now: number): void {
    this.#beginSpan(now);
    this.#reshape(now);
  }

  #follow(reading: LimitReading, number: number, now: number): boolean {
    if (reading.limit === null || !(reading.limit > 0)) return false;
    const windowMs = measuredWindow(reading, reading.limit, this.#windowMs);
    this.#setBy = number;
    if (reading.limit === this.#limit && windowMs === this.#windowMs) return false;
    this.#reserve.scale(reading.limit / this.#limit);
    this.#margin *= reading.limit / windowMs / this.refill;
    this.#others *= reading.limit / windowMs / this.refill;
    this.#limit = reading.limit;
    this.#windowMs = windowMs;
    this.#changedBy = number;
    this.#reshapeAnew(now);
    return true;
  }

  /** Readings that lower the level again and again show that other clients use the limit. */
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
