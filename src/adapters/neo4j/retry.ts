import pRetry from "p-retry";
import type { Neo4jSettings } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";
import { isOutage, mayPass } from "./failures.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

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

  /** Rejects with the last error when `ms` are over, and with that of an attempt that may not be tried again. */
  async run<Result>(ms: number, attempt: () => Promise<Result>): Promise<Result> {
    const result = await pRetry(attempt, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: FIRST_DELAY_MS,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      maxRetryTime: ms,
      signal: this.#stopped.signal,
      shouldRetry: ({ error }) => {
        if (!mayPass(error)) return false;
        if (isOutage(error)) this.#tell(ms);
        return true;
      },
    });
    this.#told = false;
    return result;
  }

  /** Ends every wait: what is tried again rejects at once. */
  stop(): void {
    this.#stopped.abort();
  }

  #tell(ms: number): void {
    if (this.#told) return;
    this.#told = true;
    const seconds = Math.round(ms / 1_000);
    this.#onRetry(`Neo4j at ${this.#address} does not answer; it is tried again for up to ${seconds} s.`);
  }
}
