import {
  begunState,
  ColloquyError,
  compareText,
  completedState,
  foldCase,
  listFilters,
  type ProjectedEpoch,
  type StoreState,
  type VectorRow,
} from "../../model/index.ts";
import { passageSimilarities } from "../../embedding/index.ts";
import type {
  CandidateQuery,
  ChunkCandidate,
  ChunkFilter,
  ChunkVectors,
  ChunkWithTerms,
  IndexedChunk,
  ReadOptions,
  VectorStore,
} from "../../ports/index.ts";
import { bm25 } from "./bm25.ts";
import { orderBy } from "./order.ts";

const PAGE_ROWS = 100;

interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

/** Chunks in memory: a simple, complete store for tests and as an example of an adapter. */
export function createMemoryVectorStore(): VectorStore {
  return new MemoryVectorStore();
}

class MemoryVectorStore implements VectorStore {
  readonly name = "memory";
  readonly #indexed = new Map<string, ChunkWithTerms>();
  /** In the order of id; null after a change. */
  #sorted: readonly ChunkWithTerms[] | null = null;
  #vectors: Vectors | null = null;
  #state: StoreState | null = null;
  #disposed = false;

  async prepare({ dimensions, profile }: Vectors): Promise<void> {
    this.#checkOpen();
    if (!Number.isSafeInteger(dimensions) || dimensions < 1) {
      throw new ColloquyError(
        "invalid-input",
        `Expected \`dimensions\` to be a whole number above 0, got ${dimensions}.`,
      );
    }
    const held = this.#vectors;
    if (held !== null && this.#indexed.size > 0 && (held.dimensions !== dimensions || held.profile !== profile)) {
      throw refusal(held, `${dimensions} dimensions (${profile})`);
    }
    this.#vectors = { dimensions, profile };
  }

  /** It has one workspace, so every vector is possible after a clear. */
  async examine(): Promise<void> {
    this.#checkOpen();
  }

  async state(): Promise<StoreState | null> {
    this.#checkOpen();
    return this.#state;
  }

  async clear(): Promise<void> {
    this.#checkOpen();
    this.#indexed.clear();
    this.#sorted = null;
    this.#state = null;
  }

  async upsert(rows: readonly ChunkWithTerms[]): Promise<void> {
    this.#checkOpen();
    const held = this.#vectors;
    if (held === null) throw new ColloquyError("store", "The store is not prepared for vectors; call prepare first.");
    for (const { row } of rows) {
      if (row.vector.length !== held.dimensions || row.profile !== held.profile) {
        throw refusal(held, `${row.vector.length} dimensions (${row.profile})`);
      }
      if (!row.vector.every(Number.isFinite)) {
        throw new ColloquyError(
          "store",
          `The vector of chunk ${row.id} has values that are not finite; embed it again.`,
        );
      }
    }
    for (const { row, terms } of rows) {
      const kept = terms.filter((term) => term !== "");
      this.#indexed.set(row.id, { row: { ...row, ...copied(row) }, terms: kept });
    }
    this.#sorted = null;
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#checkOpen();
    for (const id of ids) this.#indexed.delete(id);
    this.#sorted = null;
  }

