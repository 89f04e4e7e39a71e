const MOST_MESSAGES = 100;

/** Distinct messages in the order of arrival. Beyond 100 messages only their number is kept. */
export class DistinctMessages {
  readonly #messages = new Set<string>();
  #more = 0;

  add(message: string): void {
    if (this.#messages.size < MOST_MESSAGES) this.#messages.add(message);
    else if (!this.#messages.has(message)) this.#more += 1;
  }

  get all(): readonly string[] {
    return this.#more === 0 ? [...this.#messages] : [...this.#messages, `${this.#more} more, which the log has`];
  }
}
