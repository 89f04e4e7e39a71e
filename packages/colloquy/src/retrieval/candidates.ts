import type { ChunkFilter, ChunkHit, IndexedChunk, ReadOptions, VectorStore } from "../ports/index.ts";
import type { EntityMentions } from "./named-entities.ts";
import type { Candidate, Comparison } from "./relevance.ts";

/** The most candidates of words, and of vectors. */
const CANDIDATES = 200;
/** The most candidates that only mention an entity of the query. */
const MENTIONING = 100;
/** The factor by which BM25 multiplies the rarity of a word at most: k1 + 1. */
const MOST_WEIGHT = 2.2;

/** What is searched. */
export interface SearchScope {
  readonly filter: ChunkFilter;
  /** The files that the query names. */
  readonly files: readonly string[];
  readonly findsByMeaning: boolean;
  readonly limit: number;
  readonly mentions: EntityMentions;
}

/**
 * The chunks with words of the query, those with near vectors and those that mention its entities; also the best of the
 * transcripts that it names.
 */
export async function findCandidates(
  store: VectorStore,
  { query, vector, rarity }: Comparison,
  { filter, files, findsByMeaning, limit, mentions }: SearchScope,
  options: ReadOptions,
): Promise<readonly Candidate[]> {
  const filters = files.length === 0 ? [filter] : [filter, { ...filter, files }];
  const terms = [...new Set(query.terms)];
  const byVector = findsByMeaning ? vector : null;
  const found = await Promise.all(
    filters.flatMap((each) => {
      const request = { ...options, limit: Math.max(CANDIDATES, limit), filter: each };
      return [
        terms.length === 0 ? [] : store.matching(terms, request),
        byVector === null ? [] : store.nearest(byVector, request),
      ];
    }),
  );
  const scores = new Map(
    found.flatMap((hits, index) => (index % 2 === 0 ? hits : [])).map(({ row, score }) => [row.id, score]),
  );
  const rows = new Map<string, IndexedChunk>(found.flat().map(({ row }: ChunkHit) => [row.id, row]));
  if (findsByMeaning)
    for (const row of await mentioning(store, mentions, { filter, known: rows }, options)) rows.set(row.id, row);
  const vectors = vector === null ? [] : await store.vectorsOf([...rows.keys()], options);
  const most = MOST_WEIGHT * terms.reduce((sum, term) => sum + rarity(term), 0);
  const named = new Set(files);
  return [...rows.values()].map((row, index) => ({
    row,
    words: most === 0 ? 0 : (scores.get(row.id) ?? 0) / most,
    vectors: vectors[index] ?? null,
    isNamed: named.has(row.file),
    entities: mentions.get(row.id) ?? 0,
  }));
}

/** The chunks with the largest shares of the query's entities that are no candidates yet. */
async function mentioning(
  store: VectorStore,
  mentions: EntityMentions,
  { filter, known }: { readonly filter: ChunkFilter; readonly known: ReadonlyMap<string, IndexedChunk> },
  options: ReadOptions,
): Promise<readonly IndexedChunk[]> {
  if (filter.files !== undefined || filter.speakers !== undefined) return [];
  const ids = [...mentions]
    .filter(([id]) => !known.has(id))
    .toSorted(([one, share], [other, otherShare]) => otherShare - share || (one < other ? -1 : 1))
    .slice(0, MENTIONING)
    .map(([id]) => id);
  if (ids.length === 0) return [];
  return (await store.neighbours(ids, { ...options, before: 0, after: 0 })).flat();
}
