import type { QdrantConnection } from "./connection.ts";
import { ofWorkspace } from "./filters.ts";
import { KEYWORD_VECTOR, type KeywordVectors, type SparseVector } from "./keywords.ts";
import { inParallel } from "./parallel.ts";

/** As many hits are counted by their ids; beyond, it is asked where they end. */
const COUNTED_AT_ONCE = 1_000;
const QUESTIONS_AT_ONCE = 4;

/** Counts in how many passages of one workspace terms stand. */
export class DocumentFrequencies {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #keywords: KeywordVectors;
  readonly #filter: ReturnType<typeof ofWorkspace>;

  constructor(connection: QdrantConnection, collection: string, workspace: string, keywords: KeywordVectors) {
    this.#connection = connection;
    this.#collection = collection;
    this.#keywords = keywords;
    this.#filter = ofWorkspace(workspace);
  }

  async of(terms: readonly string[]): Promise<readonly number[]> {
    let passages: Promise<number> | null = null;
    const countOnce = async (): Promise<number> => (passages ??= this.#countPassages());
    return inParallel(terms, QUESTIONS_AT_ONCE, async (term) => this.#frequency(term, countOnce));
  }

  /**
   * Exactly: all that a search for the term finds. Of common terms the hits are not listed: whether there is one more
   * than `n` tells a search that skips `n`, which halves what is left each time.
   */
  async #frequency(term: string, countPassages: () => Promise<number>): Promise<number> {
    const query = this.#keywords.ofQuery([term]);
    if (query === null) return 0;
    const first = await this.#hits(query, { offset: 0, limit: COUNTED_AT_ONCE });
    if (first < COUNTED_AT_ONCE) return first;
    let [least, most] = [COUNTED_AT_ONCE, Math.max(COUNTED_AT_ONCE, await countPassages())];
    while (least < most) {
      const middle = Math.floor((least + most) / 2);
      if ((await this.#hits(query, { offset: middle, limit: 1 })) > 0) least = middle + 1;
      else most = middle;
    }
    return least;
  }

  async #hits(query: SparseVector, range: { readonly offset: number; readonly limit: number }): Promise<number> {
    const { points } = await this.#connection.call(async (client) =>
      client.query(this.#collection, {
        query,
        using: KEYWORD_VECTOR,
        filter: this.#filter,
        ...range,
        with_payload: false,
      }),
    );
    return points.length;
  }

  async #countPassages(): Promise<number> {
    const { count } = await this.#connection.call(async (client) =>
      client.count(this.#collection, { filter: this.#filter, exact: true }),
    );
    return count;
  }
}
