import { ColloquyError } from "../model/index.ts";
import { NEVER_ABORTED } from "../pipeline/index.ts";
import type { EmbeddingModel, VectorStore } from "../ports/index.ts";
import { type SearchHit, searchPassages, type SearchRequest } from "../retrieval/index.ts";

export type SearchOptions = Omit<SearchRequest, "words"> & { readonly signal?: AbortSignal };
export type { SearchHit };

/** @throws ColloquyError `invalid-input` when there are no words to look for. */
export async function searchWorkspace(
  store: VectorStore,
  model: EmbeddingModel,
  words: string,
  { signal = NEVER_ABORTED, ...request }: SearchOptions,
): Promise<readonly SearchHit[]> {
  if (words.trim() === "") throw new ColloquyError("invalid-input", "There are no words to look for: give some.");
  return searchPassages({ store, model }, { words, ...request }, { signal });
}
