import { randomUUID } from "node:crypto";
import type { Transaction } from "neo4j-driver";
import { claimLost, ColloquyError } from "../../model/index.ts";
import type { Connection } from "./connection.ts";
import { lockState, removeOwner, writeOwner } from "./state.ts";

/** The claim of one store object on its workspace. */
export class Claim {
  readonly #connection: Connection;
  readonly #workspace: string;
  #token: string | null = null;

  constructor(connection: Connection, workspace: string) {
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Null where nothing was claimed: then what is written is not checked. */
  get token(): string | null {
    return this.#token;
  }

  /** As `ProjectionState.claim`. */
  async take(marker: string): Promise<string | null> {
    if (this.#token !== null) {
      await this.#connection.write((transaction) => this.check(transaction));
      return null;
    }
    const token = randomUUID();
    let replaced: string | null = null;
    await this.#connection.write(async (transaction) => {
      const { owner } = await lockState(transaction, this.#workspace);
      // It is ours already where the answer to an earlier try got lost.
      if (owner?.token === token) return;
      replaced = owner?.marker ?? null;
      await writeOwner(transaction, this.#workspace, { token, marker });
    });
    this.#token = token;
    return replaced;
  }

  /**
   * Locks the claim until the transaction ends, so that what the transaction writes is committed before another object can
   * take the workspace over, or not at all.
   * @throws ColloquyError `workspace-busy` where another object has, or where somebody removed claim and state: either
   * ends a run at once, because another try cannot succeed.
   */
  async check(transaction: Transaction): Promise<void> {
    if (this.#token === null) return;
    const { owner, state } = await lockState(transaction, this.#workspace);
    if (owner?.token === this.#token) return;
    // Another run that took over and has ended gave its claim back, but left its state.
    if (owner === null && state === null) throw this.#removed();
    throw claimLost(`workspace ${this.#workspace} in ${this.#connection.shownServer}`);
  }

  /** Gives the claim back, where this object still holds it. One try: the next claim replaces one that stays. */
  async release(): Promise<void> {
    const token = this.#token;
    if (token === null) return;
    this.#token = null;
    await this.#connection
      .writeOnce((transaction) => removeOwner(transaction, this.#workspace, token))
      .catch(() => undefined);
  }

  #removed(): ColloquyError {
    const place = `workspace ${this.#workspace} in ${this.#connection.shownServer}`;
    return new ColloquyError(
      "workspace-busy",
      `The claim of this run on ${place} is gone: the workspace's state was removed from Neo4j during the run, as by emptying the database. The ledger keeps everything; run the same command again, and it writes the graph anew.`,
    );
  }
}
