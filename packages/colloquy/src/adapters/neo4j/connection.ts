import neo4j, { type Driver, type Session, type Transaction } from "neo4j-driver";
import { ColloquyError, FINISHED_WORK_IS_KEPT, untilAborted } from "../../model/index.ts";
import { whileAlive } from "./alive.ts";
import { firstContact } from "./contact.ts";
import { createDriver } from "./driver.ts";
import { describeFailure, isOutage, isRefusal, storeFailure } from "./failures.ts";
import { Retry } from "./retry.ts";
import type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";

type Work<Result> = (transaction: Transaction) => Promise<Result>;
type Access = "READ" | "WRITE";

/** Longer than a restart of a server takes. */
const RETRY_MS = 180_000;

/**
 * Transactions on one database. Connects at the first transaction, without a retry, so a wrong address or password is
 * reported at once. Later transient failures are retried. Every rejection is a ColloquyError.
 */
export class Connection {
  readonly #settings: Neo4jSettings;
  readonly #retry: Retry;
  /** Milliseconds for which transient failures are retried. */
  readonly retryMs: number;
  // Sessions that share it read earlier writes, also on a cluster.
  readonly #bookmarks = neo4j.bookmarkManager();
  #contact: Promise<Driver> | null = null;
  #driver: Driver | null = null;
  #version = "";
  #closed = false;

  constructor(settings: Neo4jSettings, { onRetry, retryMs = RETRY_MS }: Neo4jStoreOptions) {
    this.#settings = settings;
    this.retryMs = retryMs;
    this.#retry = new Retry(settings, onRetry ?? (() => {}));
  }

  /** `work` may run more than once, each time in a new transaction, until the signal is aborted. */
  read<Result>(work: Work<Result>, signal?: AbortSignal): Promise<Result> {
    return untilAborted(signal, () =>
      this.#try((driver) => {
        signal?.throwIfAborted();
        return this.#transaction(driver, neo4j.session.READ, work, signal);
      }),
    );
  }

  /** `work` may run more than once, even after a commit whose reply was lost. */
  write<Result>(work: Work<Result>): Promise<Result> {
    return this.#try((driver) => this.#transaction(driver, neo4j.session.WRITE, work));
  }

  /** As `write`, without retries. */
  writeOnce<Result>(work: Work<Result>): Promise<Result> {
    return this.#retry.endable(() => this.#attempt((driver) => this.#transaction(driver, neo4j.session.WRITE, work)));
  }

  /** For statements that open their own transactions, and for the schema. The statement may run more than once. */
  run(text: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<void> {
    return this.#try(async (driver) => {
      const session = this.#session(driver, neo4j.session.WRITE);
      try {
        await session.run(text, parameters);
      } finally {
        await session.close();
      }
    });
  }

  /** Version of the server, read at the first connection. */
  version(): Promise<string> {
    return this.#try(async () => this.#version);
  }

  /** Runs a write statement and rolls it back, to check that it is allowed. */
  rehearse(text: string): Promise<void> {
    return this.#try(async (driver) => {
      const session = this.#session(driver, neo4j.session.WRITE);
      try {
        const transaction = await session.beginTransaction();
        await transaction.run(text);
        await transaction.rollback();
      } finally {
        await session.close();
      }
    });
  }

  /** The server's name in messages. */
  get shownServer(): string {
    return `Neo4j at ${shownAddress(this.#settings.uri)}`;
  }

  /** An error whose message is the server's name followed by `what`. */
  failure(what: string): ColloquyError {
    return storeFailure(`${this.shownServer} ${what}`, this.#settings);
  }

  /** Reports what the server does. */
  report(what: string): void {
    this.#retry.report(what);
  }

  /** Waits until `ms` have passed, or until `stopRetrying` or `close`. */
  pause(ms: number): Promise<void> {
    return this.#retry.pause(ms);
  }

  /** Ends all waits: they reject with ColloquyError `interrupted`. */
  stopRetrying(): void {
    this.#retry.stop(interruptedError(this.#settings));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#retry.stop(closedError());
    const driver = await this.#contact?.catch(() => null);
    await driver?.close();
  }

  async #try<Result>(work: (driver: Driver) => Promise<Result>): Promise<Result> {
    let isReached = false;
    try {
      return await this.#retry.endable(async () => {
        await this.#reach();
        isReached = true;
        return this.#retry.run(this.retryMs, () => this.#attempt(work));
      });
    } catch (error) {
      if (this.#closed) throw closedError();
      throw isReached && isOutage(error) ? this.#lost(error) : describeFailure(error, this.#settings);
    }
  }

  /** The server replied before: the settings are right, and committed work is not lost. */
  #lost(cause: unknown): ColloquyError {
    const seconds = Math.round(this.retryMs / 1_000);
    const what = `no longer answers, and was retried for ${seconds} s. Start it. ${FINISHED_WORK_IS_KEPT}`;
    return storeFailure(`${this.shownServer} ${what}`, this.#settings, cause);
  }

  async #attempt<Result>(work: (driver: Driver) => Promise<Result>): Promise<Result> {
    const driver = await this.#reach();
    try {
      return await whileAlive(work(driver), () => this.#checkAlive(driver));
    } catch (error) {
      if (isOutage(error)) this.#renew(driver);
      throw error;
    }
  }

  async #checkAlive(driver: Driver): Promise<void> {
    const session = this.#session(driver, neo4j.session.READ);
    await session.run("RETURN 1");
    await session.close();
  }

  /** Closes all connections of a driver. Abandoned statements then do not run when the server is back. */
  #renew(driver: Driver): void {
    if (this.#driver !== driver || this.#closed) return;
    this.#driver = createDriver(this.#settings);
    this.#contact = Promise.resolve(this.#driver);
    driver.close().catch(() => {});
  }

  #reach(): Promise<Driver> {
    if (this.#closed) throw closedError();
    this.#contact ??= this.#connect();
    return this.#contact;
  }

  async #connect(): Promise<Driver> {
    const driver = createDriver(this.#settings);
    try {
      this.#version = await firstContact(driver, this.#settings);
      this.#driver = driver;
      return driver;
    } catch (error) {
      // Refused credentials are not sent again: the server would lock the account.
      if (!(ColloquyError.isInstance(error) && isRefusal(error.cause))) this.#contact = null;
      await driver.close();
      throw error;
    }
  }

  async #transaction<Result>(
    driver: Driver,
    access: Access,
    work: Work<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const session = this.#session(driver, access);
    // Cancels the server's work.
    const stop = (): void => void session.close().catch(() => {});
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const transaction = session.beginTransaction();
      const result = await work(await transaction);
      await transaction.commit();
      return result;
    } finally {
      signal?.removeEventListener("abort", stop);
      // Rolls back an uncommitted transaction.
      await session.close();
    }
  }

  #session(driver: Driver, defaultAccessMode: Access): Session {
    const { database } = this.#settings;
    const config = { defaultAccessMode, bookmarkManager: this.#bookmarks };
    return driver.session(database === null ? config : { ...config, database });
  }
}

function closedError(): ColloquyError {
  return new ColloquyError("store", "The store in Neo4j is closed; open another one.");
}

function interruptedError({ uri }: Neo4jSettings): ColloquyError {
  return new ColloquyError(
    "interrupted",
    `Interrupted while waiting for Neo4j at ${shownAddress(uri)}. ${FINISHED_WORK_IS_KEPT}`,
  );
}
