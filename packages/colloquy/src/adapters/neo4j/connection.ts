import neo4j, { type Driver, type Session, type Transaction } from "neo4j-driver";
import { ColloquyError, untilAborted } from "../../model/index.ts";
import { whileAlive } from "./alive.ts";
import { firstContact } from "./contact.ts";
import { createDriver } from "./driver.ts";
import { describeFailure, isOutage, isRefusal, storeFailure } from "./failures.ts";
import { Retry } from "./retry.ts";
import type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
import { shownAddress } from "./shown-address.ts";

type Work<Result> = (transaction: Transaction) => Promise<Result>;
type Access = "READ" | "WRITE";

/** Longer than a server takes to start anew. */
const RETRY_MS = 180_000;

/**
 * Transactions on one database. Connects with the first of them, once and without a second try, so that a wrong
 * address or password is told at once; what fails later may pass, and is tried again. All it rejects with are
 * ColloquyErrors.
 */
export class Connection {
  readonly #settings: Neo4jSettings;
  readonly #retry: Retry;
  /** For how long what may pass is tried again, in milliseconds. */
  readonly retryMs: number;
  // Sessions that share it read what was written before, also on a cluster.
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

  /** The work may run more than once, each time in a transaction of its own, until the signal is aborted. */
  read<Result>(work: Work<Result>, signal?: AbortSignal): Promise<Result> {
    return untilAborted(signal, () =>
      this.#try((driver) => {
        signal?.throwIfAborted();
        return this.#transaction(driver, neo4j.session.READ, work, signal);
      }),
    );
  }

  /** The work may run more than once, also when the first time was committed and the answer got lost. */
  write<Result>(work: Work<Result>): Promise<Result> {
    return this.#try((driver) => this.#transaction(driver, neo4j.session.WRITE, work));
  }

  /** As `write`, but rejects with the first failure: nothing is waited for. */
  writeOnce<Result>(work: Work<Result>): Promise<Result> {
    return this.#retry.endable(() => this.#attempt((driver) => this.#transaction(driver, neo4j.session.WRITE, work)));
  }

  /** For statements that make transactions of their own, and for the schema. It may run more than once. */
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

  /** The server's, as it said at the first contact. */
  version(): Promise<string> {
    return this.#try(async () => this.#version);
  }

  /** Runs a statement that writes and takes it back: whether it may be done. */
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

  /** The server as messages name it. */
  get shownServer(): string {
    return `Neo4j at ${shownAddress(this.#settings.uri)}`;
  }

  /** What to throw when the server does or has what it must not; `what` follows its name. */
  failure(what: string): ColloquyError {
    return storeFailure(`${this.shownServer} ${what}`, this.#settings);
  }

  /** Tells whoever waits what the server does. */
  tell(what: string): void {
    this.#retry.tell(what);
  }

  /** Waits, but no longer than until `stopRetrying` or `close`. */
  pause(ms: number): Promise<void> {
    return this.#retry.pause(ms);
  }

  /** Nothing is waited for any more; what waits rejects with ColloquyError `interrupted`. */
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

  /** A server that answered before: what is set is right, and what was done is not lost. */
  #lost(cause: unknown): ColloquyError {
    const seconds = Math.round(this.retryMs / 1_000);
    const what = `no longer answers, and was tried again for ${seconds} s. Start it and run the command again: nothing is lost.`;
    return storeFailure(`${this.shownServer} ${what}`, this.#settings, cause);
  }

  async #attempt<Result>(work: (driver: Driver) => Promise<Result>): Promise<Result> {
    const driver = await this.#reach();
    try {
      return await whileAlive(work(driver), () => this.#ask(driver));
    } catch (error) {
      if (isOutage(error)) this.#renew(driver);
      throw error;
    }
  }

  async #ask(driver: Driver): Promise<void> {
    const session = this.#session(driver, neo4j.session.READ);
    await session.run("RETURN 1");
    await session.close();
  }

  /** Ends all connections of a driver, so that nothing that was given up is still done when the server is back. */
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
      // Credentials that were refused are not sent again: the server would lock the account.
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
    // Ends what the server is at.
    const stop = (): void => void session.close().catch(() => {});
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const transaction = session.beginTransaction();
      const result = await work(await transaction);
      await transaction.commit();
      return result;
    } finally {
      signal?.removeEventListener("abort", stop);
      // Rolls back what was not committed.
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
  return new ColloquyError("store", "The graph store is closed; open another one.");
}

function interruptedError({ uri }: Neo4jSettings): ColloquyError {
  return new ColloquyError(
    "interrupted",
    `Interrupted while waiting for Neo4j at ${shownAddress(uri)}; what was done is kept. Run the same command again: it goes on where it stopped.`,
  );
}
