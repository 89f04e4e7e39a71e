/** What a stage waits for beside its limiter: room in the budget, and the ledger. */
export type StageWait = "budget" | "store";

/** The waits of a stage that are going on. */
export class StageWaits {
  readonly #now: () => number;
  readonly #begun: Readonly<Record<StageWait, Set<{ readonly at: number }>>> = { budget: new Set(), store: new Set() };

  /** @param now milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws what `work` throws. */
  async during<Result>(what: StageWait, work: () => Promise<Result>): Promise<Result> {
    const waits = this.#begun[what];
    const wait = { at: this.#now() };
    waits.add(wait);
    try {
      return await work();
    } finally {
      waits.delete(wait);
    }
  }

  /** How many milliseconds the longest current wait has lasted; 0 where there is none. */
  longest(what: StageWait): number {
    const [first] = this.#begun[what];
    return first === undefined ? 0 : this.#now() - first.at;
  }
}
