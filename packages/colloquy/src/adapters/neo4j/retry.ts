import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { ColloquyError } from "../../model/index.ts";
import type { Neo4jSettings } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";
import { isOutage, mayPass } from "./failures.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** What the server is working on when all waiting is to end may still end well; so long is it waited for. */
const LAST_WORK_MS = 3_000;

/**
 * Tries again what may pass: a server that starts anew, a deadlock. In place of the driver's own loop, whose pauses
 * double without an end: a server that is back after two minutes would be asked two minutes later.
 */
export class Retry {
  readonly #address: string;
  readonly #onRetry: (sentence: string) => void;
  readonly #stopped = new AbortController();
  #told = false;

  constructor({ uri }: Neo4jSettings, onRetry: (sentence: string) => void) {
    this.#address = shownAddress(uri);
    this.#onRetry = onRetry;
  }

  /**
   * Rejects with the last error when `ms` are over since the first failure, with that of an attempt that may not be tried
   * again, and with the reason of `stop`. Where nothing may be waited for any more, there is one attempt.
   */
  async run<Result>(ms: number, attempt: () => Promise<Result>): Promise<Result> {
    const result = await attempt().catch((error: unknown) => {
      if (!mayPass(error)) throw error;
      return this.#again(ms, error, attempt);
    });
    this.#told = false;
    return result;
  }

  /** Work that waits for the server rejects once waiting is stopped: at once where the server was known not to answer. */
  async endable<Result>(work: () => Promise<Result>): Promise<Result> {
    const { signal } = this.#stopped;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      timer = setTimeout(() => reject(signal.reason), this.#told ? 0 : LAST_WORK_MS);
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
    try {
      return await Promise.race([work(), ended]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }

  /** A wait that rejects with the reason of `stop`. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  /** Ends every wait: what is tried again rejects with the reason at once. */
  stop(reason: ColloquyError): void {
    this.#stopped.abort(reason);
  }

  /** The first attempt's failure is where the time begins: the attempt itself may have taken long. */
  #again<Result>(ms: number, failure: unknown, attempt: () => Promise<Result>): Promise<Result> {
    return pRetry((count) => (count === 1 ? Promise.reject(failure) : attempt()), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: FIRST_DELAY_MS,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      maxRetryTime: ms,
      signal: this.#stopped.signal,
      shouldRetry: ({ error }) => {
        if (!mayPass(error)) return false;
        if (isOutage(error)) this.#tellOutage(ms);
        return true;
      },
    });
  }

  #tellOutage(ms: number): void {
    if (this.#told) return;
    this.#told = true;
    const seconds = Math.round(ms / 1_000);
    this.tell(`does not answer; it is tried again for up to ${seconds} s.`);
  }

  /** Tells what the server does. */
  tell(what: string): void {
    this.#onRetry(`Neo4j at ${this.#address} ${what}`);
  }
}
