import { ColloquyError } from "../../model/index.ts";
import type { StoreState } from "../../ports/index.ts";
import type { OpenDatabase } from "./database.ts";

/** What a store remembers of itself, in a table `meta (key, value)`. */
export class StoreMeta {
  readonly #database: OpenDatabase;

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

  state(): StoreState | null {
    const state = this.get("state");
    return state === null ? null : (JSON.parse(state) as StoreState);
  }

  complete({ marker, epoch }: StoreState): void {
    this.set("state", JSON.stringify({ marker, epoch }));
  }

  /** Forgets everything but the workspace. */
  clear(): void {
    this.#database.connection.exec("DELETE FROM meta WHERE key <> 'workspace'");
  }

  /**
   * A file belongs to the workspace that made it.
   * @throws ColloquyError `store` when it is another one.
   */
  claim(workspace: string, readonly: boolean): void {
    const owner = this.get("workspace");
    if (owner === workspace) return;
    if (owner === null && !readonly) return this.#database.write(() => this.set("workspace", workspace));
    throw new ColloquyError(
      "store",
      `${this.#database.path} belongs to the workspace ${owner ?? "(none)"}, not to ${workspace}; name that workspace, or another file.`,
    );
  }
}
