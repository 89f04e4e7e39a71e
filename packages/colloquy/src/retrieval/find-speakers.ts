import { ColloquyError, didYouMean, type EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { findEntities, findSimilar } from "./find-entities.ts";

/** The most entities of one name whose labels are read: a thousand files may have a `Speaker 1` each. */
const MOST_NAMESAKES = 20;
const MAX_SUGGESTIONS = 3;

/** A person with labels in transcripts. */
export interface Speaker {
  readonly person: EntityRow;
  /** The labels of the person in the transcripts. */
  readonly labels: readonly string[];
}

/** Finds the speakers with a name, an alias or an id, the most mentioned first. */
export async function findSpeakers(
  graph: GraphReader,
  nameOrId: string,
  options: ReadOptions,
): Promise<readonly Speaker[]> {
  const [found = []] = await findEntities(graph, [nameOrId], options);
  return speakersAmong(graph, found, options);
}

/** The labels of the speakers with a name, an alias or an id; and this name itself, which may be a label without a person. */
export async function labelsOfSpeaker(
  graph: GraphReader,
  nameOrId: string,
  options: ReadOptions,
): Promise<readonly string[]> {
  const found = await findSpeakers(graph, nameOrId, options);
  return [...new Set([nameOrId, ...found.flatMap(({ labels }) => labels)])];
}

/**
 * Returns the first speaker among the entities of a name.
 * @throws ColloquyError `not-found` when none of them speaks.
 */
export async function requireSpeaker(
  graph: GraphReader,
  name: string,
  namesakes: readonly EntityRow[],
  options: ReadOptions,
): Promise<EntityRow> {
  const [found] = await speakersAmong(graph, namesakes, options);
  if (found !== undefined) return found.person;
  const names = await suggestSpeakers(graph, name, options);
  const [named] = namesakes;
  const problem = `${named === undefined ? `No speaker has the name "${name}"` : `${named.name} does not speak`} in these transcripts.`;
  if (names.length === 0) throw new ColloquyError("not-found", problem, { list: "speakers" });
  throw new ColloquyError("not-found", `${problem} ${didYouMean(names)}`);
}

/** Names of speakers that resemble words without a match, at most three. */
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