  /** No other object has these rows, so a claim is never replaced. */
  async claim(): Promise<null> {
    this.#checkOpen();
    return null;
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = begunState(this.#state, target);
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = completedState(target);
  }

  async count({ signal }: ReadOptions = {}): Promise<number> {
    signal?.throwIfAborted();
    return this.#all().length;
  }

  async *rows({ signal }: ReadOptions = {}): AsyncGenerator<readonly VectorRow[]> {
    const rows = this.#all().map((chunk) => chunk.row);
    for (let at = 0; at < rows.length; at += PAGE_ROWS) {
      signal?.throwIfAborted();
      yield rows.slice(at, at + PAGE_ROWS);
    }
  }

  async files({ signal }: ReadOptions = {}): Promise<readonly string[]> {
    signal?.throwIfAborted();
    return [...new Set(this.#all().map((chunk) => chunk.row.file))].sort(compareText);
  }

  async candidates(query: CandidateQuery, { signal }: ReadOptions = {}): Promise<readonly ChunkCandidate[]> {
    signal?.throwIfAborted();
    const { terms, vector, filter, limit, beyondTerms } = query;
    const chunks = this.#all();
    const held = this.#vectors;
    if (vector !== null && held !== null && vector.length !== held.dimensions)
      throw refusal(held, `a query of ${vector.length} dimensions`);
    const scores = bm25(
      chunks.map((chunk) => chunk.terms),
      terms,
    );
    const scored = chunks.map((chunk, index) => ({
      row: chunk.row,
      hasTerm: chunk.terms.some((term) => terms.includes(term)),
      words: scores[index] as number,
      similarity: vector === null ? 0 : cosine(chunk.row.vector, vector),
    }));
    const lists = listFilters(query).map((each) => scored.filter(({ row }) => passes(row, each)));
    const matching = lists.flatMap((list) =>
      best(
        list.filter(({ hasTerm }) => hasTerm),
        ({ words }) => words,
        limit,
      ),
    );
    const beyond =
      beyondTerms === null
        ? []
        : [
            ...(vector === null ? [] : lists.flatMap((list) => best(list, ({ similarity }) => similarity, limit))),
            ...scored.filter(({ row }) => beyondTerms.ids.includes(row.id) && passes(row, filter)),
          ];
    const byWords = new Set(matching);
    return [...new Set([...matching, ...beyond])].map((found) => {
      const { id, transcript, file, ordinal, speakers } = found.row;
      const { similarity } = found;
      const passages = vector === null ? [] : passageSimilarities(found.row.passages ?? new Uint8Array(), vector);
      const words = byWords.has(found) ? found.words : 0;
      return { id, transcript, file, ordinal, speakers, words, similarity, passages };
    });
  }

  async documentFrequencies(terms: readonly string[], { signal }: ReadOptions = {}): Promise<readonly number[]> {
    signal?.throwIfAborted();
    const chunks = this.#all();
    return terms.map((term) => chunks.filter((chunk) => chunk.terms.includes(term)).length);
  }

  async neighbours(
    ids: readonly string[],
    { before, after, signal }: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    signal?.throwIfAborted();
    return ids.map((id) => {
      const middle = this.#indexed.get(id)?.row;
      if (middle === undefined) return [];
      return this.#all()
        .map((chunk) => withoutVector(chunk.row))
        .filter(({ transcript }) => transcript === middle.transcript)
        .filter(({ ordinal }) => ordinal >= middle.ordinal - before && ordinal <= middle.ordinal + after)
        .sort(
          orderBy(
            (row) => row.ordinal,
            (row) => row.id,
          ),
        );
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
  }

  /** In the order of id. */
  #all(): readonly ChunkWithTerms[] {
    this.#checkOpen();
    this.#sorted ??= [...this.#indexed.values()].sort(orderBy((chunk) => chunk.row.id));
    return this.#sorted;
  }

  #checkOpen(): void {
    if (this.#disposed) throw new ColloquyError("store", "The vector store is closed; open another one.");
  }
}

function best<Scored extends { readonly row: VectorRow }>(
  scored: readonly Scored[],
  scoreOf: (each: Scored) => number,
  limit: number,
): readonly Scored[] {
  return scored
    .toSorted(
      orderBy(
        (each) => -scoreOf(each),
        ({ row }) => row.id,
      ),
    )
    .slice(0, limit);
}

function passes(row: VectorRow, { files, speakers }: ChunkFilter): boolean {
  if (files !== undefined && !files.includes(row.file)) return false;
  return speakers === undefined || row.speakers.some((one) => speakers.map(foldCase).includes(foldCase(one)));
}

function copied({ vector, passages }: VectorRow): ChunkVectors {
  return { vector: vector.slice(), ...(passages === undefined ? {} : { passages: passages.slice() }) };
}

function withoutVector(row: VectorRow): IndexedChunk {
  const { vector: _, passages: _passages, ...rest } = row;
  return rest;
}

/** 0 if one of the vectors is all zeros. */
function cosine(left: Float32Array, right: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  const length = Math.sqrt(dot(left, left)) * Math.sqrt(dot(right, right));
  return length === 0 ? 0 : dot(left, right) / length;
}

function refusal(held: Vectors, wanted: string): ColloquyError {
  return new ColloquyError(
    "store",
    `The store holds vectors of ${held.dimensions} dimensions (${held.profile}) and cannot take ${wanted}; use the embedding model that made them, or another store.`,
  );
}
