import { foldCase, listFilters } from "../../../model/index.ts";
import type { Database, Statement } from "better-sqlite3";
import type { CandidateQuery, ChunkFilter } from "../../../ports/index.ts";
import { encodeId, type SqlValue } from "../encoding.ts";
import type { Interner } from "../interner.ts";
import { vectorBytes } from "./chunk-table.ts";
import { largest } from "./largest.ts";
import { SignVectors } from "./sign-vectors.ts";
import { encodeTerm } from "./term-encoding.ts";
import { TermScores } from "./term-scores.ts";

/** A search without filters compares all vectors of a smaller store, and of a larger store those with the nearest signs. */
const COMPARED = { all: 10_000, ofEachHit: 20 } as const;

/** A chunk's number and score. */
type Found = readonly [n: number, score: number];

/** A candidate by its number; its score by terms is 0 if it is not among the best. */
export interface FoundCandidate {
  readonly n: number;
  readonly words: number;
  readonly similarity: number;
}

interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Finds the numbers of chunks; filters are applied before ranking, so that no chunk is missed. */
export class ChunkSearch {
  readonly #connection: Database;
  readonly #labels: Interner;
  readonly #terms: TermScores;
  readonly #statements = new Map<string, Statement<SqlValue[], unknown[]>>();
  /** Null until a search needs them. */
  #signs: SignVectors | null = null;

  constructor(connection: Database, labels: Interner) {
    this.#connection = connection;
    this.#labels = labels;
    this.#terms = new TermScores(connection);
  }

  candidates({ terms, vector, limit, beyondTerms, ...query }: CandidateQuery): readonly FoundCandidate[] {
    const conditions = listFilters(query).flatMap((filter) => this.#condition(filter) ?? []);
    if (conditions[0] === undefined || limit < 1) return [];
    const words = new Map(conditions.flatMap((each) => this.#matching(terms, limit, each)));
    const near =
      vector === null || beyondTerms === null ? [] : conditions.flatMap((each) => this.#nearest(vector, limit, each));
    const asked = this.#numbersOf(beyondTerms?.ids ?? [], conditions[0]);
    const similarities = new Map(near);
    const others = [...words.keys(), ...asked].filter((n) => !similarities.has(n));
    if (vector !== null)
      for (const [n, score] of this.#similarities(vectorBytes(vector), others)) similarities.set(n, score);
    return [...new Set([...words.keys(), ...asked, ...similarities.keys()])].map((n) => ({
      n,
      words: words.get(n) ?? 0,
      similarity: similarities.get(n) ?? 0,
    }));
  }

  documentFrequency(term: string): number {
    if (term === "") return 0;
    const [found] = this.#all("SELECT doc, 0 FROM chunk_vocabulary WHERE term = ?", [encodeTerm(term)]);
    return found?.[0] ?? 0;
  }

  /** Forgets what depends on the stored chunks, after a change of them. */
  forget(): void {
    this.#signs = null;
    this.#terms.forget();
  }

  /** The chunks with the best scores by terms. */
  #matching(terms: readonly string[], limit: number, condition: Condition): readonly Found[] {
    const scores = this.#terms.sum(terms);
    const found = this.#passing(scores, condition);
    const least = largest(
      Float64Array.from(found, (n) => scores[n] as number),
      found.length,
      limit,
    );
    const better = found.filter((n) => (scores[n] as number) > least);
    const equal = found.filter((n) => scores[n] === least);
    const chosen = this.#firstById(equal, limit - better.length);
    return [...better, ...chosen].map((n) => [n, scores[n] as number]);
  }

  /** The numbers of the chunks with a score that pass, in their order. */
  #passing(scores: Float64Array, { sql, parameters }: Condition): readonly number[] {
    const found: number[] = [];
    if (sql === "") {
      for (let n = 0; n < scores.length; n += 1) if ((scores[n] as number) > 0) found.push(n);
      return found;
    }
    for (const [n] of this.#all(`SELECT p.n, 0 FROM chunk p WHERE true ${sql} ORDER BY p.n`, parameters))
      if ((scores[n] as number) > 0) found.push(n);
    return found;
  }

  #firstById(numbers: readonly number[], count: number): readonly number[] {
    if (numbers.length <= count) return numbers;
    const sql = "SELECT n, 0 FROM chunk WHERE n IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?";
    return this.#all(sql, [JSON.stringify(numbers), count]).map(([n]) => n);
  }

  /** The chunks with the nearest vectors. */
  #nearest(vector: Float32Array, limit: number, condition: Condition): readonly Found[] {
    const sought = vectorBytes(vector);
    const select = `SELECT v.n, ${SIMILARITY} AS score FROM`;
    const order = "ORDER BY score DESC, v.id LIMIT ?";
    if (condition.sql !== "") {
      const from = `chunk p CROSS JOIN chunk_vector v ON v.n = p.n WHERE true ${condition.sql}`;
      return this.#all(`${select} ${from} ${order}`, [sought, ...condition.parameters, limit]);
    }
    const numbers = this.#withNearSigns(vector, COMPARED.ofEachHit * limit);
    if (numbers === null) return this.#all(`${select} chunk_vector v ${order}`, [sought, limit]);
    return this.#all(`${select} chunk_vector v WHERE v.n IN (SELECT value FROM json_each(?)) ${order}`, [
      sought,
      JSON.stringify(numbers),
      limit,
    ]);
  }

  #similarities(sought: Uint8Array, numbers: readonly number[]): readonly Found[] {
    const sql = `SELECT v.n, ${SIMILARITY} FROM chunk_vector v WHERE v.n IN (SELECT value FROM json_each(?))`;
    return this.#all(sql, [sought, JSON.stringify(numbers)]);
  }

  /** Null in a store whose vectors are all compared. Signs are packed in whole bytes. */
  #withNearSigns(vector: Float32Array, limit: number): readonly number[] | null {
    if (vector.length % 8 !== 0 || (this.#signs === null && this.#count() <= COMPARED.all)) return null;
    this.#signs ??= new SignVectors(this.#connection, vector.length);
    return this.#signs.nearest(vector, limit);
  }

  #count(): number {
    const [found] = this.#all("SELECT count(*), 0 FROM chunk", []);
    return found?.[0] ?? 0;
  }

  /** The numbers of ids that are known and pass. */
  #numbersOf(ids: readonly string[], { sql, parameters }: Condition): readonly number[] {
    const select = `SELECT p.n, 0 FROM chunk p WHERE p.id = ? ${sql}`;
    return ids.flatMap((id) => this.#all(select, [encodeId(id), ...parameters]).map(([n]) => n));
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

/** The similarity to a vector of zeros is 0. */
const SIMILARITY = "1 - coalesce(vec_distance_cosine(v.vector, ?), 1)";
