const AT_ONCE = 8;
const PER_SECOND = 10;

/**
 * Lets the first burst grow with the answers, as TCP's slow start does: a provider that lets in less at once than it
 * says then refuses a few calls and not hundreds. It costs nothing: what of the burst is not spent yet is still there.
 */
export class RampUp {
  #firstAt: number | null = null;
  #atOnce = AT_ONCE;
  #begun = 0;
  #open = 0;

  /** Milliseconds until the next call may be sent, if no answer comes before. */
  waitFor(now: number): number {
    const passed = this.#firstAt === null ? 0 : (now - this.#firstAt) / 1000;
    const missing = this.#open + 1 - Math.max(this.#atOnce, this.#begun) - PER_SECOND * passed;
    return missing <= 0 ? 0 : Math.ceil((1000 * missing) / PER_SECOND);
  }

  sent(now: number): void {
    this.#firstAt ??= now;
    this.#open += 1;
  }

  /** Calls were refused for no reason that is known: begins anew, with a single one. */
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
