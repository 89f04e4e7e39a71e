/** A queue of sentences from a thread to its caller. */
export class StoreNotices implements AsyncDisposable {
  readonly #queued: string[] = [];
  #ended = false;
  #waiting: ((sentence: string | null) => void) | null = null;

  add(sentence: string): void {
    if (this.#waiting === null) return void this.#queued.push(sentence);
    this.#waiting(sentence);
    this.#waiting = null;
  }

  /** Resolves with the next sentence, or with null after disposal. Only one call may wait at a time. */
  next(): Promise<string | null> {
    const first = this.#queued.shift();
    if (first !== undefined) return Promise.resolve(first);
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#waiting?.(null);
  }
}
