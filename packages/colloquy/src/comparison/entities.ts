import type { EntityRow } from "../model/index.ts";
import { best, textOrder } from "./best.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { Differences, EntityExample, Overlap } from "./comparison.ts";
import { type Matched, matchEntities, type NamedEntity } from "./match-entities.ts";
import { overlapOfSets } from "./overlap.ts";

/** Returns the key of a name; names with equal keys are the same. */
export type NameKey = (name: string) => string;

export async function readEntities(graph: ComparedGraph): Promise<readonly EntityRow[]> {
  const entities: EntityRow[] = [];
  for await (const rows of graph.rows("entity")) entities.push(...(rows as readonly EntityRow[]));
  return entities;
}

/** Matches the entities of both sides. Namesakes within a side (`Speaker 1` of two files) match only if their first file is the same. */
export async function matchGraphs(
  a: { readonly graph: ComparedGraph; readonly entities: readonly EntityRow[] },
  b: { readonly graph: ComparedGraph; readonly entities: readonly EntityRow[] },
  nameKey: NameKey,
): Promise<Matched> {
  const shared = new Set([...namesakes(a.entities, nameKey), ...namesakes(b.entities, nameKey)]);
  const named = async ({ graph, entities }: typeof a): Promise<readonly NamedEntity[]> => {
    const result: NamedEntity[] = [];
    for (const { id, name, aliases } of entities) {
      const key = nameKey(name);
      const aliasKeys = [...new Set(aliases.map((alias) => nameKey(alias.name)))].filter((alias) => !shared.has(alias));
      if (!shared.has(key)) result.push({ id, key, aliasKeys });
      else result.push({ id, key: `${key}\n${(await graph.firstEvidence(id))?.file ?? ""}`, aliasKeys: [] });
    }
    return result;
  };
  return matchEntities(await named(a), await named(b));
}

function namesakes(entities: readonly EntityRow[], nameKey: NameKey): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of entities) {
    const key = nameKey(name);
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return repeated;
}

export function compareEntities(
  a: readonly EntityRow[],
  b: readonly EntityRow[],
  matched: Matched,
  examples: number,
): Differences<EntityExample> & { readonly named: Overlap; readonly typed: Overlap; readonly byAlias: number } {
  const [namesA, namesB] = [new Set(matched.a.values()), new Set(matched.b.values())];
  const only = (
    entities: readonly EntityRow[],
    matchKeys: ReadonlyMap<string, string>,
    others: ReadonlySet<string>,
  ): readonly EntityExample[] =>
    best(
      entities.filter(({ id }) => !others.has(matchKeys.get(id) ?? "")),
      examples,
      mostMentioned,
    ).map(({ name, type, mentions, transcripts }) => ({ name, type, mentions, transcripts }));
  return {
    named: overlapOfSets(namesA, namesB),
    typed: overlapOfSets(typed(a, matched.a), typed(b, matched.b)),
    byAlias: matched.byAlias,
    onlyA: only(a, matched.a, namesB),
    onlyB: only(b, matched.b, namesA),
  };
}

function typed(entities: readonly EntityRow[], matchKeys: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set(entities.map(({ id, type }) => `${matchKeys.get(id)}\n${type}`));
}

function mostMentioned(one: EntityRow, other: EntityRow): number {
  return other.mentions - one.mentions || textOrder(one.name, other.name) || textOrder(one.id, other.id);
}
