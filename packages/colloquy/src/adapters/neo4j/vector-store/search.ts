import { ColloquyError, listFilters } from "../../../model/index.ts";
import { passageSimilarities } from "../../../embedding/index.ts";
import type { CandidateQuery, ChunkCandidate, ChunkFilter, ReadOptions } from "../../../ports/index.ts";
import { bm25Score, type QueriedTerm, type TermDimensions, termRarity } from "../../keywords/index.ts";
import type { Connection } from "../connection.ts";
import { readStored } from "../read.ts";
import { numberValue, readNumber, readText, type Stored } from "../values.ts";
import { decodeLight } from "./properties.ts";
import { vectorIndex } from "./schema.ts";
import {
  comparedStatement,
  everyNearest,
  filterParameters,
  INDEXED_NEAREST,
  matchingStatement,
  STATEMENTS,
} from "./statements.ts";
import type { ChunkStatistics } from "./statistics.ts";
import { countsIn, termWord } from "./terms-text.ts";

/** A workspace of at most so many chunks is compared chunk by chunk, which is exact. */
const MOST_COMPARED = 2_000;
/** Chunks that are asked of an index: its order is nearly, but not exactly, that of the scores. */
const CANDIDATES = { least: 200, perHit: 4 } as const;
/** The index finds the chunks of all workspaces: these numbers are asked in turn, then all chunks are compared. */
const WIDENING = [1, 10, 100] as const;
/** The server refuses a full-text query of more than 1,024 words. */
const WORDS_A_QUERY = 1_000;
/** The full-text index needs a weight above 0, without an exponent. */
const WEIGHT_DECIMALS = 6;

interface ListOptions extends ReadOptions {
  readonly limit: number;
  readonly filter: ChunkFilter;
}

/** Searches the chunks of one workspace. */
export class ChunkSearch {
  readonly #connection: Connection;
  readonly #workspace: string;
  readonly #dimensions: TermDimensions;
  readonly #statistics: ChunkStatistics;

