/** Requests in flight, up to a limit. The next caller gets the error of a failed request. */
export class RequestQueue {
  readonly #limit: number;
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Starts a request as soon as there is room.
   * @throws the error of an earlier request that was not thrown yet.
   */
  async start(request: () => Promise<void>): Promise<void> {
    while (this.#underWay.size >= this.#limit) await Promise.race(this.#underWay);
    this.#tell();
    const running = this.#run(request).finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  /**
   * Waits for all requests in flight.
   * @throws as `start` does.
   */
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
