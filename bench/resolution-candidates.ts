import { type ComparedName, compareNames } from "../packages/colloquy/src/resolution/candidates.ts";
import { normaliseName } from "../packages/colloquy/src/resolution/index.ts";
import { formsOf } from "../packages/colloquy/src/resolution/name-form.ts";
import type { RecordedReply } from "./replies.ts";
import type { Gold } from "./resolution-gold.ts";

/** Which pairs of the gold are candidates. */
export interface CandidateScore {
  readonly by: string;
  readonly perName: number;
  /** Share of the gold's pairs that are candidates, or that rules or vectors join. */
  readonly direct: number;
  /** Share of the gold's pairs that a judge which is always right joins, also through other names. */
  readonly transitive: number;
  /** Clusters of the gold that such a judge joins whole. */
  readonly whole: number;
}

export async function measureCandidates(
  gold: Gold,
  replies: readonly RecordedReply[],
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<readonly CandidateScore[]> {
  const names = new Map<string, ComparedName>();
  for (const { name, type } of replies.flatMap(({ entities }) => entities)) {
    const { key } = normaliseName(name);
    if (!names.has(key)) names.set(key, { key, name, type, vector: vectors.get(key) ?? null });
  }
  const withVectors = [...names.values()];
  const letters = withVectors.map((name) => ({ ...name, vector: null }));
  return [await score("letters", gold, letters), await score("letters and vectors", gold, withVectors)];
}

async function score(by: string, gold: Gold, names: readonly ComparedName[]): Promise<CandidateScore> {
  const isDecided = (one: string, other: string): boolean => formsOf(one).some((form) => formsOf(other).includes(form));
  const { near, candidates } = await compareNames(names, isDecided, () => Promise.resolve());
  const found = new Set([...near, ...candidates].map(({ first, second }) => `${first}\n${second}`));
  const isCovered = (one: string, other: string): boolean =>
    found.has([one, other].toSorted().join("\n")) || isDecided(one, other);
  let [all, direct, transitive, whole] = [0, 0, 0, 0];
  for (const cluster of gold.clusters) {
    const keys = [...new Set(cluster.map((name) => normaliseName(name).key))];
    const of = new Map(keys.map((key) => [key, key]));
    const covered = pairsOf(keys).filter(([one, other]) => isCovered(one, other));
    for (const [one, other] of covered) {
      const [from, to] = [of.get(one), of.get(other) as string];
      for (const [key, group] of of) if (group === from) of.set(key, to);
    }
    const joined = pairsOf(keys).filter(([one, other]) => of.get(one) === of.get(other));
    all += pairsOf(keys).length;
    direct += covered.length;
    transitive += joined.length;
    whole += joined.length === pairsOf(keys).length ? 1 : 0;
  }
  const perName = candidates.length / names.length;
  return { by, perName, direct: direct / all, transitive: transitive / all, whole };
}

function pairsOf(keys: readonly string[]): readonly (readonly [string, string])[] {
  return keys.flatMap((one, index) => keys.slice(index + 1).map((other) => [one, other] as const));
}
