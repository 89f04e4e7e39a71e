import { ColloquyError, didYouMean, entityId, type EntityRow, foldCase, nearestWord } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { mayBeSamePerson, normaliseName, numberForms } from "../resolution/index.ts";

/** The number of entities, the most mentioned, that a misspelt name is compared with. */
const CANDIDATES = 5000;
const MAX_SUGGESTIONS = 3;

/** Finds an entity by an id, a name, an alias or another form of them; of several, the most mentioned. */
export async function findEntity(
  graph: GraphReader,
  nameOrId: string,
  options: ReadOptions,
): Promise<EntityRow | null> {
  const [[found] = []] = await findEntities(graph, [nameOrId], options);
  return found ?? null;
}

/**
 * The first of the entities that were found for a name.
 * @throws ColloquyError `not-found` when there is none.
 */
export async function requireEntity(
  graph: GraphReader,
  found: readonly EntityRow[],
  name: string,
  options: ReadOptions,
): Promise<EntityRow> {
  const [first] = found;
  if (first !== undefined) return first;
  throw noEntityNamed(name, await suggestNames(graph, name, options));
}

/** The error for a name that no entity has. */
export function noEntityNamed(name: string, suggested: readonly string[]): ColloquyError {
  const hint = suggested.length === 0 ? "Search for its words to find names." : didYouMean(suggested);
  return new ColloquyError("not-found", `No entity has the name "${name}". ${hint}`);
}

/**
 * Finds, for each name, all entities with that name, the most mentioned first. Without an exact match the name is
 * normalised as in resolution (white space, case, punctuation, articles, titles), then tried in singular and plural,
 * then compared with people whose names have a middle initial ("Ann B. Lee" for "Ann Lee").
 */
export async function findEntities(
  graph: GraphReader,
  namesOrIds: readonly string[],
  options: ReadOptions,
): Promise<readonly (readonly EntityRow[])[]> {
  const sought = namesOrIds.map((written) => {
    const collapsed = written.trim().replace(/\s+/gu, " ");
    return { written, collapsed, forms: numberForms(collapsed) };
  });
  const keys = sought.flatMap(({ written, collapsed, forms }) => [
    written,
    collapsed,
    ...forms,
    ...forms.map((form) => entityId(form)),
  ]);
  const rows = await graph.findEntities([...new Set(keys)], options);
  const byId = (id: string): readonly EntityRow[] => rows.filter((row) => row.id === id);
  const direct = sought.map(({ written, collapsed }) =>
    firstNonEmpty([() => named(rows, written), () => byId(collapsed), () => named(rows, collapsed)]),
  );
  const missing = sought.filter((_, index) => direct[index]?.length === 0);
  const namesakes = await withSameNames(
    graph,
    missing.flatMap(({ forms }) => firstOfForms(forms, byId)),
    options,
  );
  const folded = missing.map(({ forms }) =>
    firstNonEmpty([
      () => firstOfForms(forms, byId).flatMap(({ name }) => named(namesakes, name)),
      ...forms.map((form) => () => named(rows, form)),
    ]),
  );
  const people = folded.some((found) => found.length === 0)
    ? await graph.entities({ ...options, type: "Person", limit: CANDIDATES })
    : [];
  return sought.map((one, index) => {
    const found = direct[index] ?? [];
    if (found.length > 0) return found;
    const other = folded[missing.indexOf(one)] ?? [];
    return other.length > 0 ? other : byStem(people, one.collapsed);
  });
}

function firstNonEmpty(ways: readonly (() => readonly EntityRow[])[]): readonly EntityRow[] {
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

/** The entity of the first form of a name that is a key of an entity. */
function firstOfForms(forms: readonly string[], byId: (id: string) => readonly EntityRow[]): readonly EntityRow[] {
  return firstNonEmpty(forms.map((form) => () => byId(entityId(form))));
}

/** All entities with the name of one of the given entities. */
async function withSameNames(
  graph: GraphReader,
  entities: readonly EntityRow[],
  options: ReadOptions,
): Promise<readonly EntityRow[]> {
  return entities.length === 0 ? [] : graph.findEntities([...new Set(entities.map(({ name }) => name))], options);
}

function named(rows: readonly EntityRow[], name: string): readonly EntityRow[] {
  const folded = foldCase(name);
  return rows.filter((row) => namesOf(row).some((each) => foldCase(each) === folded));
}

function byStem(people: readonly EntityRow[], name: string): readonly EntityRow[] {
  const sought = normaliseName(name);
  return people.filter((person) => namesOf(person).some((other) => mayBeSamePerson(sought, normaliseName(other))));
}

/** Names of entities that resemble words without a match, at most three. */
export async function suggestNames(
  graph: GraphReader,
  words: string,
  options: ReadOptions,
): Promise<readonly string[]> {
  const similar = await findSimilar(graph, words, options);
  return [...new Set(similar.map(({ name }) => name))].slice(0, MAX_SUGGESTIONS);
}

/**
 * Entities, of a type or all, with a name that contains the words, the most mentioned first; else the entity with the
 * nearest spelling.
 */
export async function findSimilar(
  graph: GraphReader,
  words: string,
  filter: ReadOptions & { readonly type?: string },
): Promise<readonly EntityRow[]> {
  const entities = await graph.entities({ ...filter, limit: CANDIDATES });
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
