/** How much a bucket holds, and how fast it refills. */
export interface BucketShape {
  readonly capacity: number;
  /** Units a millisecond. */
  readonly refill: number;
}

/**
 * A token bucket that refills continuously. Its level never exceeds the capacity. It is negative after a call that is
 * larger than the bucket, which is admitted when the bucket is full, and after a provider reports a debt.
 */
export class Bucket {
  #shape: BucketShape;
  #level: number;
  #at: number;

  constructor(shape: BucketShape, level: number, now: number) {
    this.#shape = shape;
    this.#level = Math.min(shape.capacity, level);
    this.#at = now;
  }

  get shape(): BucketShape {
    return this.#shape;
  }

  level(now: number): number {
    const passed = Math.max(0, now - this.#at);
    return Math.min(this.#shape.capacity, this.#level + passed * this.#shape.refill);
  }

  /** Milliseconds until `amount` can be taken: 0 if it can be taken now, Infinity if the bucket does not refill. */
  waitFor(amount: number, now: number): number {
    const missing = Math.min(amount, this.#shape.capacity) - this.level(now);
    // A rounding error is no reason to wait.
    return missing <= 1e-6 ? 0 : missing / this.#shape.refill;
  }

  take(amount: number, now: number): void {
    const level = this.level(now);
    this.#set(amount > this.#shape.capacity ? level - amount : Math.max(Math.min(0, level), level - amount), now);
  }

  /** Returns what was taken and not used. */
  give(amount: number, now: number): void {
    this.#set(this.level(now) + amount, now);
  }

  /** Sets the level. */
  correct(level: number, now: number): void {
    this.#set(level, now);
  }

  reshape(shape: BucketShape, now: number): void {
    const level = this.level(now);
    this.#shape = shape;
    this.#set(level, now);
  }

  #set(level: number, now: number): void {
    this.#level = Math.min(this.#shape.capacity, level);
    this.#at = now;
  }
}
