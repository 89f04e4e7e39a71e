import { Background, type SearchOptions, type SearchOutcome, searchWorkspace } from "../retrieval/index.ts";
import { SharedQueryModel } from "./models/shared-query-model.ts";
import type { OpenedStores } from "./opened-stores.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";

/** The searches of an open workspace, with the model and the background that they share. */
export class WorkspaceSearch implements AsyncDisposable {
  readonly #stores: OpenedStores;
  readonly #notify: (sentence: string) => void;
  readonly #queryModel: SharedQueryModel;
  #background: Background | null = null;

  constructor(stores: OpenedStores, { queryModel: choose, notify }: Pick<WorkspaceSources, "queryModel" | "notify">) {
    this.#stores = stores;
    this.#notify = notify;
    this.#queryModel = new SharedQueryModel({ choose, notify });
  }

  async search(words: string, options: SearchOptions): Promise<SearchOutcome> {
    const store = await this.#stores.vectors();
    const { embedding: model } = await this.#queryModel.take(options.signal);
    this.#background ??= new Background(store);
    const sources = { store, model, background: this.#background, graph: () => this.#stores.graph() };
    return searchWorkspace({ ...sources, notify: this.#notify }, words, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queryModel[Symbol.asyncDispose]();
  }
}
