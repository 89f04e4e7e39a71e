/** Sentences on their way from a thread: who takes them asks for the next one and waits. */
export class Notices implements AsyncDisposable {
  readonly #told: string[] = [];
  #ended = false;
  #waiting: ((sentence: string | null) => void) | null = null;

  tell(sentence: string): void {
    if (this.#waiting === null) return void this.#told.push(sentence);
    this.#waiting(sentence);
    this.#waiting = null;
  }

  /** The next sentence, when there is one; null when there will be none. One at a time may ask. */
  next(): Promise<string | null> {
    const first = this.#told.shift();
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
