const AT_ONCE = 8;
const PER_SECOND = 10;

/**
 * Lets the first burst grow with the replies, as TCP's slow start does: a provider that admits fewer calls at once than
 * its limits say then refuses a few calls and not hundreds. It costs no time: the part of the burst that is not spent yet
 * stays available.
 */
export class SlowStart {
  #firstAt: number | null = null;
  #atOnce = AT_ONCE;
  #begun = 0;
  /** Calls that were sent and have no sign of a reply yet. */
  #open = 0;

  /** Milliseconds until the next call may be sent if no reply begins before. */
  waitFor(now: number): number {
    const passed = this.#firstAt === null ? 0 : (now - this.#firstAt) / 1000;
    const missing = this.#open + 1 - Math.max(this.#atOnce, this.#begun) - PER_SECOND * passed;
    return missing <= 0 ? 0 : Math.ceil((1000 * missing) / PER_SECOND);
  }

  sent(now: number): void {
    this.#firstAt ??= now;
    this.#open += 1;
  }

  /** Starts anew with a single call, after refusals without a known reason. */
  restart(): void {
    this.#firstAt = null;
    this.#atOnce = 1;
    this.#begun = 0;
  }

  /** A reply began. */
  begun(): void {
    this.#begun += 1;
    this.#open -= 1;
  }

  /** A call failed before its reply began. */
  failed(): void {
    this.#open -= 1;
  }
}
