import { ColloquyError } from "../model/index.ts";
import { CallError, type GraphReader } from "../ports/index.ts";
import { findSpeakers } from "./find-speakers.ts";
import { type SearchHit, searchChunks, type SearchPorts, type SearchRequest } from "./search-chunks.ts";

export type SearchOptions = Omit<SearchRequest, "words" | "speakers"> & {
  /** Finds only chunks with a turn of this person: a name, an alias or a label, in any case. */
  readonly speaker?: string;
  readonly signal?: AbortSignal;
};

/** The sources of a search. */
export interface SearchSources extends SearchPorts {
  /** Opened only for a search with a speaker. */
  readonly graph: () => Promise<GraphReader>;
  /** Receives a sentence about a part of a search that was not possible. */
  readonly notify: (sentence: string) => void;
}

/**
 * Finds the best chunks for words, the best first. Uses only keywords when the query cannot be embedded.
 * @throws ColloquyError `invalid-input` for a query without words.
 */
export async function searchWorkspace(
  { store, model, graph, notify, ...ports }: SearchSources,
  words: string,
  { speaker, signal, ...request }: SearchOptions,
): Promise<readonly SearchHit[]> {
  if (words.trim() === "") throw new ColloquyError("invalid-input", "The search has no words: pass at least one word.");
  const options = signal === undefined ? {} : { signal };
  const speakers = speaker === undefined ? {} : { speakers: await labelsOf(speaker, { graph, notify, options }) };
  const query = { words, ...request, ...speakers };
  try {
    // An interrupted change of models leaves an empty index that accepts vectors of either model.
    const comparable = (await store.state()) === null ? null : model;
    return await searchChunks({ store, model: comparable, ...ports }, query, options);
  } catch (error) {
    if (!CallError.isInstance(error) || signal?.aborted === true) throw error;
    notify(`Searched by words only, because the query could not be embedded: ${error.message}`);
    return searchChunks({ store, model: null }, query, options);
  }
}

/** The labels of a person, and the given name itself, which may be a label without a person. */
async function labelsOf(
  speaker: string,
  {
    graph,
    notify,
    options,
  }: Pick<SearchSources, "graph" | "notify"> & { readonly options: { readonly signal?: AbortSignal } },
): Promise<readonly string[]> {
  try {
    const found = await findSpeakers(await graph(), speaker, options);
    return [...new Set([speaker, ...found.flatMap(({ labels }) => labels)])];
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    notify(`Speakers are found only by their labels, not by other names: ${error.message}`);
    return [speaker];
  }
}
