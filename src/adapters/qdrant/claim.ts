import { randomUUID } from "node:crypto";
import { claimLost } from "../../model/index.ts";
import type { WorkspaceRecords } from "./records.ts";

/**
 * The claim of one store object on its workspace. Qdrant has no transactions: the claim is looked at before each write and
 * after the last one, and a request of the loser that is under way when another one claims may still arrive.
 */
export class WorkspaceClaim {
  readonly #records: WorkspaceRecords;
  readonly #place: string;
  /** Null where nothing was claimed. `isWritten` is false as long as there is no collection to write it to. */
  #held: { readonly token: string; readonly marker: string; readonly isWritten: boolean } | null = null;

  /** @param place how messages call the workspace in its store. */
  constructor(records: WorkspaceRecords, place: string) {
    this.#records = records;
    this.#place = place;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** As `ProjectionState.claim`. */
  async take(marker: string): Promise<string | null> {
    if (this.#held !== null) {
      await this.check();
      return null;
    }
    const before = await this.#records.claim(null);
    const claim = { token: randomUUID(), marker };
    this.#held = { ...claim, isWritten: await this.#records.writeClaim(claim) };
    return before?.marker ?? null;
  }

  /** In a collection that was made after the claim was taken, or made anew. */
  async writeAgain(): Promise<void> {
    if (this.#held === null) return;
    this.#held = { ...this.#held, isWritten: await this.#records.writeClaim(this.#held) };
  }

  /** @throws ColloquyError `workspace-busy` where another object has replaced the claim of this one. */
  async check(): Promise<void> {
    if (!(await this.#stands())) throw claimLost(this.#place);
  }

  /** After the last write, which may have come after another one's claim: what it recorded is not to be believed. */
  async checkWritten(): Promise<void> {
    if (await this.#stands()) return;
    await this.#records.forgetState();
    throw claimLost(this.#place);
  }

  /** Gives the claim back, where this object holds it. */
  async release(): Promise<void> {
    if (this.#held === null) return;
    if (this.#held.isWritten && (await this.#stands())) await this.#records.forgetClaim();
    this.#held = null;
  }

  async #stands(): Promise<boolean> {
    if (this.#held === null || !this.#held.isWritten) return true;
    const claim = await this.#records.claim(undefined);
    // Nobody can have taken over a collection that is not there: what is done next tells that it is missing.
    return claim === undefined || claim?.token === this.#held.token;
  }
}
