import type { Transaction } from "neo4j-driver";
import {
  ColloquyError,
  compareText,
  type ProjectedEpoch,
  type StoreState,
  type VectorRow,
} from "../../../model/index.ts";
import type {
  CandidateQuery,
  ChunkCandidate,
  ChunkWithTerms,
  DamagedRow,
  IndexedChunk,
  ReadOptions,
  RowOptions,
  VectorStore,
} from "../../../ports/index.ts";
import { TermDimensions } from "../../keywords/index.ts";
import { Connection } from "../connection.ts";
import { Portions } from "../portions.ts";
import { listsByNumber, type ReadParameters, readStored } from "../read.ts";
import { createSchema } from "../schema.ts";
import type { Neo4jSettings, Neo4jVectorStoreOptions } from "../settings.ts";
import { readState, removeState } from "../state.ts";
import { numberValue, readNumber, readText, type Stored } from "../values.ts";
import { Writer } from "../writer.ts";
import { checkDimensions, checkRows, checkWritable, refusal, type Vectors } from "./check.ts";
import { checkedRow, wholeRow } from "./damage.ts";
import { decodeChunk, encodeChunk } from "./properties.ts";
import { INDEX_STATE, indexSchema } from "./schema.ts";
import { ChunkSearch } from "./search.ts";
import { STATEMENTS, writeStatement } from "./statements.ts";
import { ChunkStatistics } from "./statistics.ts";
import { termsText } from "./terms-text.ts";

const ROWS_A_TRANSACTION = 500;
const REMOVED_A_TRANSACTION = 5_000;
const PAGE_ROWS = 200;

/**
 * The chunks of one workspace in Neo4j 5.26 or newer, as nodes of their own beside the graph. It connects at the first
 * call, which fails at once when the server cannot be used. Later calls are retried while the server does not answer.
 * In a workspace of more than 2,000 chunks the nearest without a filter are approximate; by terms, the best 200 chunks of
 * the full-text index are scored, or four for each candidate.
 */
export function openNeo4jVectorStore(settings: Neo4jSettings, options: Neo4jVectorStoreOptions): Neo4jVectorStore {
  return new Neo4jVectorStore(settings, options);
}

/** A vector store that may have to wait for its server. */
export class Neo4jVectorStore implements VectorStore {
  readonly name = "neo4j";
  readonly #connection: Connection;
  readonly #workspace: string;
  readonly #portions: Portions;
  readonly #writer: Writer;
  readonly #terms: TermDimensions;
  readonly #termsOf: ((text: string) => string) | null;
  readonly #statistics: ChunkStatistics;
  readonly #search: ChunkSearch;
  #prepared: Vectors | null = null;

  constructor(settings: Neo4jSettings, options: Neo4jVectorStoreOptions) {
    const { workspace, analyse } = options;
    this.#connection = new Connection(settings, options);
    this.#workspace = workspace;
    this.#portions = new Portions(this.#connection);
    const dimensions = new TermDimensions(workspace);
    this.#terms = dimensions;
    this.#termsOf = analyse === undefined ? null : (text) => termsText(analyse(text), dimensions);
    this.#statistics = new ChunkStatistics(this.#connection, workspace, dimensions);
    this.#writer = new Writer(this.#connection, INDEX_STATE, workspace, () => this.#statistics.keepNothing());
    this.#search = new ChunkSearch(this.#connection, workspace, { dimensions, statistics: this.#statistics });
  }

