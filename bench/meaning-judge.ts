import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type NameInContext, type NameJudge, NO_USAGE, type Verdict } from "../packages/colloquy/src/index.ts";
import { normaliseName } from "../packages/colloquy/src/resolution/index.ts";
import { SHARED } from "./report.ts";
import { readReplies } from "./replies.ts";
import { randomNumbers } from "./throughput/workload.ts";

const NOISE = 0.05;

/** A name that may mean several things, by one annotator: see ../shared/data/gold/notes.md. */
export interface Homonym {
  readonly name: string;
  readonly decision: "split" | "one" | "either";
  readonly speaker_label?: boolean;
  /** `passages`: hashes of chunks, by the name that the gold gives them. */
  readonly senses: readonly { readonly transcripts: readonly string[]; readonly passages?: readonly string[] }[];
}

export const gold = JSON.parse(readFileSync(path.join(SHARED, "data", "gold", "clusters.json"), "utf8")) as {
  readonly homonyms: readonly Homonym[];
  readonly clusters: readonly (readonly string[])[];
};
export const homonyms = new Map(
  gold.homonyms.filter((each) => each.speaker_label !== true).map((each) => [normaliseName(each.name).stem, each]),
);
/** Labels of speakers: a role has another person in another team. */
export const labels = gold.homonyms.filter((each) => each.speaker_label === true);
const chunks = readReplies().map(({ chunk }) => ({
  id: hashOf(chunk),
  words: chunk.replaceAll("\n> ", "\n"),
}));

/** Knows what each name means in each chunk. Names of one gold cluster are the same. */
export class MeaningJudge implements NameJudge {
  readonly profile = "gold";
  readonly questionVersion = 1;
  readonly paid = false;
  readonly #seed: number | null;
  readonly #times = new Map<string, number>();
  readonly #groups = new Map(
    gold.clusters.flatMap((names, index) => names.map((name) => [normaliseName(name).key, `#${index}`] as const)),
  );

  constructor(seed: number | null) {
    this.#seed = seed;
  }

  /** Different pairs, whatever the round. */
  asked(): { readonly questions: number; readonly pairs: number } {
    const pairs = new Set([...this.#times.keys()].map((shown) => shown.split("\n").toSorted().join("\n")));
    const ofOneName = [...pairs].filter((shown) => {
      const [one = "", other = ""] = shown.split("\n");
      return stemOf(one.split("\t")[0] ?? "") === stemOf(other.split("\t")[0] ?? "");
    });
    return { questions: ofOneName.length, pairs: pairs.size };
  }

  async judge(batch: Parameters<NameJudge["judge"]>[0]) {
    const verdicts = new Map(batch.map(({ label, first, second }) => [label, this.#verdict(first, second)]));
    return { verdicts, usage: NO_USAGE, raw: "" };
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #verdict(first: NameInContext, second: NameInContext): Verdict {
    const isSame =
      stemOf(first.name) === stemOf(second.name)
        ? meaningOf(first) === meaningOf(second)
        : this.#groupOf(first.name) === this.#groupOf(second.name);
    const shown = [first, second].map(({ name, file, evidence }) => `${name}\t${file}\t${evidence}`).join("\n");
    const times = (this.#times.get(shown) ?? 0) + 1;
    this.#times.set(shown, times);
    if (this.#seed === null) return isSame ? "same" : "different";
    const digest = createHash("sha256").update(`${this.#seed}\n${shown}\n${times}`).digest();
    const isWrong = randomNumbers(digest.readUInt32BE(0))() < NOISE;
    return isSame === isWrong ? "different" : "same";
  }

  #groupOf(name: string): string {
    const { key } = normaliseName(name);
    return this.#groups.get(key) ?? key;
  }
}

export function stemOf(name: string): string {
  return normaliseName(name).stem;
}

/** The number of the sense; null: the name means one thing, or the gold leaves it open. */
function meaningOf({ name, file, evidence }: Pick<NameInContext, "name" | "file" | "evidence">): number | null {
  const homonym = homonyms.get(stemOf(name));
  if (homonym?.decision !== "split") return null;
  const found = chunks.filter(({ words }) => words.includes(evidence)).map(({ id }) => id);
  return senseIn(homonym, file, found);
}

/** A sense of chunks goes before a sense of the whole transcript. */
export function senseIn({ senses }: Homonym, file: string, found: readonly string[]): number | null {
  const named = senses.findIndex(({ passages: hashes = [] }) => hashes.some((hash) => found.includes(hash)));
  if (named >= 0) return named;
  const inFile = senses.findIndex(
    ({ passages: hashes = [], transcripts }) => hashes.length === 0 && transcripts.includes(file),
  );
  return inFile < 0 ? null : inFile;
}

export function hashOf(chunk: string): string {
  return createHash("sha256").update(chunk).digest("hex").slice(0, 16);
}
