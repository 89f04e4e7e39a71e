import { setTimeout as wait } from "node:timers/promises";
import {
  begunState,
  ColloquyError,
  completedState,
  type ProjectedEpoch,
  type StoreState,
  untilAborted,
  type VectorRow,
} from "../../model/index.ts";
import type {
  CandidateQuery,
  ChunkCandidate,
  ChunkWithTerms,
  DamagedRow,
  IndexedChunk,
  ReadOptions,
  RowOptions,
} from "../../ports/index.ts";
import { type TermCounts, TermDimensions } from "../keywords/index.ts";
import { AssumedLength } from "./assumed-length.ts";
import { WorkspaceClaim } from "./claim.ts";
import { QdrantCollection } from "./collection.ts";
import type { Vectors } from "./collection-shape.ts";
import { QdrantConnection, unlessMissing } from "./connection.ts";
import { ChunkCounter } from "./counting.ts";
import { ChunkReader } from "./reading.ts";
import { ChunkSearch } from "./search.ts";
import type { QdrantSettings, QdrantStore, QdrantStoreOptions } from "./settings.ts";
import { WorkspaceStatistics } from "./statistics.ts";
import { checkChunks, ChunkWriter } from "./writing.ts";

/** A server that does not answer must not block the end of a run. */
const LONGEST_RELEASE_MS = 5_000;

/**
 * The chunks of a workspace in a collection of Qdrant, which other workspaces and a user's own points may share.
 * Connects at the first call. `upsert` may return while its last requests are in flight: every other call, `complete`
 * at the latest, waits for them and throws their errors. Of more than 20,000 chunks with the same score, Qdrant chooses
 * the order.
 * @throws ColloquyError `configuration` for an invalid address or key.
 */
export function openQdrantVectorStore(settings: QdrantSettings, options: QdrantStoreOptions): QdrantStore {
  return new QdrantVectorStore(settings, options);
}

class QdrantVectorStore implements QdrantStore {
  readonly name = "qdrant";
  readonly #connection: QdrantConnection;
  readonly #collection: QdrantCollection;
  readonly #claim: WorkspaceClaim;
  readonly #assumedLength: AssumedLength;
  readonly #writer: ChunkWriter;
  readonly #reader: ChunkReader;
  readonly #termsOf: ((text: string) => TermCounts) | null;
  readonly #search: ChunkSearch;
  readonly #counter: ChunkCounter;
  readonly #statistics: WorkspaceStatistics;
  #prepared: Vectors | null = null;
  #dimensions: number | null = null;

