import { ColloquyError } from "../model/index.ts";
import { CallError, type GraphReader } from "../ports/index.ts";
import { labelsOfSpeaker } from "./find-speakers.ts";
import { type EntityMentions, mentionsOf, namedEntities } from "./named-entities.ts";
import {
  type QueryEmbedding,
  type SearchOutcome,
  searchOutcome,
  type SearchPorts,
  type SearchRequest,
} from "./search-chunks.ts";

export type SearchOptions = Omit<SearchRequest, "words" | "speakers"> & {
  /** Finds only chunks with a turn of this person: a name, an alias or a label, in any case. */
  readonly speaker?: string;
  readonly signal?: AbortSignal;
};

/** The sources of a search. */
export interface SearchSources extends Omit<SearchPorts, "mentions"> {
  readonly graph: () => Promise<GraphReader>;
  /** Receives a sentence about a part of a search that was not possible. */
  readonly notify: (sentence: string) => void;
}

/**
 * Finds the best chunks for words, the best first. Uses only keywords when the query cannot be embedded.
 * @throws ColloquyError `invalid-input` for a query without words.
 */
export async function searchWorkspace(
  { store, model, graph, notify, ...others }: SearchSources,
  words: string,
  { speaker, signal, ...request }: SearchOptions,
): Promise<SearchOutcome> {
  if (words.trim() === "") throw new ColloquyError("invalid-input", "The search has no words: pass at least one word.");
  const options = signal === undefined ? {} : { signal };
  const speakers = speaker === undefined ? {} : { speakers: await labelsOf(speaker, { graph, notify, options }) };
  // An interrupted change of models leaves an empty index that accepts vectors of either model.
  const isComparable = model !== null && (await store.state()) !== null;
  const ports = {
    ...others,
    store,
    model: isComparable ? reporting(model, notify) : null,
    mentions: () => mentionsIn(words, { graph, notify, options }),
  };
  return searchOutcome(ports, { words, ...request, ...speakers }, options);
}

/** The model, with a notice instead of an error for a query that it cannot embed. */
function reporting(model: QueryEmbedding, notify: SearchSources["notify"]): QueryEmbedding {
  return {
    async embedQuery(words, options) {
      try {
        return await model.embedQuery(words, options);
      } catch (error) {
        if (!CallError.isInstance(error) || options.signal.aborted) throw error;
        notify(`Searched by words only, because the query could not be embedded: ${error.message}`);
        return null;
      }
    },
  };
}

interface GraphSources extends Pick<SearchSources, "graph" | "notify"> {
  readonly options: { readonly signal?: AbortSignal };
}

/** The chunks that mention entities of a query; none if the graph cannot be read. */
async function mentionsIn(words: string, { graph, notify, options }: GraphSources): Promise<EntityMentions> {
  try {
    const reader = await graph();
    return await mentionsOf(reader, await namedEntities(reader, words, options), options);
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    notify(`Searched without the entities of the graph: ${error.message}`);
    return new Map();
  }
}

/** The labels of a person, and the given name itself, which may be a label without a person. */
async function labelsOf(speaker: string, { graph, notify, options }: GraphSources): Promise<readonly string[]> {
  try {
    return await labelsOfSpeaker(await graph(), speaker, options);
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    notify(`Speakers are found only by their labels, not by other names: ${error.message}`);
    return [speaker];
  }
}
