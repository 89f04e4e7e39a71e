import type { Workspace } from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { SharedWorkspace } from "../serving/index.ts";

export interface WorkspacesOptions {
  /** The names of the workspaces that exist now; not all of them if there are very many. */
  readonly list: () => Promise<readonly string[]>;
  readonly exists: (workspace: string) => boolean;
  readonly share: (workspace: string) => SharedWorkspace;
}

/** The most workspaces that are open at once. */
const MOST_OPEN = 8;

/** The workspaces of a server. Each is opened when it is needed; the one that was used longest ago is closed. */
export class Workspaces implements AsyncDisposable {
  readonly #options: WorkspacesOptions;
  /** In the order of use. */
  readonly #shared = new Map<string, SharedWorkspace>();

  constructor(options: WorkspacesOptions) {
    this.#options = options;
  }

  list(): Promise<readonly string[]> {
    return this.#options.list();
  }

  /** @throws ColloquyError `not-found` for an unknown workspace; the errors of opening it and of `read`. */
  async use<Result>(name: string, read: (workspace: Workspace) => Promise<Result>): Promise<Result> {
    await this.require(name);
    return this.#of(name).use(read);
  }

  /** @throws ColloquyError `not-found` for an unknown workspace. */
  async require(name: string): Promise<void> {
    if (this.#options.exists(name)) return;
    throw new ColloquyError("not-found", `There is no workspace ${JSON.stringify(name)}: choose one of the list.`);
  }

  #of(name: string): SharedWorkspace {
    const shared = this.#shared.get(name) ?? this.#options.share(name);
    this.#shared.delete(name);
    this.#shared.set(name, shared);
    for (const [oldest] of [...this.#shared].slice(0, -MOST_OPEN)) void this.#close(oldest).catch(() => undefined);
    return shared;
  }

  /** Reads that use it may finish. */
  async #close(name: string): Promise<void> {
    const shared = this.#shared.get(name);
    this.#shared.delete(name);
    await shared?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#shared.keys()].map((name) => this.#close(name)));
  }
}
