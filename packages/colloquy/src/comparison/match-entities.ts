import { textOrder } from "./best.ts";

/** An entity as it is matched. */
export interface NamedEntity {
  readonly id: string;
  /** Its name, normalised. */
  readonly key: string;
  /** Its other names, normalised. */
  readonly aliasKeys: readonly string[];
}

/** What each entity is, by its id: one key stands for one thing in both workspaces. */
export interface Matched {
  readonly a: ReadonlyMap<string, string>;
  readonly b: ReadonlyMap<string, string>;
  /** How many things were found to be one by an alias. */
  readonly byAlias: number;
}

/**
 * Finds which entities of two workspaces are one thing: those of one name; of the others those of which one bears the
 * other's name as an alias (which of its names an entity shows follows counts, and may differ between two runs). One
 * entity matches at most one of the other side. Swapping the sides swaps the result.
 */
export function matchEntities(a: readonly NamedEntity[], b: readonly NamedEntity[]): Matched {
  const [unmatchedA, unmatchedB] = [without(a, b), without(b, a)];
  const pairs = [
    ...aliasPairs(unmatchedA, unmatchedB),
    ...aliasPairs(unmatchedB, unmatchedA).map(([one, other]) => [other, one] as const),
  ].toSorted(pairOrder);
  const shared = { a: new Map<string, string>(), b: new Map<string, string>() };
  for (const [keyA, keyB] of pairs) {
    if (shared.a.has(keyA) || shared.b.has(keyB)) continue;
    const key = keyA < keyB ? keyA : keyB;
    shared.a.set(keyA, key);
    shared.b.set(keyB, key);
  }
  return { a: things(a, shared.a), b: things(b, shared.b), byAlias: shared.a.size };
}

/** By key: the entities whose name no entity of the other side has. */
function without(entities: readonly NamedEntity[], others: readonly NamedEntity[]): ReadonlyMap<string, NamedEntity> {
  const names = new Set(others.map(({ key }) => key));
  return new Map(entities.filter(({ key }) => !names.has(key)).map((entity) => [entity.key, entity]));
}

/** The name of an entity, and that of another of which it is an alias. */
function aliasPairs(
  entities: ReadonlyMap<string, NamedEntity>,
  others: ReadonlyMap<string, NamedEntity>,
): (readonly [string, string])[] {
  return [...entities.values()].flatMap(({ key, aliasKeys }) =>
    aliasKeys.filter((alias) => others.has(alias)).map((alias) => [key, alias] as const),
  );
}

/** Orders pairs alike whichever side comes first. */
function pairOrder(one: readonly [string, string], other: readonly [string, string]): number {
  const [[lowest = "", highest = ""], [otherLowest = "", otherHighest = ""]] = [one.toSorted(), other.toSorted()];
  return textOrder(lowest, otherLowest) || textOrder(highest, otherHighest);
}

function things(entities: readonly NamedEntity[], shared: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(entities.map(({ id, key }) => [id, shared.get(key) ?? key]));
}
