import { randomUUID } from "node:crypto";
import type { Transaction } from "neo4j-driver";
import { claimLost, ColloquyError } from "../../model/index.ts";
import type { Connection } from "./connection.ts";
import { lockState, removeOwner, type StateNode, writeOwner } from "./state.ts";

/** The claim of one store object on its workspace. */
export class Claim {
  readonly #connection: Connection;
  readonly #node: StateNode;
  readonly #workspace: string;
  #token: string | null = null;

  constructor(connection: Connection, node: StateNode, workspace: string) {
    this.#connection = connection;
    this.#node = node;
    this.#workspace = workspace;
  }

  /** Null when nothing was claimed: then writes are not checked. */
  get token(): string | null {
    return this.#token;
  }

  /** See `ProjectionState.claim`. */
  async take(marker: string): Promise<string | null> {
    if (this.#token !== null) {
      await this.#connection.write((transaction) => this.check(transaction));
      return null;
    }
    const token = randomUUID();
    let replaced: string | null = null;
    await this.#connection.write(async (transaction) => {
      const { owner } = await lockState(transaction, this.#node, this.#workspace);
      // An earlier attempt was committed, but its reply was lost.
      if (owner?.token === token) return;
      replaced = owner?.marker ?? null;
      await writeOwner(transaction, this.#node, this.#workspace, { token, marker });
    });
    this.#token = token;
    return replaced;
  }

  /**
   * Locks the claim until the transaction ends. Another object cannot claim the workspace before the transaction
   * commits.
   * @throws ColloquyError `workspace-busy` when another object has claimed the workspace, or when claim and state were
   * removed. Either ends the run at once, because a retry cannot succeed.
   */
  async check(transaction: Transaction): Promise<void> {
    if (this.#token === null) return;
    const { owner, state } = await lockState(transaction, this.#node, this.#workspace);
    if (owner?.token === this.#token) return;
    // A run that took over and has ended released its claim and left its state.
    if (owner === null && state === null) throw this.#removed();
    throw claimLost(`workspace ${this.#workspace} in ${this.#connection.shownServer}`);
  }

  /**
   * Releases the claim if this object still holds it. Does not retry: the next claim replaces a claim that was not
   * released.
   */
  async release(): Promise<void> {
    const token = this.#token;
    if (token === null) return;
    this.#token = null;
    await this.#connection
      .writeOnce((transaction) => removeOwner(transaction, this.#node, this.#workspace, token))
      .catch(() => undefined);
  }

  #removed(): ColloquyError {
    const claimed = `workspace ${this.#workspace} in ${this.#connection.shownServer}`;
    return new ColloquyError(
      "workspace-busy",
      `The claim of this run on ${claimed} is gone: the workspace's state was removed from Neo4j during the run, for example because the database was emptied. The ledger has all results; run the same command again to write the rows anew.`,
    );
  }
}
