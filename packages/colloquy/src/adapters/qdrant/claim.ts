import { randomUUID } from "node:crypto";
import { claimLost } from "../../model/index.ts";
import type { WorkspaceRecords } from "./records.ts";

/**
 * The claim of one store object on its workspace. Qdrant has no transactions: the claim is checked before each write
 * and after the last one. A request of the former owner that is in flight may still arrive after a new claim.
 */
export class WorkspaceClaim {
  readonly #records: WorkspaceRecords;
  readonly #place: string;
  /** Null when nothing was claimed. `isWritten` is false until there is a collection to write it to. */
  #held: { readonly token: string; readonly marker: string; readonly isWritten: boolean } | null = null;

  /** @param place the workspace and its store, for messages. */
  constructor(records: WorkspaceRecords, place: string) {
    this.#records = records;
    this.#place = place;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** See `ProjectionState.claim`. */
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

  /** The token of this object's claim. */
  get token(): string | undefined {
    return this.#held?.token;
  }

  /**
   * Writes the claim again when it was lost with an earlier collection, or was taken before there was a collection.
   * @param prepare returns whether it created the collection.
   * @throws ColloquyError `workspace-busy` when another object has replaced this claim.
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

  /** @throws ColloquyError `workspace-busy` when another object has replaced this claim. */
  async check(): Promise<void> {
    if (!(await this.#stands())) throw claimLost(this.#place);
  }

  /**
   * For the time after the last write, which may have followed another object's claim: its records are then not valid.
   */
  async checkWritten(): Promise<void> {
    if (await this.#stands()) return;
    if (this.#held !== null) await this.#records.forgetStateOf(this.#held.token);
    throw claimLost(this.#place);
  }

  /** Releases the claim if this object holds it. */
  async release(): Promise<void> {
    if (this.#held === null) return;
    if (this.#held.isWritten) await this.#records.forgetClaim(this.#held.token);
    this.#held = null;
  }

  async #stands(): Promise<boolean> {
    if (this.#held === null || !this.#held.isWritten) return true;
    const claim = await this.#records.claim(undefined);
    // Nobody can claim a workspace in a missing collection: the next request reports that it is missing.
    return claim === undefined || claim?.token === this.#held.token;
  }
}
