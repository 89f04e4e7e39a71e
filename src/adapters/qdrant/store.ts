import { ColloquyError, type VectorRow } from "../../model/index.ts";
import type { PassageHit, StoreState } from "../../ports/index.ts";
import { QdrantCollection } from "./collection.ts";
import type { Vectors } from "./collection-shape.ts";
import { Completion } from "./completion.ts";
import { QdrantConnection, unlessMissing } from "./connection.ts";
import { DocumentFrequencies } from "./document-frequency.ts";
import { KeywordVectors } from "./keywords.ts";
import type { PassageRow } from "./point.ts";
import { PassageReader } from "./reading.ts";
import { PassageSearch, type SearchOptions } from "./search.ts";
import type { QdrantSettings, QdrantStore, QdrantStoreOptions } from "./settings.ts";
import { checkPassages, type Passage, PassageWriter } from "./writing.ts";

/**
 * The passages of a workspace in a collection of Qdrant, which other workspaces, and points of the user's own, may
 * share. Connects with the first call. `upsert` may return while its last requests are under way: every other call waits
 * for them and tells where one failed, `complete` at the latest. Of more than 20,000 passages of one score, which come
 * first is Qdrant's choice.
 *
 * @throws ColloquyError `configuration` where the address or the key can be none.
 */
export function openQdrantVectorStore(settings: QdrantSettings, options: QdrantStoreOptions): QdrantStore {
  return new QdrantVectorStore(settings, options);
}

class QdrantVectorStore implements QdrantStore {
  readonly name = "qdrant";
  readonly #connection: QdrantConnection;
  readonly #collection: QdrantCollection;
  readonly #completion: Completion;
  readonly #writer: PassageWriter;
  readonly #reader: PassageReader;
  readonly #search: PassageSearch;
  readonly #frequencies: DocumentFrequencies;
  #prepared: Vectors | null = null;
  #dimensions: number | null = null;

  constructor(settings: QdrantSettings, options: QdrantStoreOptions) {
    const { workspace } = options;
    this.#connection = new QdrantConnection(settings, options);
    this.#collection = new QdrantCollection(this.#connection, workspace, settings.collection);
    const { name, states } = this.#collection;
    const keywords = new KeywordVectors(workspace);
    this.#completion = new Completion(
      states,
      `workspace ${workspace} in collection ${name} of Qdrant at ${this.#connection.address}`,
    );
    this.#writer = new PassageWriter(this.#connection, name, workspace, keywords);
    this.#reader = new PassageReader(this.#connection, name, workspace);
    this.#search = new PassageSearch(this.#connection, name, workspace, keywords);
    this.#frequencies = new DocumentFrequencies(this.#connection, name, workspace, keywords);
  }

  async prepare(vectors: Vectors): Promise<void> {
    if (!Number.isSafeInteger(vectors.dimensions) || vectors.dimensions < 1) {
      throw new ColloquyError(
        "invalid-input",
        `Expected \`dimensions\` to be a whole number above 0, got ${vectors.dimensions}.`,
      );
    }
    await this.#writer.settled();
    if (await this.#collection.prepare(vectors)) this.#completion.wasForgotten();
    this.#prepared = vectors;
    this.#dimensions = vectors.dimensions;
  }

  async examine(vectors: Vectors): Promise<void> {
    await this.#writer.settled();
    await this.#collection.checkTurningTo(vectors);
  }

  /** Null also where points are missing that were there at completion: somebody deleted them, or their collection. */
  async state(): Promise<StoreState | null> {
    await this.#writer.settled();
    const state = await this.#completion.read();
    if (state === null) return null;
    const count = await unlessMissing(null, async () => this.#reader.count());
    if (count === null || (state.points !== undefined && state.points !== count)) return null;
    return { marker: state.marker, epoch: state.epoch };
  }

  async clear(): Promise<void> {
    await this.#writer.settled();
    await this.#completion.forget();
    await unlessMissing(undefined, async () => this.#writer.clear());
  }

  async upsert(passages: readonly Passage[]): Promise<void> {
    if (this.#prepared === null) {
      throw new ColloquyError("store", "The store in Qdrant is not prepared for vectors; call prepare first.");
    }
    checkPassages(passages, this.#prepared);
    await this.#connection.contact();
    await this.#completion.touch();
    await this.#writer.upsert(passages);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#writer.settled();
    await this.#completion.touch();
    await unlessMissing(undefined, async () => this.#writer.remove(ids));
  }

  /** @throws ColloquyError `store` also where the state is another than this store knows; nothing is complete then. */
  async complete(state: StoreState): Promise<void> {
    await this.#completion.complete(state, await this.count());
  }

  async count(): Promise<number> {
    return this.#read(0, async () => this.#reader.count());
  }

  async *rows(): AsyncGenerator<readonly VectorRow[]> {
    await this.#writer.settled();
    yield* this.#reader.rows();
  }

  async files(): Promise<readonly string[]> {
    return this.#read([], async () => this.#reader.files());
  }

  async nearest(vector: Float32Array, options: SearchOptions): Promise<readonly PassageHit[]> {
    return this.#searching([], async (dimensions) => {
      if (vector.length !== dimensions) {
        throw new ColloquyError(
          "store",
          `The collection ${this.#collection.name} in Qdrant holds vectors of ${dimensions} dimensions, and a query has ${vector.length}; use the embedding model that made them.`,
        );
      }
      return this.#search.nearest(vector, options);
    });
  }

  async matching(terms: readonly string[], options: SearchOptions): Promise<readonly PassageHit[]> {
    return this.#searching([], async () => this.#search.matching(terms, options));
  }

  async documentFrequencies(terms: readonly string[]): Promise<readonly number[]> {
    const none = terms.map(() => 0);
    return this.#searching(none, async () => this.#frequencies.of(terms));
  }

  async neighbours(transcript: string, from: number, to: number): Promise<readonly PassageRow[]> {
    return this.#read([], async () => this.#reader.neighbours(transcript, from, to));
  }

  stopRetrying(): void {
    this.#connection.stopRetrying();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
    // What was not completed is written again, whatever became of it.
    await this.#writer.settled().catch(() => undefined);
  }

  /** By its vectors, which a collection of somebody else's may not have. */
  async #searching<Answer, Fallback>(
    fallback: Fallback,
    request: (dimensions: number) => Promise<Answer>,
  ): Promise<Answer | Fallback> {
    this.#dimensions ??= await this.#collection.dimensions();
    const dimensions = this.#dimensions;
    return dimensions === null ? fallback : this.#read(fallback, async () => request(dimensions));
  }

  /** A collection that is not there holds nothing. */
  async #read<Answer, Fallback>(fallback: Fallback, request: () => Promise<Answer>): Promise<Answer | Fallback> {
    await this.#writer.settled();
    return unlessMissing(fallback, request);
  }
}
