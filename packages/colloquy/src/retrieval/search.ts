import { ColloquyError } from "../model/index.ts";
import { CallError, type GraphReader } from "../ports/index.ts";
import { findSpeakers } from "./find-speakers.ts";
import { type SearchHit, searchChunks, type SearchPorts, type SearchRequest } from "./search-chunks.ts";

export type SearchOptions = Omit<SearchRequest, "words" | "speakers"> & {
  /** Chunks in which this person has a turn: a name, an alias or a label, compared without case. */
  readonly speaker?: string;
  readonly signal?: AbortSignal;
};

/** What a search reads from. */
export interface SearchSources extends SearchPorts {
  /** Opened where a speaker is asked for. */
  readonly graph: () => Promise<GraphReader>;
  /** Receives a sentence for what a search could not do. */
  readonly tell: (sentence: string) => void;
}

/**
 * The chunks that fit the words best, the best first; by words alone where the query cannot be embedded.
 * @throws ColloquyError `invalid-input` when there are no words to look for.
 */
export async function searchWorkspace(
  { store, model, graph, tell, ...ports }: SearchSources,
  words: string,
  { speaker, signal, ...request }: SearchOptions,
): Promise<readonly SearchHit[]> {
  if (words.trim() === "") throw new ColloquyError("invalid-input", "There are no words to look for: give some.");
  const options = signal === undefined ? {} : { signal };
  const speakers = speaker === undefined ? {} : { speakers: await labelsOf(speaker, { graph, tell, options }) };
  const asked = { words, ...request, ...speakers };
  try {
    // A run that was stopped while it changed models leaves an index of no chunks, prepared for the vectors of either.
    const comparable = (await store.state()) === null ? null : model;
    return await searchChunks({ store, model: comparable, ...ports }, asked, options);
  } catch (error) {
    if (!CallError.isInstance(error) || signal?.aborted === true) throw error;
    tell(`Searched by words alone, because the query could not be embedded: ${error.message}`);
    return searchChunks({ store, model: null }, asked, options);
  }
}

/** The labels under which a person speaks, and the name itself: it may be a label that names nobody. */
async function labelsOf(
  speaker: string,
  {
    graph,
    tell,
    options,
  }: Pick<SearchSources, "graph" | "tell"> & { readonly options: { readonly signal?: AbortSignal } },
): Promise<readonly string[]> {
  try {
    const found = await findSpeakers(await graph(), speaker, options);
    return [...new Set([speaker, ...found.flatMap(({ labels }) => labels)])];
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    tell(`Speakers are found by their labels alone, not by other names: ${error.message}`);
    return [speaker];
  }
}
