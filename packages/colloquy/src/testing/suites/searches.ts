import type { CandidateQuery, ChunkCandidate, ReadOptions, VectorStore } from "../../ports/index.ts";

/** A candidate with its score in one list. */
interface Hit {
  readonly row: ChunkCandidate;
  readonly score: number;
}

type ListOptions = ReadOptions & Pick<CandidateQuery, "limit" | "filter">;

/** The candidates by terms alone, the best first; ties in the order of id. */
export async function matching(
  store: VectorStore,
  terms: readonly string[],
  { limit, filter, ...options }: ListOptions,
): Promise<readonly Hit[]> {
  const query = { terms, vector: null, filter, named: [], limit, beyondTerms: null };
  return best(await store.candidates(query, options), ({ words }) => words);
}

/** The candidates by vector alone, the nearest first; ties in the order of id. */
export async function nearest(
  store: VectorStore,
  vector: Float32Array,
  { limit, filter, ...options }: ListOptions,
): Promise<readonly Hit[]> {
  const query = { terms: [], vector, filter, named: [], limit, beyondTerms: { ids: [] } };
  return best(await store.candidates(query, options), ({ similarity }) => similarity);
}

function best(found: readonly ChunkCandidate[], scoreOf: (row: ChunkCandidate) => number): readonly Hit[] {
  return found
    .map((row) => ({ row, score: scoreOf(row) }))
    .toSorted((one, other) => other.score - one.score || (one.row.id < other.row.id ? -1 : 1));
}
