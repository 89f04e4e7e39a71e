import { analyse, words } from "../analysis/index.ts";
import { entityId, type EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { numberForms } from "../resolution/index.ts";

/** The longest names that are looked up in a query, in words. */
const MOST_WORDS = 4;
/** An entity with more mentions is everywhere, so that mentions of it select nothing. */
const MOST_MENTIONS = 300;
/** The most entities of a query, those with the longest names first. */
const MOST_ENTITIES = 6;

/** For chunks that mention entities of a query: how much of the query's entities, 0 to 1. Rare entities count more. */
export type EntityMentions = ReadonlyMap<string, number>;

/** The entities that a query names by a name, an alias or another number of them, the longest names first. */
export async function namedEntities(
  graph: Pick<GraphReader, "findEntities">,
  query: string,
  options: ReadOptions,
): Promise<readonly EntityRow[]> {
  const names = namesIn(query);
  if (names.length === 0) return [];
  const keys = names.flatMap((name) => [name, ...numberForms(name).map(entityId)]);
  return (await graph.findEntities([...new Set(keys)], options))
    .toSorted((one, other) => other.name.length - one.name.length)
    .slice(0, MOST_ENTITIES);
}

/** The chunks with mentions of entities; of entities that are mentioned often, none. */
export async function mentionsOf(
  graph: GraphReader,
  entities: readonly EntityRow[],
  options: ReadOptions,
): Promise<EntityMentions> {
  const rare = entities.filter(({ mentions }) => mentions <= MOST_MENTIONS);
  if (rare.length === 0) return new Map();
  const weights = new Map(rare.map(({ id, mentions }) => [id, 1 / Math.log2(2 + mentions)]));
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0);
  const limit = rare.length * MOST_MENTIONS;
  const mentions = await graph.mentions([...weights.keys()], { ...options, limit });
  const mentioned = new Map<string, Set<string>>();
  for (const { entity, evidence } of mentions) {
    const known = mentioned.get(evidence.chunk) ?? new Set();
    mentioned.set(evidence.chunk, known.add(entity));
  }
  const shareOf = (found: ReadonlySet<string>): number =>
    [...found].reduce((all, entity) => all + (weights.get(entity) ?? 0), 0) / sum;
  return new Map([...mentioned].map(([chunk, found]) => [chunk, shareOf(found)]));
}

/** All runs of up to four words that have a content word. */
function namesIn(query: string): readonly string[] {
  const all = words(query);
  const runs = all.flatMap((_, start) =>
    Array.from({ length: MOST_WORDS }, (_length, more) => all.slice(start, start + more + 1).join(" ")),
  );
  return [...new Set(runs)].filter((run) => analyse(run).length > 0);
}
