import { textOrder } from "./best.ts";

/** An entity with its normalised names. */
export interface NamedEntity {
  readonly id: string;
  /** The display name. */
  readonly key: string;
  /** The other names. */
  readonly aliasKeys: readonly string[];
}

/** The match key of each entity, by its id. Matched entities of both workspaces have the same key. */
export interface Matched {
  readonly a: ReadonlyMap<string, string>;
  readonly b: ReadonlyMap<string, string>;
  /** Number of matches by an alias. */
  readonly byAlias: number;
}

/**
 * Matches the entities of two workspaces: first by display name, then by a display name that is an alias of the other entity
 * (the display name depends on counts and may differ between two runs). An entity matches at most one entity of the other
 * side. Swapping the sides swaps the result.
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
  return { a: matchKeys(a, shared.a), b: matchKeys(b, shared.b), byAlias: shared.a.size };
}

/** The entities whose display name does not occur on the other side, by key. */
function without(entities: readonly NamedEntity[], others: readonly NamedEntity[]): ReadonlyMap<string, NamedEntity> {
  const names = new Set(others.map(({ key }) => key));
  return new Map(entities.filter(({ key }) => !names.has(key)).map((entity) => [entity.key, entity]));
}

/** Pairs of an entity's name and one of its aliases that is the name of an entity of the other side. */
function aliasPairs(
  entities: ReadonlyMap<string, NamedEntity>,
  others: ReadonlyMap<string, NamedEntity>,
): (readonly [string, string])[] {
  return [...entities.values()].flatMap(({ key, aliasKeys }) =>
    aliasKeys.filter((alias) => others.has(alias)).map((alias) => [key, alias] as const),
  );
}

/** An order of pairs that does not depend on which side comes first. */
function pairOrder(one: readonly [string, string], other: readonly [string, string]): number {
  const [[lowest = "", highest = ""], [otherLowest = "", otherHighest = ""]] = [one.toSorted(), other.toSorted()];
  return textOrder(lowest, otherLowest) || textOrder(highest, otherHighest);
}

function matchKeys(entities: readonly NamedEntity[], shared: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(entities.map(({ id, key }) => [id, shared.get(key) ?? key]));
}
