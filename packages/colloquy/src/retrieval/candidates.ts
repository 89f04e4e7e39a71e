import type { ChunkFilter, ReadOptions, VectorStore } from "../ports/index.ts";
import type { EntityMentions } from "./named-entities.ts";
import { type Candidate, type Comparison, presorted, type UnreadCandidate } from "./relevance.ts";

/** The most candidates of words, and of vectors. */
const CANDIDATES = 200;
/** The most candidates because they mention an entity of the query. */
const MENTIONING = 100;
/** The most candidates whose text is read, the best by what is known without it. */
const READ = 200;
/** The factor by which BM25 multiplies the rarity of a word at most: k1 + 1. */
const MOST_WEIGHT = 2.2;

/** What is searched. */
export interface SearchScope {
  readonly filter: ChunkFilter;
  /** The files that the query names. */
  readonly files: readonly string[];
  /** Whether only chunks with a word of the query are candidates. */
  readonly exact: boolean;
  readonly limit: number;
  readonly mentions: EntityMentions;
}

/**
 * The chunks with words of the query, those with near vectors and those that mention its entities; also the best of the
 * transcripts that it names. The text of those that may be the best is read.
 */
export async function findCandidates(
  store: VectorStore,
  comparison: Comparison,
  scope: SearchScope,
  options: ReadOptions,
): Promise<{ readonly read: readonly Candidate[]; readonly unread: readonly UnreadCandidate[] }> {
  const { query, vector, rarity } = comparison;
  const { filter, files, exact, limit, mentions } = scope;
  const terms = [...new Set(query.terms)];
  const found = await store.candidates(
    {
      terms,
      vector,
      filter,
      named: files,
      limit: Math.max(CANDIDATES, limit),
      beyondTerms: exact ? null : { ids: mentioning(scope) },
    },
    options,
  );
  const most = MOST_WEIGHT * terms.reduce((sum, term) => sum + rarity(term), 0);
  const named = new Set(files);
  const sorted = presorted(
    found.map((chunk) => ({
      ...chunk,
      words: most === 0 ? 0 : chunk.words / most,
      similarity: vector === null ? null : chunk.similarity,
      isNamed: named.has(chunk.file),
      entities: mentions.get(chunk.id) ?? 0,
    })),
    comparison,
  );
  // Of two near-duplicates one is shown.
  const reading = Math.max(READ, 2 * limit);
  const [best, unread] = [sorted.slice(0, reading), sorted.slice(reading)];
  const texts = await store.neighbours(
    best.map(({ id }) => id),
    { ...options, before: 0, after: 0 },
  );
  // A chunk that was removed in between is no candidate.
  const read = best.flatMap((chunk, index): readonly Candidate[] =>
    (texts[index] ?? []).map((row) => ({ ...chunk, row })),
  );
  return { read, unread };
}

/** The chunks with the largest shares of the query's entities; none if the search has a filter. */
function mentioning({ filter, mentions }: SearchScope): readonly string[] {
  if (filter.files !== undefined || filter.speakers !== undefined) return [];
  return [...mentions]
    .toSorted(([one, share], [other, otherShare]) => otherShare - share || (one < other ? -1 : 1))
    .slice(0, MENTIONING)
    .map(([id]) => id);
}
