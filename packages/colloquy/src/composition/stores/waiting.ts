/** What a thread waits for: servers that do not answer and are tried again. */
export class Waiting {
  readonly #stores: readonly object[];

  constructor(stores: readonly object[]) {
    this.#stores = stores;
  }

  /** From here on no store waits; what waits throws `interrupted`. */
  async end(): Promise<void> {
    for (const store of this.#stores) if (mayWait(store)) store.stopRetrying();
  }
}

/** Stores on a server; one in a file never waits. */
function mayWait(store: object): store is { stopRetrying(): void } {
  return "stopRetrying" in store && typeof store.stopRetrying === "function";
}
