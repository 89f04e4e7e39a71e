import { foldCase } from "../../../model/index.ts";
import type { Database, Statement } from "better-sqlite3";
import type { ChunkFilter } from "../../../ports/index.ts";
import type { SqlValue } from "../encoding.ts";
import type { Interner } from "../interner.ts";
import { vectorBytes } from "./chunk-table.ts";
import { SignVectors } from "./sign-vectors.ts";
import { anyOf, encodeTerm } from "./term-encoding.ts";

/** A search without filters compares all vectors of a smaller store, and of a larger store those with the nearest signs. */
const COMPARED = { all: 10_000, ofEachHit: 40 } as const;

/** Chunks with equal scores that a search without filters orders by id; of more, it takes those that were written first. */
const MOST_TIES = 2_000;

/** A chunk's number and score. */
export type Found = readonly [n: number, score: number];

interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Finds the numbers of chunks; filters are applied before ranking, so that no chunk is missed. */
export class ChunkSearch {
  readonly #connection: Database;
  readonly #labels: Interner;
  readonly #statements = new Map<string, Statement<SqlValue[], unknown[]>>();
  /** Null until a search needs them. */
  #signs: SignVectors | null = null;

  constructor(connection: Database, labels: Interner) {
    this.#connection = connection;
    this.#labels = labels;
  }

  /** The similarity to a vector of zeros is 0. */
  nearest(vector: Float32Array, limit: number, filter: ChunkFilter): readonly Found[] {
    const condition = this.#condition(filter);
    if (condition === null) return [];
    const sought = vectorBytes(vector);
    if (condition.sql !== "")
      return this.#compared("chunk p CROSS JOIN chunk_vector v ON v.n = p.n", condition, { sought, limit });
    if (!this.#comparesSigns(vector.length)) return this.#compared("chunk_vector v", condition, { sought, limit });
    this.#signs ??= new SignVectors(this.#connection, vector.length);
    const numbers = this.#signs.nearest(sought, COMPARED.ofEachHit * limit);
    const near = { sql: "AND v.n IN (SELECT value FROM json_each(?))", parameters: [JSON.stringify(numbers)] };
    return this.#compared("chunk_vector v", near, { sought, limit });
  }

  /** Forgets what depends on the stored vectors, after a change of them. */
  forget(): void {
    this.#signs = null;
  }

  #compared(
    from: string,
    { sql, parameters }: Condition,
    { sought, limit }: { readonly sought: Uint8Array; readonly limit: number },
  ): readonly Found[] {
    const select = `SELECT v.n, 1 - coalesce(vec_distance_cosine(v.vector, ?), 1) AS score FROM ${from}
      WHERE true ${sql} ORDER BY score DESC, v.id LIMIT ?`;
    return this.#all(select, [sought, ...parameters, limit]);
  }

  /** Signs are packed in whole words. */
  #comparesSigns(dimensions: number): boolean {
    if (dimensions % 32 !== 0) return false;
    if (this.#signs !== null) return true;
    return this.#count() > COMPARED.all;
  }

  #count(): number {
    const [found] = this.#all("SELECT count(*), 0 FROM chunk", []);
    return found?.[0] ?? 0;
  }

  matching(terms: readonly string[], limit: number, filter: ChunkFilter): readonly Found[] {
    const condition = this.#condition(filter);
    const query = anyOf(terms);
    if (query === null || condition === null) return [];
    const scored = "SELECT chunk_terms.rowid AS n, -bm25(chunk_terms) AS score FROM chunk_terms";
    const found =
      condition.sql === ""
        ? `${scored} WHERE chunk_terms MATCH ? ORDER BY score DESC LIMIT ${limit + MOST_TIES}`
        : `${scored} CROSS JOIN chunk p ON p.n = chunk_terms.rowid WHERE chunk_terms MATCH ? ${condition.sql}`;
    const sql = `SELECT f.n, f.score FROM (${found}) f CROSS JOIN chunk p ON p.n = f.n ORDER BY f.score DESC, p.id LIMIT ?`;
    return this.#all(sql, [query, ...condition.parameters, limit]);
  }

  documentFrequency(term: string): number {
    if (term === "") return 0;
    const [found] = this.#all("SELECT doc, 0 FROM chunk_vocabulary WHERE term = ?", [encodeTerm(term)]);
    return found?.[0] ?? 0;
  }

  /** Null if no chunk can pass. */
  #condition({ files, speakers }: ChunkFilter): Condition | null {
    const conditions: string[] = [];
    const parameters: SqlValue[] = [];
    if (files !== undefined) {
      const labels = this.#known(files);
      if (labels.length === 0) return null;
      conditions.push("AND p.file IN (SELECT value FROM json_each(?))");
      parameters.push(JSON.stringify(labels));
    }
    if (speakers !== undefined) {
      const labels = this.#known(speakers.map(foldCase));
      if (labels.length === 0) return null;
      conditions.push("AND p.n IN (SELECT chunk FROM chunk_speaker WHERE speaker IN (SELECT value FROM json_each(?)))");
      parameters.push(JSON.stringify(labels));
    }
    return { sql: conditions.join(" "), parameters };
  }

  #known(values: readonly string[]): readonly number[] {
    return values.map((value) => this.#labels.find(value)).filter((label) => label !== null);
  }

  #all(sql: string, parameters: readonly SqlValue[]): readonly Found[] {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare<SqlValue[], unknown[]>(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement.all(...parameters) as unknown as Found[];
  }
}
