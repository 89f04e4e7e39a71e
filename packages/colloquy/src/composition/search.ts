import { ColloquyError } from "../model/index.ts";
import { NEVER_ABORTED } from "../calls/index.ts";
import { CallError, type VectorStore } from "../ports/index.ts";
import { type SearchHit, searchPassages, type SearchRequest } from "../retrieval/index.ts";
import type { QueryModel } from "./models/query-model.ts";

export type SearchOptions = Omit<SearchRequest, "words" | "speakers"> & {
  /** Passages in which this person has a turn: a name, an alias or a label, compared without case. */
  readonly speaker?: string;
  readonly signal?: AbortSignal;
};
export type { SearchHit };

/**
 * @param tell hears a sentence where a query is not compared by meaning although the vectors would allow it.
 * @throws ColloquyError `invalid-input` when there are no words to look for.
 */
export async function searchWorkspace(
  store: VectorStore,
  { embedding, ranking }: Pick<QueryModel, "embedding" | "ranking">,
  words: string,
  { signal = NEVER_ABORTED, ...request }: Omit<SearchRequest, "words"> & Pick<SearchOptions, "signal">,
  tell: (sentence: string) => void,
): Promise<readonly SearchHit[]> {
  if (words.trim() === "") throw new ColloquyError("invalid-input", "There are no words to look for: give some.");
  const asked = { words, ...request };
  try {
    // A run that was stopped while it changed models leaves an index of no passages, prepared for the vectors of either.
    const model = (await store.state()) === null ? null : embedding;
    return await searchPassages({ store, model, ranking }, asked, { signal });
  } catch (error) {
    if (!CallError.isInstance(error) || signal.aborted) throw error;
    tell(`Searched by words alone, because the query could not be embedded: ${error.message}`);
    return searchPassages({ store, model: null }, asked, { signal });
  }
}
