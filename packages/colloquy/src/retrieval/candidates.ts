import type { ChunkCandidate, ChunkFilter, ReadOptions, VectorStore } from "../ports/index.ts";
import type { EntityMentions } from "./named-entities.ts";
import { type Candidate, type Comparison, mostEvidence } from "./relevance.ts";

/** The most candidates of words, and of vectors. */
const CANDIDATES = 200;
/** The most candidates because they mention an entity of the query. */
const MENTIONING = 100;
/** The most candidates whose text and passages are read, the best by what is known without them. */
const READ = 100;
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
 * transcripts that it names. Of these, the ones that may be the best.
 */
export async function findCandidates(
  store: VectorStore,
  comparison: Comparison,
  scope: SearchScope,
  options: ReadOptions,
): Promise<readonly Candidate[]> {
  const { query, vector, rarity } = comparison;
  const { filter, files, findsByMeaning, limit, mentions } = scope;
  const terms = [...new Set(query.terms)];
  const found = await store.candidates(
    {
      terms,
      vector,
      filter,
      named: files,
      limit: Math.max(CANDIDATES, limit),
      beyondTerms: findsByMeaning && vector !== null ? { ids: mentioning(scope) } : null,
    },
    options,
  );
  const most = MOST_WEIGHT * terms.reduce((sum, term) => sum + rarity(term), 0);
  const named = new Set(files);
  const signalsOf = ({ id, file, words, similarity }: ChunkCandidate): Omit<Candidate, "row" | "passages"> => ({
    words: most === 0 ? 0 : words / most,
    similarity: vector === null ? null : similarity,
    isNamed: named.has(file),
    entities: mentions.get(id) ?? 0,
  });
  const best = found
    .map((chunk) => ({ chunk, evidence: mostEvidence({ ...chunk, ...signalsOf(chunk) }, comparison) }))
    .toSorted((one, other) => other.evidence - one.evidence || (one.chunk.id < other.chunk.id ? -1 : 1))
    .slice(0, Math.max(READ, limit))
    .map(({ chunk }) => chunk);
  const read = await store.chunks(
    best.map(({ id }) => id),
    { ...options, vector },
  );
  return best.flatMap((chunk, index) => {
    const whole = read[index];
    // A chunk that was removed in between is no candidate.
    return whole == null ? [] : [{ ...whole, ...signalsOf(chunk) }];
  });
}

/** The chunks with the largest shares of the query's entities; none if the search has a filter. */
function mentioning({ filter, mentions }: SearchScope): readonly string[] {
  if (filter.files !== undefined || filter.speakers !== undefined) return [];
  return [...mentions]
    .toSorted(([one, share], [other, otherShare]) => otherShare - share || (one < other ? -1 : 1))
    .slice(0, MENTIONING)
    .map(([id]) => id);
}
