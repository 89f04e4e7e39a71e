/** What a lane waits for that its limiter knows nothing of: room in the budget, and the ledger. */
export type LaneWait = "budget" | "store";

/** What a lane waits for at present, beside the provider and its limits. */
export class LaneWaits {
  readonly #now: () => number;
  readonly #begun: Readonly<Record<LaneWait, Set<{ readonly at: number }>>> = { budget: new Set(), store: new Set() };

  /** @param now milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws what `work` throws. */
  async during<Result>(what: LaneWait, work: () => Promise<Result>): Promise<Result> {
    const waits = this.#begun[what];
    const wait = { at: this.#now() };
    waits.add(wait);
    try {
      return await work();
    } finally {
      waits.delete(wait);
    }
  }

  /** For how many milliseconds the longest that is under way has lasted; 0 where none is. */
  longest(what: LaneWait): number {
    const [first] = this.#begun[what];
    return first === undefined ? 0 : this.#now() - first.at;
  }
}
