import { readFileSync } from "node:fs";

export type Pair = readonly [string, string];

/** Which names mean the same thing, by one annotator: see ../shared/data/gold/notes.md. */
export interface Gold {
  readonly clusters: readonly (readonly string[])[];
  /** Pairs that must stay apart although they look alike. */
  readonly distinct: readonly Pair[];
  readonly unscored: readonly Pair[];
}

/** The result of comparing entities with gold clusters. A pair is two names of the replies. */
export interface Score {
  /** The part of the merged pairs that the gold merges too. */
  readonly precision: number;
  /** The part of the gold's pairs that are merged. */
  readonly recall: number;
  readonly f1: number;
  /** Clusters whose names are all in one entity. */
  readonly wholeClusters: number;
  readonly mergedDistinct: readonly Pair[];
  /** Merged pairs that the gold keeps apart. */
  readonly wrong: readonly Pair[];
  /** Pairs of the gold that are not merged. */
  readonly missing: readonly Pair[];
}

export function readGold(file: string): Gold {
  const { clusters, distinct, unscored } = JSON.parse(readFileSync(file, "utf8")) as Gold;
  return { clusters, distinct, unscored };
}

/** @param entities Maps each name to the ids of the entities that have it. */
export function scoreNames(gold: Gold, entities: ReadonlyMap<string, ReadonlySet<string>>): Score {
  const clusterOf = new Map<string, number>();
  gold.clusters.forEach((names, index) => names.forEach((name) => clusterOf.set(name, index)));
  const groupOf = (name: string): string => String(clusterOf.get(name) ?? name);
  const unscored = new Set(gold.unscored.map(([one, other]) => keyOf(groupOf(one), groupOf(other))));
  const isMerged = ([one, other]: Pair): boolean =>
    [...(entities.get(one) ?? [])].some((id) => entities.get(other)?.has(id));
  const names = [...entities.keys()];
  const [right, wrong, missing]: [Pair[], Pair[], Pair[]] = [[], [], []];
  names.forEach((one, index) => {
    for (const other of names.slice(index + 1)) {
      const isGold = groupOf(one) === groupOf(other);
      if (!isGold && unscored.has(keyOf(groupOf(one), groupOf(other)))) continue;
      const pair = [one, other] as const;
      if (isMerged(pair)) (isGold ? right : wrong).push(pair);
      else if (isGold) missing.push(pair);
    }
  });
  const precision = right.length / Math.max(1, right.length + wrong.length);
  const recall = right.length / Math.max(1, right.length + missing.length);
  const isWhole = (cluster: readonly string[]): boolean =>
    cluster.every((one, index) => cluster.slice(index + 1).every((other) => isMerged([one, other])));
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wholeClusters: gold.clusters.filter(isWhole).length,
    mergedDistinct: gold.distinct.filter(isMerged),
    wrong,
    missing,
  };
}

function keyOf(one: string, other: string): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}
