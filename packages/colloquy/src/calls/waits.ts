/** Waits of a stage outside its limiter: for room in the budget, and for the ledger. */
export type StageWait = "budget" | "store";

/** The current waits of a stage. */
export class StageWaits {
  readonly #now: () => number;
  readonly #begun: Readonly<Record<StageWait, Set<{ readonly at: number }>>> = { budget: new Set(), store: new Set() };

  /** @param now The time in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Runs `work` as a wait. @throws all errors of `work`. */
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

  /** Milliseconds since the longest current wait began; 0 without a wait. */
  longest(what: StageWait): number {
    const [first] = this.#begun[what];
    return first === undefined ? 0 : this.#now() - first.at;
  }
}
