import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { ColloquyError } from "../../model/index.ts";
import type { Neo4jSettings } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";
import { isOutage, mayPass } from "./failures.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** The server's current work may still succeed when waiting is stopped; this is how long it may take. */
const LAST_WORK_MS = 3_000;

/**
 * Retries transient failures: a restart of the server, a deadlock. It replaces the driver's own loop, whose pauses
 * double without limit: a server that is back after two minutes would get the next attempt two minutes later.
 */
export class Retry {
  readonly #address: string;
  readonly #onRetry: (sentence: string) => void;
  readonly #stopped = new AbortController();
  #isOutageReported = false;

  constructor({ uri }: Neo4jSettings, onRetry: (sentence: string) => void) {
    this.#address = shownAddress(uri);
    this.#onRetry = onRetry;
  }

  /**
   * Rejects with the last error when `ms` have passed since the first failure, with an error that is not retried, or
   * with the reason of `stop`. After `stop` there is one attempt.
   */
  async run<Result>(ms: number, attempt: () => Promise<Result>): Promise<Result> {
    const result = await attempt().catch((error: unknown) => {
      if (!mayPass(error)) throw error;
      return this.#again(ms, error, attempt);
    });
    this.#isOutageReported = false;
    return result;
  }

  /** Work that rejects after `stop`: at once if the server is known to be unavailable. */
  async endable<Result>(work: () => Promise<Result>): Promise<Result> {
    const { signal } = this.#stopped;
    const { promise: ended, reject } = Promise.withResolvers<never>();
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      timer = setTimeout(() => reject(signal.reason), this.#isOutageReported ? 0 : LAST_WORK_MS);
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

  /** Ends every wait: pending retries reject with the reason at once. */
  stop(reason: ColloquyError): void {
    this.#stopped.abort(reason);
  }

  /** The time starts at the first failure, because the attempt itself may take long. */
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
        if (isOutage(error)) this.#reportOutage(ms);
        return true;
      },
    });
  }

  #reportOutage(ms: number): void {
    if (this.#isOutageReported) return;
    this.#isOutageReported = true;
    const seconds = Math.round(ms / 1_000);
    this.report(`does not answer; retrying for up to ${seconds} s.`);
  }

  /** Reports what the server does. */
  report(what: string): void {
    this.#onRetry(`Neo4j at ${this.#address} ${what}`);
  }
}
