import { load as loadVectorFunctions } from "sqlite-vec";
import {
  ColloquyError,
  isOutOfFiles,
  outOfFiles,
  type ProjectedEpoch,
  type StoreState,
  type VectorRow,
} from "../../../model/index.ts";
import type {
  CandidateQuery,
  ChunkCandidate,
  ChunkWithTerms,
  IndexedChunk,
  ReadOptions,
  VectorStore,
} from "../../../ports/index.ts";
import { type OpenDatabase, openDatabase } from "../database.ts";
import { decodeText, encodeText, type SqlValue } from "../encoding.ts";
import { Interner } from "../interner.ts";
import { whyNoFileOpens } from "../out-of-files.ts";
import { SnapshotReads } from "../snapshot-reads.ts";
import { StoreMeta } from "../store-meta.ts";
import { IndexedChunkTable } from "./chunk-table.ts";
import { VECTOR_ROW_TABLES, VECTOR_DATABASE } from "./schema.ts";
import { ChunkSearch } from "./search.ts";

const PAGE_ROWS = 200;
const CACHE_KIB = 16 * 1024;

/** Seeks each file in the index, because DISTINCT reads the entries of all chunks. */
const FILES = `
  WITH RECURSIVE found(file) AS (
    SELECT min(file) FROM chunk
    UNION ALL SELECT (SELECT min(file) FROM chunk WHERE file > found.file) FROM found WHERE found.file IS NOT NULL
  )
  SELECT value FROM found CROSS JOIN label ON n = file ORDER BY value`;

export interface SqliteVectorStoreOptions {
  readonly workspace: string;
  /** Opens an existing store, and refuses writes; default false. */
  readonly readonly?: boolean;
}

/**
 * The chunks of a workspace in one SQLite file: vectors compared by sqlite-vec, keywords by FTS5. Its methods are
 * asynchronous by signature only: they work on the calling thread. Of more than 10,000 chunks, a search without a filter
 * compares only the vectors with the nearest signs, so it may miss a few far down in its list; similarities are exact.
 *
 * @throws ColloquyError when the file cannot be used; see openDatabase.
 */
export function openSqliteVectorStore(path: string, options: SqliteVectorStoreOptions): VectorStore {
  const readonly = options.readonly ?? false;
  const database = openDatabase(path, VECTOR_DATABASE, { readonly, cacheKib: CACHE_KIB });
  try {
    loadFunctions(database);
    return database.guard(() => new SqliteVectorStore(database, options.workspace, readonly));
  } catch (error) {
    database.close();
    throw error;
  }
}

function loadFunctions(database: OpenDatabase): void {
  try {
    loadVectorFunctions(database.connection);
  } catch (cause) {
    if (isOutOfFiles(cause) || whyNoFileOpens() !== null) throw outOfFiles(cause);
    throw new ColloquyError(
      "store",
      `sqlite-vec could not be loaded on ${process.platform}-${process.arch}; install again with optional dependencies, or use another vector store.`,
      { cause },
    );
  }
}

interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

class SqliteVectorStore implements VectorStore {
  readonly name = "embedded";
  readonly #database: OpenDatabase;
  readonly #meta: StoreMeta;
  readonly #labels: Interner;
  readonly #chunks: IndexedChunkTable;
  readonly #search: ChunkSearch;
  readonly #reads: SnapshotReads;
  /** What each search asks for, until the file changes. */
  #known: { count?: number; files?: readonly string[] } = {};