  async prepare(vectors: Vectors): Promise<void> {
    checkDimensions(vectors, this.#connection);
    await this.#writer.inTurn(async () => {
      await checkWritable(this.#connection);
      await createSchema(this.#connection, indexSchema(vectors.dimensions));
      const [held = {}] = await this.#read(STATEMENTS.sample, { limit: numberValue(1) });
      const dimensions = readNumber(held["dimensions"]);
      const profile = readText(held["profile"]);
      if (readNumber(held["chunks"]) > 0 && (dimensions !== vectors.dimensions || profile !== vectors.profile))
        throw refusal({ dimensions, profile }, vectors, this.#connection, this.#workspace);
    });
    this.#prepared = vectors;
  }

  async examine(vectors: Vectors): Promise<void> {
    checkDimensions(vectors, this.#connection);
    await this.#connection.version();
  }

  async state(): Promise<StoreState | null> {
    const state = await this.#connection.read((transaction) => readState(transaction, INDEX_STATE, this.#workspace));
    this.#statistics.keepFor(state);
    return state;
  }

  async claim(marker: string): Promise<string | null> {
    return this.#writer.claim(marker);
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    await this.#writer.begin(target);
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    await this.#writer.complete(target);
  }

  /** Removes the state first, so a partly cleared store is never taken for complete. */
  async clear(): Promise<void> {
    await this.#writer.write((transaction) => removeState(transaction, INDEX_STATE, this.#workspace));
    await this.#writer.inTurn((claim) =>
      this.#portions.sized(REMOVED_A_TRANSACTION, (size) =>
        this.#connection.run(STATEMENTS.clear, {
          workspace: this.#workspace,
          owner: claim.token,
          atOnce: numberValue(size),
        }),
      ),
    );
    await this.#writer.write(async () => {});
  }

  async upsert(chunks: readonly ChunkWithTerms[]): Promise<void> {
    const prepared = this.#prepared;
    if (prepared === null)
      throw new ColloquyError("store", "The search index in Neo4j is not prepared for vectors; call prepare first.");
    checkRows(chunks, prepared, this.#connection, this.#workspace);
    const last = [...new Map(chunks.map((chunk) => [chunk.row.id, chunk])).values()];
    for (let at = 0; at < last.length; at += ROWS_A_TRANSACTION)
      await this.#portions.each(last.slice(at, at + ROWS_A_TRANSACTION), async (part) => {
        const rows = part.map((chunk) => encodeChunk(this.#workspace, chunk, this.#terms));
        await this.#writer.write((transaction) =>
          this.#run(transaction, writeStatement(prepared.dimensions), { rows }),
        );
      });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#portions.each(ids, (part) =>
      this.#writer.write((transaction) => this.#run(transaction, STATEMENTS.remove, { ids: part })),
    );
  }

  async count({ signal }: ReadOptions = {}): Promise<number> {
    const [count] = await this.#read(STATEMENTS.count, {}, signal);
    return readNumber(count);
  }

  rows(options?: ReadOptions): AsyncGenerator<readonly VectorRow[]>;
  rows(options: RowOptions): AsyncGenerator<readonly (VectorRow | DamagedRow)[]>;
  async *rows({ damaged, signal }: Partial<RowOptions> = {}): AsyncGenerator<readonly (VectorRow | DamagedRow)[]> {
    const isReported = damaged === "report";
    const expected = { workspace: this.#workspace, termsOf: isReported ? this.#termsOf : null };
    for (let after = ""; ;) {
      const from = after;
      const { stored, isLast } = await this.#portions.sized(PAGE_ROWS, async (limit) => {
        const page = await this.#read(STATEMENTS.page, { after: from, limit: numberValue(limit) }, signal);
        return { stored: page, isLast: page.length < limit };
      });
      const rows = stored.map((one) => checkedRow(one, expected));
      if (rows.length > 0) yield isReported ? rows : rows.map((row) => wholeRow(row, this.#connection.shownServer));
      if (isLast) return;
      after = rows.at(-1)?.id ?? after;
    }
  }

  async files({ signal }: ReadOptions = {}): Promise<readonly string[]> {
    const stored = await this.#read(STATEMENTS.files, {}, signal);
    return stored.map((one) => decodeChunk(one).file).sort(compareText);
  }

  async candidates(query: CandidateQuery, options: ReadOptions = {}): Promise<readonly ChunkCandidate[]> {
    return this.#search.candidates(query, options);
  }

  async documentFrequencies(terms: readonly string[], { signal }: ReadOptions = {}): Promise<readonly number[]> {
    const { chunks } = await this.#statistics.totals(signal);
    return chunks === 0 ? terms.map(() => 0) : this.#statistics.frequencies(terms, signal);
  }

  async neighbours(
    ids: readonly string[],
    { before, after, signal }: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    const parameters = { of: ids, before: numberValue(before), after: numberValue(after) };
    const stored = await this.#read(STATEMENTS.neighbours, parameters, signal);
    return listsByNumber(ids.length, stored, ({ chunk }) => decodeChunk(chunk as Stored));
  }

  /** As in `Neo4jGraphStore`. */
  stopRetrying(): void {
    this.#connection.stopRetrying();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.release();
    await this.#connection.close();
  }

  #read(statement: string, parameters: ReadParameters, signal?: AbortSignal): Promise<readonly Stored[]> {
    const all = { ...parameters, workspace: this.#workspace };
    return this.#connection.read((transaction) => readStored(transaction, statement, all), signal);
  }

  async #run(transaction: Transaction, statement: string, parameters: ReadParameters): Promise<void> {
    await transaction.run(statement, { ...parameters, workspace: this.#workspace });
  }
}
