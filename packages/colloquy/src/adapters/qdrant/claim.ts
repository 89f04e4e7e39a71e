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

  /** Of the claim that this object holds. */
  get token(): string | undefined {
    return this.#held?.token;
  }

  /**
   * Writes a claim again that was lost with an earlier collection, this object's or another one's, and one that was taken
   * before there was a collection.
   * @param prepare whether it made the collection.
   * @throws ColloquyError `workspace-busy` where another object has replaced the claim of this one.
   */
  async keepWhile(prepare: () => Promise<boolean>): Promise<boolean> {
    await this.check();
    const before = this.#held ?? (await this.#records.claim(null));
    const isMade = await prepare();
    if (before === null || (!isMade && this.#held?.isWritten !== false)) return isMade;
    const since = await this.#records.claim(null);
    if (since !== null && this.#held !== null && since.token !== this.#held.token) throw claimLost(this.#place);
    if (since === null) await this.#records.writeClaim(before);
    if (this.#held !== null) this.#held = { ...this.#held, isWritten: true };
    return isMade;
  }

  /** @throws ColloquyError `workspace-busy` where another object has replaced the claim of this one. */
  async check(): Promise<void> {
    if (!(await this.#stands())) throw claimLost(this.#place);
  }

  /** After the last write, which may have come after another one's claim: what it recorded is not to be believed. */
  async checkWritten(): Promise<void> {
    if (await this.#stands()) return;
    if (this.#held !== null) await this.#records.forgetStateOf(this.#held.token);
    throw claimLost(this.#place);
  }

  /** Gives the claim back, where this object holds it. */
  async release(): Promise<void> {
    if (this.#held === null) return;
    if (this.#held.isWritten) await this.#records.forgetClaim(this.#held.token);
    this.#held = null;
  }

  async #stands(): Promise<boolean> {
    if (this.#held === null || !this.#held.isWritten) return true;
    const claim = await this.#records.claim(undefined);
    // Nobody can have taken over a collection that is not there: what is done next tells that it is missing.
    return claim === undefined || claim?.token === this.#held.token;
  }
}
