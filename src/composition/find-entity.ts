import { entityId, type EntityRow, nearestWord } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { normaliseName } from "../resolution/index.ts";
import { readAll } from "./paging.ts";

/** Among how many names, the most mentioned ones, a misspelt one is looked for. */
const CANDIDATES = 5000;
const MAX_SUGGESTIONS = 3;

/** The entity that is meant by an id, a name, an alias or another form of it; of several the most mentioned. */
export async function findEntity(graph: GraphReader, nameOrId: string): Promise<EntityRow | null> {
  const [found] = await findEntities(graph, nameOrId);
  return found ?? null;
}

/**
 * All entities that bear a name, the most mentioned first. Where nobody bears it as it is written, it is folded as
 * resolution folds names (white space, case, punctuation, articles, titles, plural) and looked for again.
 */
export async function findEntities(graph: GraphReader, nameOrId: string): Promise<readonly EntityRow[]> {
  const collapsed = nameOrId.trim().replace(/\s+/gu, " ");
  const { key, stem } = normaliseName(collapsed);
  const byId = async (id: string): Promise<readonly EntityRow[]> => {
    const entity = await graph.entity(id);
    return entity === null ? [] : [entity];
  };
  const ways = [
    () => graph.entitiesByName(nameOrId),
    () => byId(collapsed),
    () => graph.entitiesByName(collapsed),
    () => byId(entityId(key)),
    () => byId(entityId(stem)),
    () => graph.entitiesByName(key),
    () => graph.entitiesByName(stem),
  ];
  for (const way of ways) {
    const found = await way();
    if (found.length > 0) return found;
  }
  return [];
}

/** Names that may have been meant: those that contain the words, the most mentioned first, or else the nearest in spelling. */
export async function suggestNames(graph: GraphReader, words: string): Promise<readonly string[]> {
  const entities = await readAll((page) => graph.entities(page), CANDIDATES);
  const wanted = normaliseName(words).key.toLowerCase().split(" ").filter(Boolean);
  const contains = (name: string): boolean => wanted.every((word) => name.toLowerCase().includes(word));
  const containing = entities.filter(({ name, aliases }) =>
    [name, ...aliases.map((alias) => alias.name)].some(contains),
  );
  if (wanted.length > 0 && containing.length > 0)
    return [...new Set(containing.map(({ name }) => name))].slice(0, MAX_SUGGESTIONS);
  const near = nearestWord(
    words,
    entities.map(({ name }) => name),
  );
  return near === null ? [] : [near];
}
