import type { Transaction } from "neo4j-driver";
import { begunState, completedState, type ProjectedEpoch, type StoreState } from "../../model/index.ts";
import { Claim } from "./claim.ts";
import type { Connection } from "./connection.ts";
import { lockState, type StateNode, writeState } from "./state.ts";

/**
 * The claim, the state and the writes of one store object in its workspace. Writes run one after the other, because two
 * writers on one hub would wait for each other's locks.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #node: StateNode;
  readonly #workspace: string;
  readonly #claim: Claim;
  readonly #onWrite: () => void;
  #lastWrite: Promise<unknown> = Promise.resolve();

  /** @param onWrite called before each write of rows or state. */
  constructor(connection: Connection, node: StateNode, workspace: string, onWrite: () => void = () => {}) {
    this.#connection = connection;
    this.#node = node;
    this.#workspace = workspace;
    this.#claim = new Claim(connection, node, workspace);
    this.#onWrite = onWrite;
  }

  /** See `ProjectionState.claim`. */
  claim(marker: string): Promise<string | null> {
    return this.inTurn((claim) => claim.take(marker));
  }

  /** See `ProjectionState.begin`. */
  async begin(target: ProjectedEpoch): Promise<void> {
    await this.claim(target.marker);
    await this.#changeState((before) => begunState(before, target));
  }

  /** See `ProjectionState.complete`. */
  async complete(target: ProjectedEpoch): Promise<void> {
    await this.#changeState(() => completedState(target));
  }

  /** Releases the claim after all writes. */
  async release(): Promise<void> {
    await this.inTurn((claim) => claim.release());
  }

  /** Writes only while no other object has claimed the workspace. `work` may run more than once. */
  write(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    this.#onWrite();
    return this.inTurn((claim) =>
      this.#connection.write(async (transaction) => {
        await claim.check(transaction);
        await work(transaction);
      }),
    );
  }

  /** Does work with transactions of its own, after all earlier writes. The claim is not checked: `work` may check it. */
  inTurn<Result>(work: (claim: Claim) => Promise<Result>): Promise<Result> {
    const turn = this.#lastWrite.then(() => work(this.#claim));
    // The caller gets the error of a failed write; the next write still runs.
    this.#lastWrite = turn.catch(() => {});
    return turn;
  }

  async #changeState(change: (before: StoreState | null) => StoreState): Promise<void> {
    await this.write(async (transaction) => {
      const { state } = await lockState(transaction, this.#node, this.#workspace);
      await writeState(transaction, this.#node, this.#workspace, change(state));
    });
  }
}
