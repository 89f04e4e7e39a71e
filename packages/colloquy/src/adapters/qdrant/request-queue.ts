/** Requests under way, so many at once. Why one of them failed is told to who comes next. */
export class RequestQueue {
  readonly #limit: number;
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Starts a request as soon as there is room. @throws what one failed with since that was told last. */
  async start(request: () => Promise<void>): Promise<void> {
    while (this.#underWay.size >= this.#limit) await Promise.race(this.#underWay);
    this.#tell();
    const running = this.#run(request).finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  /** Waits for all that is under way. @throws as `start` does. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#tell();
  }

  async #run(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #tell(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
  }
}
