import { untilAborted } from "../../model/index.ts";
import type { QueryModel } from "./query-model.ts";

/** Between two attempts to find a missing model: a fetch that is cut off in the network may take long to fail. */
const PAUSE_MS = 60_000;

export interface QueryModelSource {
  /** The signal aborts the fetch of a local model. */
  readonly choose: (signal: AbortSignal) => Promise<QueryModel>;
  /** Receives the remark on a model that is not available, once until it changes. */
  readonly notify: (sentence: string) => void;
  /** A clock in milliseconds; default: `performance.now`. */
  readonly now?: () => number;
}

/** One choice of a model, and how many searches wait for it. */
interface Choice {
  readonly fetching: AbortController;
  readonly model: Promise<QueryModel>;
  waiting: number;
  isMade: boolean;
  /** By the clock: when a missing model is looked for again. Infinity for a model that is there. */
  until: number;
}

/**
 * The query model of all searches of an open workspace. While the model of the vectors is not available, it is looked for once
 * a minute, so that a model that was repaired meanwhile is used.
 */
export class SharedQueryModel implements AsyncDisposable {
  readonly #source: QueryModelSource;
  readonly #now: () => number;
  #choice: Choice | null = null;
  #remark: string | null = null;

  constructor(source: QueryModelSource) {
    this.#source = source;
    this.#now = source.now ?? (() => performance.now());
  }

  /**
   * An abort ends the wait of one search. It also ends the fetch of a model, unless other searches wait for it.
   * @throws the errors of `choose`; the reason of the signal.
   */
  async take(signal: AbortSignal | undefined): Promise<QueryModel> {
    signal?.throwIfAborted();
    if (this.#choice !== null && this.#choice.until <= this.#now()) this.#choice = null;
    const choice = (this.#choice ??= this.#begin());
    choice.waiting += 1;
    try {
      const model = await untilAborted(signal, () => choice.model);
      if (model.remark !== null && model.remark !== this.#remark) this.#source.notify(model.remark);
      this.#remark = model.remark;
      return model;
    } finally {
      choice.waiting -= 1;
      if (choice.waiting === 0 && !choice.isMade) {
        this.#forget(choice);
        choice.fetching.abort(signal?.reason);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const choice = this.#choice;
    if (choice === null) return;
    this.#forget(choice);
    if (!choice.isMade) choice.fetching.abort();
    const model = await choice.model.catch(() => null);
    await model?.[Symbol.asyncDispose]();
  }

  #begin(): Choice {
    const fetching = new AbortController();
    const { signal } = fetching;
    const made = async (): Promise<QueryModel> => {
      const model = await this.#source.choose(signal);
      if (signal.aborted) await model[Symbol.asyncDispose]();
      signal.throwIfAborted();
      choice.isMade = true;
      if (model.remark !== null) choice.until = this.#now() + PAUSE_MS;
      return model;
    };
    const model = Promise.resolve().then(made);
    const choice: Choice = { fetching, model, waiting: 0, isMade: false, until: Infinity };
    // Every search that waits receives the error. After an abort none does.
    choice.model.catch(() => this.#forget(choice));
    return choice;
  }

  #forget(choice: Choice): void {
    if (this.#choice === choice) this.#choice = null;
  }
}
