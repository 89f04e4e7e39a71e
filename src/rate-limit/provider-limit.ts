import type { LimitReading } from "../ports/index.ts";
import { Bucket, type BucketShape } from "./bucket.ts";
import { windowLength } from "./window-length.ts";

/** What a reading says of the present, with the sends that it does not show. */
export interface Sighting {
  /** Of the send that was read; an older one does not undo what a younger one said of the limit. */
  readonly number: number;
  readonly sentAt: number;
  readonly reading: LimitReading;
  readonly takenAfter: { readonly certain: number; readonly possible: number };
}

/** A message may be under way so much longer than another one. */
const JITTER_MS = 30;
/** Changes that are slower than this may be jitter. */
const UNSURE_MS = 100;
const SPAN_MS = 2_000;
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
  /** Units a millisecond that somebody else takes. */
  #others = 0;
  /** What the provider keeps back: it refuses calls although its own numbers say that so much is left. */
  #floor = 0;
  /** A margin against jitter, learnt from refusals. */
  #margin: number;
  #span: { readonly from: number; readonly readings: number; readonly corrected: number };
  #knownFor = 0;

  /** @param level what is there now, as far as it is known. */
  constructor(limit: number, windowMs: number, level: number, setBy: number, now: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#setBy = setBy;
    this.#margin = JITTER_MS * this.refill;
    this.bucket = new Bucket(this.#shape, level - this.#margin, now);
    this.#span = { from: now, readings: 0, corrected: 0 };
    this.#knownFor = now;
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

  /** Since when limit and floor are what they are. */
  get knownFor(): number {
    return this.#knownFor;
  }

  /** Takes in a reading. Gives whether the limit itself has changed. */
  read({ number, sentAt, reading, takenAfter }: Sighting, now: number): boolean {
    const changed = number >= this.#setBy && this.#follow(reading, number, now);
    if (reading.remaining === null) return changed;
    const left = reading.remaining - this.#floor - this.#margin;
    // It was admitted after it was sent and before its head came: the truth lies between.
    const most = left + (now - sentAt) * this.ours - takenAfter.certain;
    const least = left - takenAfter.possible;
    const level = this.bucket.level(now);
    const target = level > most ? most : level < least ? (changed ? least : level + (least - level) / 2) : level;
    if (target !== level) this.bucket.correct(target, now);
    this.#noteCorrection(changed ? 0 : this.bucket.level(now) - level, now);
    return changed;
  }

  /**
   * A call was refused, and the refusal told for how much there was room.
   * @param reported what was left by the provider's own numbers, where it told them.
   */
  refuse(room: number, reported: number | null, now: number): void {
    if (reported !== null && reported - room > 0.05 * this.#limit) this.#raiseFloor(reported - room, now);
    this.#margin = Math.min(0.1 * this.#limit, 1.5 * this.#margin);
    this.bucket.correct(Math.min(this.bucket.level(now), room - this.#margin), now);
  }

  /** A call was refused, and nobody knows why: less is there than it seemed. */
  refuseUnexplained(now: number): void {
    this.bucket.correct(this.bucket.level(now) / 2, now);
  }

  /** Less is let in at once than the limit says. */
  shrink(smallest: number, now: number): void {
    const capacity = Math.max(smallest, 0.6 * this.bucket.shape.capacity);
    if (capacity < this.bucket.shape.capacity) this.#raiseFloor(this.#limit - capacity, now);
  }

  get #shape(): BucketShape {
    return { capacity: Math.max(this.#limit - this.#floor, this.#limit / 1_000), refill: this.ours };
  }

  #raiseFloor(floor: number, now: number): void {
    this.#floor = Math.min(floor, this.#limit);
    this.#reshape(now);
  }

  #reshape(now: number): void {
    this.bucket.reshape(this.#shape, now);
  }

  #follow(reading: LimitReading, number: number, now: number): boolean {
    if (reading.limit === null || !(reading.limit > 0)) return false;
    const windowMs = measuredWindow(reading, reading.limit, this.#windowMs);
    this.#setBy = number;
    if (reading.limit === this.#limit && windowMs === this.#windowMs) return false;
    this.#floor *= reading.limit / this.#limit;
    this.#margin *= reading.limit / windowMs / this.refill;
    this.#others *= reading.limit / windowMs / this.refill;
    this.#limit = reading.limit;
    this.#windowMs = windowMs;
    this.#knownFor = now;
    this.#span = { from: now, readings: 0, corrected: 0 };
    this.#reshape(now);
    return true;
  }

  /** Readings that lower the level again and again mean that somebody else takes of it. */
  #noteCorrection(correction: number, now: number): void {
    const { from, readings, corrected } = this.#span;
    this.#span = { from, readings: readings + 1, corrected: corrected + correction };
    const passed = now - from;
    if (passed < SPAN_MS || readings < 2) return;
    const net = Math.abs(this.#span.corrected) - UNSURE_MS * this.refill;
    this.#span = { from: now, readings: 0, corrected: 0 };
    if (net <= 0) return;
    const change = (-Math.sign(corrected + correction) * 0.5 * net) / passed;
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