  constructor(
    connection: Connection,
    workspace: string,
    { dimensions, statistics }: { readonly dimensions: TermDimensions; readonly statistics: ChunkStatistics },
  ) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#dimensions = dimensions;
    this.#statistics = statistics;
  }

  async candidates(query: CandidateQuery, { signal }: ReadOptions): Promise<readonly ChunkCandidate[]> {
    const { terms, vector, filter, limit, beyondTerms } = query;
    if (limit < 1 || isImpossible(filter)) return [];
    const chunks = vector === null ? 0 : await this.#chunksLike(vector, signal);
    const words = new Map<string, number>();
    const ids = new Set(beyondTerms?.ids);
    for (const each of listFilters(query)) {
      const list = { limit, filter: each, signal };
      for (const [id, score] of await this.#matching(terms, list)) words.set(id, score);
      if (vector === null || beyondTerms === null) continue;
      for (const id of await this.#nearest(vector, { ...list, chunks })) ids.add(id);
    }
    const parameters = { ...vectorParameters(vector), ...filterParameters(filter) };
    const of = [...new Set([...words.keys(), ...ids])];
    const stored = await this.#read(comparedStatement(filter), { ...parameters, of }, signal);
    return stored.map(({ chunk, score, passages }) => {
      const light = decodeLight(chunk as Stored);
      return {
        ...light,
        words: words.get(light.id) ?? 0,
        similarity: 2 * readNumber(score) - 1,
        passages:
          vector !== null && passages instanceof Int8Array
            ? passageSimilarities(Uint8Array.from(passages), vector)
            : [],
      };
    });
  }

  /**
   * The number of chunks, at most one more than are compared.
   * @throws ColloquyError `store` if the vector has another length than theirs.
   */
  async #chunksLike(vector: Float32Array, signal: AbortSignal | undefined): Promise<number> {
    const [sample = {}] = await this.#read(STATEMENTS.sample, { limit: numberValue(MOST_COMPARED + 1) }, signal);
    const chunks = readNumber(sample["chunks"]);
    if (chunks === 0) return 0;
    const dimensions = readNumber(sample["dimensions"]);
    if (vector.length === dimensions) return chunks;
    throw new ColloquyError(
      "store",
      `The search index in ${this.#connection.shownServer} holds vectors of ${dimensions} dimensions, but the query has ${vector.length}; use the embedding model of the index.`,
    );
  }

  /**
   * The nearest chunks. Compares every chunk of a small workspace, or of a filter. In a large workspace the vector index,
   * which is approximate, chooses the chunks to compare.
   */
  async #nearest(
    vector: Float32Array,
    { chunks, limit, filter, signal }: ListOptions & { readonly chunks: number },
  ): Promise<readonly string[]> {
    if (chunks === 0 || isImpossible(filter)) return [];
    const parameters = { ...vectorParameters(vector), limit: numberValue(limit) };
    const isFiltered = filter.files !== undefined || filter.speakers !== undefined;
    const found =
      chunks > MOST_COMPARED && !isFiltered && !parameters.isZero
        ? await this.#indexedNearest(vector.length, parameters, limit, signal)
        : null;
    const stored =
      found ?? (await this.#read(everyNearest(filter), { ...parameters, ...filterParameters(filter) }, signal));
    return stored.map(readText);
  }

  /**
   * The best chunks by BM25, with their scores. Lucene's BM25 has other weights, average lengths of all workspaces and
   * rounded lengths, so its best chunks are scored again from their terms.
   */
  async #matching(
    terms: readonly string[],
    { limit, filter, signal }: ListOptions,
  ): Promise<readonly (readonly [id: string, score: number])[]> {
    if (isImpossible(filter)) return [];
    const { averageLength, indexed, query, words } = await this.#query(terms, signal);
    if (query.length === 0) return [];
    const asked = numberValue(Math.max(CANDIDATES.least, CANDIDATES.perHit * limit));
    const isFiltered = filter.files !== undefined || filter.speakers !== undefined;
    const candidates = new Map<string, number>();
    for (let at = 0; at < words.length; at += WORDS_A_QUERY) {
      const parameters = {
        query: words
          .slice(at, at + WORDS_A_QUERY)
          .map((word) => weighted(word, indexed))
          .join(" "),
        // Lucene's best chunks may not pass the filter.
        options: isFiltered ? {} : { limit: asked },
        limit: asked,
        ...filterParameters(filter),
      };
      for (const { id, terms: text } of await this.#read(matchingStatement(filter), parameters, signal))
        candidates.set(readText(id), bm25Score(query, countsIn(readText(text)), averageLength));
    }
    return [...candidates].sort(byScoreAndId).slice(0, limit);
  }

  /** Null when the index finds too few chunks of the workspace. */
  async #indexedNearest(
    dimensions: number,
    parameters: Readonly<Record<string, unknown>>,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly Stored[] | null> {
    const index = vectorIndex(dimensions);
    for (const times of WIDENING) {
      const asked = numberValue(times * Math.max(CANDIDATES.least, CANDIDATES.perHit * limit));
      const found = await this.#read(INDEXED_NEAREST, { ...parameters, index, asked }, signal);
      if (found.length >= limit) return found;
    }
    return null;
  }

  /** The terms that some chunk has, each with its rarity; words without repeats. */
  async #query(terms: readonly string[], signal: AbortSignal | undefined) {
    const totals = await this.#statistics.totals(signal);
    // Without chunks there may be no index.
    const frequencies = totals.chunks === 0 ? [] : await this.#statistics.frequencies(terms, signal);
    const query: QueriedTerm[] = [];
    const words = new Map<string, Word>();
    for (const [index, term] of terms.entries()) {
      const having = Math.min(frequencies[index] ?? 0, totals.chunks);
      if (having === 0) continue;
      const rarity = termRarity(totals.chunks, having);
      query.push({ dimension: this.#dimensions.dimensionOf(term), rarity });
      const text = termWord(term, this.#dimensions);
      words.set(text, { text, having, weight: (words.get(text)?.weight ?? 0) + rarity });
    }
    return { ...totals, query, words: [...words.values()] };
  }

  #read(
    statement: string,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<readonly Stored[]> {
    const all = { ...parameters, workspace: this.#workspace };
    return this.#connection.read((transaction) => readStored(transaction, statement, all), signal);
  }
}

interface Word {
  readonly text: string;
  /** The number of chunks with it. */
  readonly having: number;
  /** Its rarity, as often as the query repeats it. */
  readonly weight: number;
}

/** A word of a full-text query, weighted so that Lucene's own rarity of it cancels out. */
function weighted({ text, having, weight }: Word, indexed: number): string {
  const rarity = Math.log(1 + (Math.max(indexed, having) - having + 0.5) / (having + 0.5));
  const least = 10 ** -WEIGHT_DECIMALS;
  return `${text}^${Math.max(least, weight / rarity).toFixed(WEIGHT_DECIMALS)}`;
}

/** A vector of zeros, or none, is similar to nothing. */
function vectorParameters(vector: Float32Array | null) {
  const values = Array.from(vector ?? []);
  return { vector: values, isZero: values.every((value) => value === 0) };
}

function isImpossible({ files, speakers }: ChunkFilter): boolean {
  return files?.length === 0 || speakers?.length === 0;
}

function byScoreAndId([leftId, left]: readonly [string, number], [rightId, right]: readonly [string, number]): number {
  return right - left || (leftId < rightId ? -1 : 1);
}
