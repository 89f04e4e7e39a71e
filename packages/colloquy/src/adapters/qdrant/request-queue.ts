/** Requests in flight, up to a limit. The next caller gets the error of a failed request. */
export class RequestQueue {
  readonly #limit: number;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Starts a request as soon as there is room.
   * @throws the error of an earlier request that was not thrown yet.
   */
  async start(request: () => Promise<void>): Promise<void> {
    while (this.#inFlight.size >= this.#limit) await Promise.race(this.#inFlight);
    this.#throwFailure();
    const running = this.#run(request).finally(() => this.#inFlight.delete(running));
    this.#inFlight.add(running);
  }

  /**
   * Waits for all requests in flight.
   * @throws as `start` does.
   */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  async #run(request: () => Promise<void>): Promise<void> {
    try {
      await request();
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
  }
}
