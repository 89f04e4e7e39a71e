import { ColloquyError, didYouMean, type EntityRow } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { findEntities, findSimilar } from "./find-entity.ts";

/** Of so many that bear a name the labels are looked up: the `Speaker 1` of a thousand files all speak as `Speaker 1`. */
const MOST_NAMESAKES = 20;
const MAX_SUGGESTIONS = 3;

/** Somebody who speaks. */
export interface Speaker {
  readonly person: EntityRow;
  /** As whom, in the transcripts. */
  readonly labels: readonly string[];
}

/** Those who speak and bear a name or alias, or have an id; the most mentioned first. */
export async function findSpeakers(graph: GraphReader, nameOrId: string): Promise<readonly Speaker[]> {
  const found = await findEntities(graph, nameOrId);
  return whoSpeak(graph, found.slice(0, MOST_NAMESAKES));
}

/** @throws ColloquyError `not-found` where nobody speaks who bears the name. */
export async function requireSpeaker(graph: GraphReader, nameOrId: string): Promise<EntityRow> {
  const [found] = await findSpeakers(graph, nameOrId);
  if (found !== undefined) return found.person;
  const names = await suggestSpeakers(graph, nameOrId);
  const [named] = await findEntities(graph, nameOrId);
  const what = named === undefined ? `Nobody speaks under the name "${nameOrId}"` : `${named.name} does not speak`;
  const hint = names.length === 0 ? "`colloquy list speakers` names those who do." : didYouMean(names);
  throw new ColloquyError("not-found", `${what} in these transcripts. ${hint}`);
}

/** Names of speakers that may have been meant, at most three. */
export async function suggestSpeakers(graph: GraphReader, words: string): Promise<readonly string[]> {
  const similar = await findSimilar(graph, words, "Person");
  const speakers = await whoSpeak(graph, similar.slice(0, MOST_NAMESAKES));
  return [...new Set(speakers.map(({ person }) => person.name))].slice(0, MAX_SUGGESTIONS);
}

async function whoSpeak(graph: GraphReader, people: readonly EntityRow[]): Promise<readonly Speaker[]> {
  const speakers = await Promise.all(
    people.map(async (person) => ({ person, labels: await graph.speakerLabels(person.id) })),
  );
  return speakers.filter(({ labels }) => labels.length > 0);
}
