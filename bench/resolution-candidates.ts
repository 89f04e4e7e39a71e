import type { CandidateName } from "../packages/colloquy/src/resolution/candidates.ts";
import { candidatePairs } from "../packages/colloquy/src/resolution/candidates.ts";
import { formsOf } from "../packages/colloquy/src/resolution/name-form.ts";
import { normaliseName } from "../packages/colloquy/src/resolution/index.ts";
import type { RecordedReply } from "./replies.ts";
import type { Gold } from "./resolution-gold.ts";

/** Which pairs of the gold are candidates. */
export interface CandidateScore {
  readonly by: string;
  readonly perName: number;
  /** Share of the gold's pairs that are candidates, or that rules decide. */
  readonly direct: number;
  /** Share of the gold's pairs that a judge which is always right joins, also through other names. */
  readonly transitive: number;
}

/** @param embeddingUrl Base URL of an OpenAI-compatible embedding server; null: names are compared by letters alone. */
export async function measureCandidates(
  gold: Gold,
  replies: readonly RecordedReply[],
  embeddingUrl: string | null,
): Promise<readonly CandidateScore[]> {
  const names = new Map<string, { readonly name: string; readonly evidence: string }>();
  for (const { name, evidence } of replies.flatMap(({ entities }) => entities)) {
    const { key } = normaliseName(name);
    if (!names.has(key)) names.set(key, { name, evidence });
  }
  const letters = [...names.keys()].map((key) => ({ key }));
  const scores = [score("letters", gold, letters)];
  if (embeddingUrl === null) return scores;
  const [alone, context] = [
    await embed(
      embeddingUrl,
      [...names.values()].map(({ name }) => name),
    ),
    await embed(
      embeddingUrl,
      [...names.values()].map(({ name, evidence }) => `${name}: ${evidence}`),
    ),
  ];
  const withVectors = letters.map(({ key }, at) => ({
    key,
    vectors: { name: alone[at] as Float32Array, context: context[at] as Float32Array },
  }));
  return [...scores, score("letters and vectors", gold, withVectors)];
}

function score(by: string, gold: Gold, names: readonly CandidateName[]): CandidateScore {
  const isDecided = (one: string, other: string): boolean => formsOf(one).some((form) => formsOf(other).includes(form));
  const pairs = candidatePairs(names, isDecided);
  const candidates = new Set(pairs.map((pair) => pair.join("\n")));
  const isCovered = (one: string, other: string): boolean =>
    candidates.has([one, other].toSorted().join("\n")) || isDecided(one, other);
  let [all, direct, transitive] = [0, 0, 0];
  for (const cluster of gold.clusters) {
    const keys = [...new Set(cluster.map((name) => normaliseName(name).key))];
    const of = new Map(keys.map((key) => [key, key]));
    const covered = pairsOf(keys).filter(([one, other]) => isCovered(one, other));
    for (const [one, other] of covered) {
      const [from, to] = [of.get(one), of.get(other) as string];
      for (const [key, group] of of) if (group === from) of.set(key, to);
    }
    all += pairsOf(keys).length;
    direct += covered.length;
    transitive += pairsOf(keys).filter(([one, other]) => of.get(one) === of.get(other)).length;
  }
  return { by, perName: pairs.length / names.length, direct: direct / all, transitive: transitive / all };
}

function pairsOf(keys: readonly string[]): readonly (readonly [string, string])[] {
  return keys.flatMap((one, index) => keys.slice(index + 1).map((other) => [one, other] as const));
}

const TEXTS_PER_CALL = 64;

async function embed(url: string, texts: readonly string[]): Promise<readonly Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_PER_CALL) {
    const body = JSON.stringify({ model: "embedding", input: texts.slice(from, from + TEXTS_PER_CALL) });
    const reply = await fetch(`${url}/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (!reply.ok) throw new Error(`${url} replied ${reply.status}: ${await reply.text()}`);
    const { data } = (await reply.json()) as { data: { embedding: number[] }[] };
    for (const { embedding } of data) {
      const length = Math.hypot(...embedding);
      vectors.push(Float32Array.from(embedding, (value) => value / length));
    }
  }
  return vectors;
}
