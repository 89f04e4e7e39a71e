import { Refusal } from "../problem.ts";

export interface GateOptions {
  /** How many may be inside at once. */
  readonly most: number;
  /** How many may wait, and for how long. */
  readonly mostWaiting: number;
  readonly longestWaitMs: number;
}

/** Lets a bounded number of reads run at once. Others wait in the order of their arrival, for a bounded time. */
export class Gate {
  readonly #options: GateOptions;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @throws Refusal 503 when too many wait, or after the longest wait; the signal's reason. */
  async run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    if (this.#inside < this.#options.most) this.#inside++;
    else await this.#wait(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place goes to the next one.
      if (next === undefined) this.#inside--;
      else next();
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { mostWaiting, longestWaitMs } = this.#options;
    if (this.#waiting.length >= mostWaiting) throw overloaded();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (reason: unknown): void => {
      this.#waiting.splice(this.#waiting.indexOf(enter), 1);
      settle();
      reject(reason);
    };
    const onAbort = (): void => leave(signal.reason);
    const timer = setTimeout(() => leave(overloaded()), longestWaitMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    const enter = (): void => {
      settle();
      resolve();
    };
    this.#waiting.push(enter);
    signal.addEventListener("abort", onAbort);
    return promise;
  }
}

function overloaded(): Refusal {
  return new Refusal(503, "overloaded", "The server has too many requests at once: try again in a moment.", {
    "retry-after": "2",
  });
}
