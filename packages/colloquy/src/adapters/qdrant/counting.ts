import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { type Filter, ofWorkspace } from "./filters.ts";

const IDS_A_PAGE = 10_000;

/** Counts the chunks of one workspace in a collection. */
export class ChunkCounter {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #filter: Filter;
  #refusesExact = false;

  constructor(connection: QdrantConnection, collection: string, workspace: string) {
    this.#connection = connection;
    this.#collection = collection;
    this.#filter = ofWorkspace(workspace);
  }

  /** A server in strict mode may refuse exact counts: then the ids are listed. */
  async count(): Promise<number> {
    if (this.#refusesExact) return this.#countByListing();
    try {
      return await this.#requestCount(true);
    } catch (error) {
      if (!wasAnswered(error, 400)) throw error;
      this.#refusesExact = true;
      return this.#countByListing();
    }
  }

  /** Requests the estimate first: it is much faster, but may be wrong while Qdrant rewrites a segment. */
  async isStill(expected: number): Promise<boolean> {
    return (await this.#requestCount(false)) === expected || (await this.count()) === expected;
  }

  async #requestCount(exact: boolean): Promise<number> {
    const { count } = await this.#connection.call(async (client) =>
      client.count(this.#collection, { filter: this.#filter, exact }),
    );
    return count;
  }

  async #countByListing(): Promise<number> {
    let count = 0;
    let offset: string | number | null = null;
    do {
      const from: { readonly offset?: string | number } = offset === null ? {} : { offset };
      const { points, next_page_offset } = await this.#connection.call(async (client) =>
        client.scroll(this.#collection, { filter: this.#filter, with_payload: false, limit: IDS_A_PAGE, ...from }),
      );
      count += points.length;
      offset = typeof next_page_offset === "string" || typeof next_page_offset === "number" ? next_page_offset : null;
    } while (offset !== null);
    return count;
  }
}