  constructor(settings: QdrantSettings, options: QdrantStoreOptions) {
    const { workspace, analyse } = options;
    this.#connection = new QdrantConnection(settings, options);
    this.#collection = new QdrantCollection(this.#connection, workspace, settings.collection);
    const { name, records } = this.#collection;
    const keywords = new TermDimensions(workspace);
    this.#claim = new WorkspaceClaim(
      records,
      `workspace ${workspace} in collection ${name} of Qdrant at ${this.#connection.address}`,
    );
    this.#writer = new ChunkWriter(this.#connection, name, workspace, keywords);
    this.#reader = new ChunkReader(this.#connection, name, workspace);
    this.#termsOf = analyse === undefined ? null : (text) => keywords.countsOf(analyse(text));
    this.#counter = new ChunkCounter(this.#connection, name, workspace);
    this.#assumedLength = new AssumedLength(records);
    this.#statistics = new WorkspaceStatistics(this.#connection, name, workspace, {
      keywords,
      assumedLength: this.#assumedLength,
    });
    this.#search = new ChunkSearch(this.#connection, name, workspace, { keywords, statistics: this.#statistics });
  }

  async prepare(vectors: Vectors): Promise<void> {
    if (!Number.isSafeInteger(vectors.dimensions) || vectors.dimensions < 1) {
      throw new ColloquyError(
        "invalid-input",
        `Expected \`dimensions\` to be a whole number above 0, got ${vectors.dimensions}.`,
      );
    }
    await this.#writer.settled();
    const isMade = await this.#claim.keepWhile(async () => this.#collection.prepare(vectors));
    if (isMade) this.#assumedLength.forget();
    this.#prepared = vectors;
    this.#dimensions = vectors.dimensions;
  }

  async examine(vectors: Vectors): Promise<void> {
    await this.#writer.settled();
    await this.#collection.checkTurningTo(vectors);
  }

  /** Null also when chunks are missing that were there at completion. */
  async state(): Promise<StoreState | null> {
    await this.#writer.settled();
    const recorded = await this.#collection.records.state();
    if (recorded === null) {
      this.#statistics.keepNothing();
      return null;
    }
    const { points, assumedLength, token: _, ...state } = recorded;
    const isWhole = points === null || (await this.#counter.isStill(points));
    if (points === null || !isWhole) this.#statistics.keepNothing();
    else this.#statistics.keepFor({ identity: state.epoch.identity, chunks: points, assumedLength });
    return isWhole ? state : null;
  }

  async claim(marker: string): Promise<string | null> {
    return this.#claim.take(marker);
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    await this.#beforeWriting();
    await this.#claim.take(target.marker);
    const { records } = this.#collection;
    const assumedLength = await this.#assumedLength.atBegin(async () => (await this.count()) > 0);
    const { token } = this.#claim;
    await records.writeState({ ...begunState(await records.state(), target), points: null, assumedLength, token });
  }

  async clear(): Promise<void> {
    await this.#beforeWriting();
    await this.#collection.records.forgetState();
    this.#assumedLength.forget();
    if (await this.#collection.hasIndexes()) await this.#writer.clear();
  }

  async upsert(chunks: readonly ChunkWithTerms[]): Promise<void> {
    if (this.#prepared === null) {
      throw new ColloquyError("store", "The store in Qdrant is not prepared for vectors; call prepare first.");
    }
    checkChunks(chunks, this.#prepared);
    await this.#connection.contact();
    this.#statistics.keepNothing();
    await this.#claim.check();
    const lengths = chunks.map(({ terms }) => terms.length);
    await this.#writer.upsert(chunks, await this.#assumedLength.forWriting(lengths));
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#beforeWriting();
    await unlessMissing(undefined, async () => this.#writer.remove(ids));
  }

  /**
   * @throws ColloquyError `workspace-busy` also when another object claimed the workspace while the last rows were
   * written: then no state stays.
   */
  async complete(target: ProjectedEpoch): Promise<void> {
    await this.#beforeWriting();
    const points = await this.count();
    const { records } = this.#collection;
    const state = await records.state();
    const assumedLength = state === null ? await this.#assumedLength.forWriting([]) : state.assumedLength;
    await records.writeState({ ...completedState(target), points, assumedLength, token: this.#claim.token });
    await this.#claim.checkWritten();
  }

  /** The last count of `state` if this object has not written since. */
  async count({ signal }: ReadOptions = {}): Promise<number> {
    return untilAborted(signal, async () => {
      await this.#connection.contact();
      return this.#statistics.chunks ?? this.#read(0, async () => this.#counter.count());
    });
  }

  rows(options?: ReadOptions): AsyncGenerator<readonly VectorRow[]>;
  rows(options: RowOptions): AsyncGenerator<readonly (VectorRow | DamagedRow)[]>;
  async *rows({ damaged, signal }: Partial<RowOptions> = {}): AsyncGenerator<readonly (VectorRow | DamagedRow)[]> {
    await this.#writer.settled();
    if (damaged === "report") {
      const assumedLength = await this.#assumedLength.read();
      yield* this.#reader.checkedRows({ assumedLength, termsOf: this.#termsOf }, signal);
    } else {
      yield* this.#reader.rows(signal);
    }
  }

  async files({ signal }: ReadOptions = {}): Promise<readonly string[]> {
    const read = async () => this.#read([], async () => this.#reader.files());
    return untilAborted(signal, async () => this.#statistics.files(read));
  }

  async candidates(query: CandidateQuery, { signal }: ReadOptions = {}): Promise<readonly ChunkCandidate[]> {
    signal?.throwIfAborted();
    return this.#searching([], async (dimensions) => {
      if (query.vector !== null && query.vector.length !== dimensions) {
        throw new ColloquyError(
          "store",
          `The collection ${this.#collection.name} in Qdrant holds vectors of ${dimensions} dimensions, but the query has ${query.vector.length}; use the embedding model of the collection.`,
        );
      }
      return this.#search.candidates(query, signal);
    });
  }

  async documentFrequencies(terms: readonly string[], { signal }: ReadOptions = {}): Promise<readonly number[]> {
    const none = terms.map(() => 0);
    return untilAborted(signal, async () => this.#searching(none, async () => this.#statistics.frequencies(terms)));
  }

  async neighbours(
    ids: readonly string[],
    options: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    const none = ids.map(() => []);
    return this.#read(none, async () => this.#reader.neighbours(ids, options));
  }

  stopRetrying(): void {
    this.#connection.stopRetrying();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#claim.isHeld) {
      this.#connection.stopRetrying();
      await Promise.race([this.#release(), wait(LONGEST_RELEASE_MS, undefined, { ref: false })]);
    }
    this.#connection.close();
    // Incomplete work is written again, with or without an error.
    await this.#writer.settled().catch(() => undefined);
  }

  /** The next run replaces a claim that was not released. */
  async #release(): Promise<void> {
    await this.#writer.settled().catch(() => undefined);
    await this.#claim.release().catch(() => undefined);
  }

  /** Requests in flight finish first; a claim of another object ends this object's writes. */
  async #beforeWriting(): Promise<void> {
    await this.#writer.settled();
    this.#statistics.keepNothing();
    await this.#claim.check();
  }

  /** Searches a vector, which a foreign collection may not have. */
  async #searching<Answer, Fallback>(
    fallback: Fallback,
    request: (dimensions: number) => Promise<Answer>,
  ): Promise<Answer | Fallback> {
    this.#dimensions ??= await this.#collection.dimensions();
    const dimensions = this.#dimensions;
    return dimensions === null ? fallback : this.#read(fallback, async () => request(dimensions));
  }

  /** A missing collection has no data. */
  async #read<Answer, Fallback>(fallback: Fallback, request: () => Promise<Answer>): Promise<Answer | Fallback> {
    await this.#writer.settled();
    return unlessMissing(fallback, request);
  }
}