  constructor(database: OpenDatabase, workspace: string, readonly: boolean) {
    this.#database = database;
    this.#meta = new StoreMeta(database);
    this.#meta.checkWorkspace(workspace, readonly);
    this.#labels = new Interner(database.connection, { table: "label", encode: encodeText, decode: decodeText });
    this.#chunks = new IndexedChunkTable(database.connection, this.#labels);
    this.#search = new ChunkSearch(database.connection, this.#labels);
    this.#reads = new SnapshotReads(database, () => {
      this.#labels.forget();
      this.#forget();
    });
  }

  async prepare({ dimensions, profile }: Vectors): Promise<void> {
    if (!Number.isSafeInteger(dimensions) || dimensions < 1) {
      throw new ColloquyError(
        "invalid-input",
        `Expected \`dimensions\` to be a whole number above 0, got ${dimensions}.`,
      );
    }
    this.#write(() => {
      const held = this.#vectors();
      if (held?.dimensions === dimensions && held.profile === profile) return;
      if (held !== null && this.#count() > 0) throw this.#otherVectors(held, { dimensions, profile });
      this.#meta.set("vectors", JSON.stringify({ dimensions, profile }));
    });
  }

  /** The file has one workspace, so every vector is possible after a clear. */
  async examine(): Promise<void> {}

  async state(): Promise<StoreState | null> {
    // If a run has nothing to write, this is its only check of the store.
    this.#database.checkFiles();
    return this.#reads.run(() => this.#meta.state());
  }

  async claim(marker: string): Promise<string | null> {
    return this.#database.write(() => this.#meta.claim(marker));
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    this.#write(() => this.#meta.begin(target));
  }

  async clear(): Promise<void> {
    this.#write(() => {
      const held = this.#meta.get("vectors");
      for (const table of VECTOR_ROW_TABLES) this.#database.connection.exec(`DELETE FROM ${table}`);
      this.#meta.clear();
      if (held !== null) this.#meta.set("vectors", held);
      this.#labels.forget();
    });
  }

  async upsert(rows: readonly ChunkWithTerms[]): Promise<void> {
    this.#write(() => {
      const held = this.#vectors();
      if (held === null)
        throw new ColloquyError("store", `${this.#database.path} is not prepared for vectors; call prepare first.`);
      for (const { row, terms } of rows) {
        this.#check(row, held);
        this.#chunks.upsert(row, terms);
      }
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#write(() => {
      for (const id of ids) this.#chunks.remove(id);
    });
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    this.#write(() => this.#meta.complete(target));
  }

  async count({ signal }: ReadOptions = {}): Promise<number> {
    return this.#read(signal, () => (this.#known.count ??= this.#count()));
  }

  async *rows({ signal }: ReadOptions = {}): AsyncGenerator<readonly VectorRow[]> {
    let after: string | null = null;
    for (;;) {
      const page: readonly VectorRow[] = this.#read(signal, () => this.#chunks.page(after, PAGE_ROWS, this.#profile()));
      if (page.length > 0) yield page;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  async files({ signal }: ReadOptions = {}): Promise<readonly string[]> {
    return this.#read(
      signal,
      () =>
        (this.#known.files ??= this.#database.connection.prepare<[], SqlValue>(FILES).pluck().all().map(decodeText)),
    );
  }

  async candidates(query: CandidateQuery, { signal }: ReadOptions = {}): Promise<readonly ChunkCandidate[]> {
    return this.#read(signal, () => {
      this.#checkQuery(query.vector);
      return this.#search
        .candidates(query)
        .map(({ n, words, similarity }) => ({ ...this.#chunks.compared(n, query.vector), words, similarity }));
    });
  }

  async documentFrequencies(terms: readonly string[], { signal }: ReadOptions = {}): Promise<readonly number[]> {
    return this.#read(signal, () => terms.map((term) => this.#search.documentFrequency(term)));
  }

  async neighbours(
    ids: readonly string[],
    { before, after, signal }: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    return this.#read(signal, () => {
      const profile = this.#profile();
      return ids.map((id) => this.#chunks.around(id, before, after, profile));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#meta.release();
    this.#database.close();
  }

  #read<Result>(signal: AbortSignal | undefined, work: () => Result): Result {
    signal?.throwIfAborted();
    return this.#reads.run(work);
  }

  #count(): number {
    return this.#database.connection.prepare<[], number>("SELECT count(*) FROM chunk").pluck().get() ?? 0;
  }

  #vectors(): Vectors | null {
    const held = this.#meta.get("vectors");
    return held === null ? null : (JSON.parse(held) as Vectors);
  }

  #profile(): string {
    return this.#vectors()?.profile ?? "";
  }

  #checkQuery(vector: Float32Array | null): void {
    const held = this.#vectors();
    if (vector !== null && held !== null && vector.length !== held.dimensions)
      throw this.#wrongLength("a query", vector, held);
  }

  #check(row: VectorRow, held: Vectors): void {
    if (row.vector.length !== held.dimensions) throw this.#wrongLength(`chunk ${row.id}`, row.vector, held);
    if (row.profile !== held.profile) {
      throw this.#otherVectors(held, { dimensions: row.vector.length, profile: row.profile });
    }
    if (!row.vector.every(Number.isFinite)) {
      throw new ColloquyError("store", `The vector of chunk ${row.id} has values that are not finite; embed it again.`);
    }
  }

  #wrongLength(what: string, vector: Float32Array, held: Vectors): ColloquyError {
    return new ColloquyError(
      "store",
      `${this.#database.path} holds vectors of ${held.dimensions} dimensions (${held.profile}), and ${what} has ${vector.length}; use that embedding model.`,
    );
  }

  #otherVectors(held: Vectors, wanted: Vectors): ColloquyError {
    const describe = ({ dimensions, profile }: Vectors) => `vectors of ${dimensions} dimensions (${profile})`;
    return new ColloquyError(
      "store",
      `${this.#database.path} holds ${describe(held)} and cannot take ${describe(wanted)}: use the embedding model that made them, or run \`colloquy project --to embedded\`, which fills a new one from the ledger.`,
    );
  }

  #forget(): void {
    this.#search.forget();
    this.#known = {};
  }

  #write(work: () => void): void {
    this.#forget();
    try {
      this.#database.write(() => {
        this.#meta.checkClaim();
        work();
      });
    } catch (error) {
      this.#labels.forget();
      throw error;
    }
  }
}
