import { entityId, type EntityRow, nearestWord } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { mayBeSamePerson, normaliseName, numberForms } from "../resolution/index.ts";
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
 * resolution folds names (white space, case, punctuation, articles, titles) and looked for again, then in singular and
 * plural, then among people whose names have a middle initial ("Ann B. Lee" for "Ann Lee").
 */
export async function findEntities(graph: GraphReader, nameOrId: string): Promise<readonly EntityRow[]> {
  const collapsed = nameOrId.trim().replace(/\s+/gu, " ");
  const forms = numberForms(collapsed);
  const byId = async (id: string): Promise<readonly EntityRow[]> => {
    const entity = await graph.entity(id);
    return entity === null ? [] : [entity];
  };
  const namedLike = async (id: string): Promise<readonly EntityRow[]> => {
    const entity = await graph.entity(id);
    return entity === null ? [] : await graph.entitiesByName(entity.name);
  };
  const ways = [
    () => graph.entitiesByName(nameOrId),
    () => byId(collapsed),
    () => graph.entitiesByName(collapsed),
    ...forms.map((form) => () => namedLike(entityId(form))),
    ...forms.map((form) => () => graph.entitiesByName(form)),
    () => peopleByStem(graph, collapsed),
  ];
  for (const way of ways) {
    const found = await way();
    if (found.length > 0) return found;
  }
  return [];
}

async function peopleByStem(graph: GraphReader, name: string): Promise<readonly EntityRow[]> {
  const asked = normaliseName(name);
  const people = await readAll((page) => graph.entities({ ...page, type: "Person" }), CANDIDATES);
  return people.filter((person) => namesOf(person).some((other) => mayBeSamePerson(asked, normaliseName(other))));
}

/** Names that may have been meant by words that name no entity, at most three. */
export async function suggestNames(graph: GraphReader, words: string): Promise<readonly string[]> {
  const similar = await findSimilar(graph, words);
  return [...new Set(similar.map(({ name }) => name))].slice(0, MAX_SUGGESTIONS);
}

/** Entities, of a type or all, of which a name contains the words, the most mentioned first; else the nearest in spelling. */
export async function findSimilar(graph: GraphReader, words: string, type?: string): Promise<readonly EntityRow[]> {
  const filter = type === undefined ? {} : { type };
  const entities = await readAll((page) => graph.entities({ ...page, ...filter }), CANDIDATES);
  const wanted = normaliseName(words).key.toLowerCase().split(" ").filter(Boolean);
  const contains = (name: string): boolean => wanted.every((word) => name.toLowerCase().includes(word));
  const containing = entities.filter((entity) => namesOf(entity).some(contains));
  if (wanted.length > 0 && containing.length > 0) return containing;
  const near = nearestWord(words, entities.flatMap(namesOf));
  return near === null ? [] : entities.filter((entity) => namesOf(entity).includes(near)).slice(0, 1);
}

function namesOf({ name, aliases }: EntityRow): readonly string[] {
  return [name, ...aliases.map((alias) => alias.name)];
}
