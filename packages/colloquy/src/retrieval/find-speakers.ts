import { ColloquyError, didYouMean, type EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { findEntities, findSimilar } from "./find-entities.ts";

/** Of so many that bear a name the labels are looked up: the `Speaker 1` of a thousand files all speak as `Speaker 1`. */
const MOST_NAMESAKES = 20;
const MAX_SUGGESTIONS = 3;

/** Somebody who speaks. */
export interface Speaker {
  readonly person: EntityRow;
  /** Under which labels, in the transcripts. */
  readonly labels: readonly string[];
}

/** Those who speak and bear a name or alias, or have an id; the most mentioned first. */
export async function findSpeakers(
  graph: GraphReader,
  nameOrId: string,
  options: ReadOptions,
): Promise<readonly Speaker[]> {
  const [found = []] = await findEntities(graph, [nameOrId], options);
  return speakersAmong(graph, found, options);
}

/**
 * The first of the entities that bear a name who speaks.
 * @throws ColloquyError `not-found` where none of them speaks.
 */
export async function requireSpeaker(
  graph: GraphReader,
  name: string,
  bearers: readonly EntityRow[],
  options: ReadOptions,
): Promise<EntityRow> {
  const [found] = await speakersAmong(graph, bearers, options);
  if (found !== undefined) return found.person;
  const names = await suggestSpeakers(graph, name, options);
  const [named] = bearers;
  const what = named === undefined ? `Nobody speaks under the name "${name}"` : `${named.name} does not speak`;
  const hint = names.length === 0 ? "`colloquy list speakers` names those who do." : didYouMean(names);
  throw new ColloquyError("not-found", `${what} in these transcripts. ${hint}`);
}

/** Names of speakers that may have been meant, at most three. */
export async function suggestSpeakers(
  graph: GraphReader,
  words: string,
  options: ReadOptions,
): Promise<readonly string[]> {
  const similar = await findSimilar(graph, words, { ...options, type: "Person" });
  const speakers = await speakersAmong(graph, similar, options);
  return [...new Set(speakers.map(({ person }) => person.name))].slice(0, MAX_SUGGESTIONS);
}

async function speakersAmong(
  graph: GraphReader,
  people: readonly EntityRow[],
  options: ReadOptions,
): Promise<readonly Speaker[]> {
  if (people.length === 0) return [];
  const first = people.slice(0, MOST_NAMESAKES);
  const labels = await graph.speakerLabels(
    first.map(({ id }) => id),
    options,
  );
  return first
    .map((person, index) => ({ person, labels: labels[index] ?? [] }))
    .filter((speaker) => speaker.labels.length > 0);
}
