import { randomUUID } from "node:crypto";
import {
  begunState,
  claimLost,
  ColloquyError,
  completedState,
  type ProjectedEpoch,
  type StoreState,
} from "../../model/index.ts";
import type { OpenDatabase } from "./database.ts";

interface Claim {
  readonly token: string;
  readonly marker: string;
}

/** The state of a store, in a table `meta (key, value)`. The writing methods run inside the caller's transaction. */
export class StoreMeta {
  readonly #database: OpenDatabase;
  /** The claim of this object; null if it has none. */
  #token: string | null = null;

  constructor(database: OpenDatabase) {
    this.#database = database;
  }

  get(key: string): string | null {
    const value = this.#database.connection
      .prepare<[string], string>("SELECT value FROM meta WHERE key = ?")
      .pluck()
      .get(key);
    return value ?? null;
  }

  set(key: string, value: string): void {
    this.#database.connection
      .prepare("INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
      .run(key, value);
  }

  /** States from before epochs had identities are read as null. */
  state(): StoreState | null {
    const text = this.get("state");
    const state = text === null ? null : (JSON.parse(text) as StoreState);
    return typeof state?.epoch === "object" ? state : null;
  }

  /** As `ProjectionState.claim`. */
  claim(marker: string): string | null {
    if (this.#token !== null) {
      this.checkClaim();
      return null;
    }
    const before = this.#claim();
    this.#token = randomUUID();
    this.set("claim", JSON.stringify({ token: this.#token, marker } satisfies Claim));
    return before?.marker ?? null;
  }

  /** @throws ColloquyError `workspace-busy` if another object has replaced the claim of this one. */
  checkClaim(): void {
    if (this.#token === null || this.#claim()?.token === this.#token) return;
    throw claimLost(this.#database.path);
  }

  begin(target: ProjectedEpoch): void {
    this.claim(target.marker);
    this.set("state", JSON.stringify(begunState(this.state(), target)));
  }

  complete(target: ProjectedEpoch): void {
    this.set("state", JSON.stringify(completedState(target)));
  }

  /** Removes everything except the workspace and the claim. */
  clear(): void {
    this.#database.connection.exec("DELETE FROM meta WHERE key NOT IN ('workspace', 'claim')");
  }

  /** Releases the claim, if this object holds it. Never throws: the next claim replaces a remaining one. */
  release(): void {
    try {
      if (this.#token === null || this.#claim()?.token !== this.#token) return;
      this.#database.connection.exec("DELETE FROM meta WHERE key = 'claim'");
    } catch {
      // The disk is full; an earlier write has already reported it.
    }
    this.#token = null;
  }

  /**
   * A file belongs to the workspace that made it.
   * @throws ColloquyError `store` for another workspace.
   */
  checkWorkspace(workspace: string, readonly: boolean): void {
    const owner = this.get("workspace");
    if (owner === workspace) return;
    if (owner === null && !readonly) return this.#database.write(() => this.set("workspace", workspace));
    throw new ColloquyError(
      "store",
      `${this.#database.path} belongs to the workspace ${owner ?? "(none)"}, not to ${workspace}; name that workspace, or another file.`,
    );
  }

  #claim(): Claim | null {
    const text = this.get("claim");
    return text === null ? null : (JSON.parse(text) as Claim);
  }
}
