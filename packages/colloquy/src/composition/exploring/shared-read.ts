import { untilAborted } from "../../model/index.ts";

/**
 * The result of a read for as long as its key stays the same. Callers share it: a signal ends only the wait of its
 * caller, and a failed read is repeated by the next one.
 */
export class SharedRead<Result> {
  #current: { readonly key: string; readonly result: Promise<Result> } | null = null;

  async take(key: string, read: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    signal?.throwIfAborted();
    const current = this.#current?.key === key ? this.#current : { key, result: read() };
    this.#current = current;
    current.result.catch(() => {
      if (this.#current === current) this.#current = null;
    });
    return untilAborted(signal, () => current.result);
  }
}
