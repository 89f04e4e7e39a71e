import { CROSS_EPISODE, type EvidenceRow, type Polarity, type RelationshipRow } from "../model/index.ts";
import { best, textOrder } from "./best.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { Differences, Overlap } from "./comparison.ts";
import { overlapOfSets } from "./overlap.ts";

/** A relationship whose ends are match keys, which are the same in both workspaces. */
export interface Relation {
  readonly row: RelationshipRow;
  readonly source: string;
  readonly target: string;
  readonly polarities: readonly Polarity[];
}

export interface Relations {
  /** Relations with at least one evidence that is not implied. */
  readonly stated: readonly Relation[];
  readonly implied: readonly Relation[];
  /** A key for each entity and transcript in which it recurs: match key and file. */
  readonly recurrences: ReadonlySet<string>;
}

/** The relations that only one side has; the caller makes examples of them. */
export type RelationsCompared = Differences<Relation> & { readonly typed: Overlap };

/** How ids and relation types of a workspace are compared. */
export interface RelationKeys {
  /** The match key of each entity. */
  readonly matchKeys: ReadonlyMap<string, string>;
  /** The file of each transcript. */
  readonly files: ReadonlyMap<string, string>;
  readonly isSymmetric: (relationType: string) => boolean;
}

export async function readRelations(graph: ComparedGraph, keys: RelationKeys): Promise<Relations> {
  const { matchKeys, files } = keys;
  const recurrences = new Set<string>();
  const relationships = new Map<string, { readonly row: RelationshipRow; readonly polarities: Polarity[] }>();
  for await (const rows of graph.rows("relationship")) {
    for (const row of rows as readonly RelationshipRow[]) {
      if (row.type === CROSS_EPISODE) recurrences.add(`${matchKeys.get(row.source)}\n${files.get(row.target)}`);
      // A derived relationship follows from names, and not from what the extractors compared here found.
      else if (row.derived === undefined && row.withdrawn === undefined)
        relationships.set(row.id, { row, polarities: [] });
    }
  }
  for await (const rows of graph.rows("evidence"))
    for (const { of, evidence } of rows as readonly EvidenceRow[]) {
      const polarities = relationships.get(of)?.polarities;
      if (polarities?.includes(evidence.polarity) === false) polarities.push(evidence.polarity);
    }
  const relations = [...relationships.values()].map(({ row, polarities }) => ({
    row,
    ...endsOf(row, keys),
    polarities: polarities.toSorted(),
  }));
  const isStated = ({ polarities }: Relation): boolean => polarities.some((polarity) => polarity !== "implied");
  return {
    stated: relations.filter(isStated),
    implied: relations.filter((relation) => !isStated(relation)),
    recurrences,
  };
}

/** Sorts the ends of a symmetric relation, because stores sort them by ids, which differ between workspaces. */
function endsOf({ source, type, target }: RelationshipRow, { matchKeys, isSymmetric }: RelationKeys) {
  const ends = { source: matchKeys.get(source) ?? "", target: matchKeys.get(target) ?? "" };
  return isSymmetric(type) && ends.target < ends.source ? { source: ends.target, target: ends.source } : ends;
}

export function compareStated(
  a: readonly Relation[],
  b: readonly Relation[],
  examples: number,
): RelationsCompared & { readonly untyped: Overlap; readonly withPolarity: Overlap } {
  return {
    ...compareTyped(a, b, examples),
    untyped: overlapOfSets(setOf(a, untypedKeys), setOf(b, untypedKeys)),
    withPolarity: overlapOfSets(setOf(a, polarityKeys), setOf(b, polarityKeys)),
  };
}

export function compareTyped(a: readonly Relation[], b: readonly Relation[], examples: number): RelationsCompared {
  const [keysA, keysB] = [setOf(a, typedKeys), setOf(b, typedKeys)];
  const only = (relations: readonly Relation[], others: ReadonlySet<string>): readonly Relation[] =>
    best(
      relations.filter((relation) => !typedKeys(relation).every((key) => others.has(key))),
      examples,
      bestSupported,
    );
  return { typed: overlapOfSets(keysA, keysB), onlyA: only(a, keysB), onlyB: only(b, keysA) };
}

function setOf(relations: readonly Relation[], keys: (relation: Relation) => readonly string[]): ReadonlySet<string> {
  return new Set(relations.flatMap(keys));
}

const untypedKeys = ({ source, target }: Relation): readonly string[] => [JSON.stringify([source, target])];
const typedKeys = ({ source, row, target }: Relation): readonly string[] => [
  JSON.stringify([source, row.type, target]),
];
/** One key for each polarity of the relation. */
const polarityKeys = ({ source, row, target, polarities }: Relation): readonly string[] =>
  polarities
    .filter((polarity) => polarity !== "implied")
    .map((polarity) => JSON.stringify([source, row.type, target, polarity]));

function bestSupported(one: Relation, other: Relation): number {
  return (
    other.row.count - one.row.count ||
    other.row.confidence - one.row.confidence ||
    textOrder(one.source, other.source) ||
    textOrder(one.row.type, other.row.type) ||
    textOrder(one.target, other.target)
  );
}
