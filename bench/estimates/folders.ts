import { tmpdir } from "node:os";
import { openSqliteLedger } from "../../packages/colloquy/src/adapters/sqlite/ledger/index.ts";
import type { Ledger } from "../../packages/colloquy/src/ports/index.ts";
import { resolver } from "../../packages/colloquy/src/resolution/index.ts";
import { sampleChunks, sampleRecord } from "../../packages/colloquy/src/testing/suites/sample-transcripts.ts";
import { randomNumbers } from "../throughput/workload.ts";

/** A transcript of a folder. */
export interface Transcript {
  readonly chunks: number;
  /** The share of sentences that state something, from 0 to 1. */
  readonly density: number;
  /** Characters of a chunk. */
  readonly length: number;
}

type Random = () => number;

const LENGTH = 1_800;
const within = (random: Random, least: number, most: number): number => least + random() * (most - least);
const transcript = (random: Random, density: number): Transcript => ({
  chunks: Math.round(within(random, 14, 26)),
  density: Math.min(1, density * within(random, 0.85, 1.15)),
  length: LENGTH * within(random, 0.9, 1.05),
});

/** Folders whose transcripts differ, in the order of their names. */
export const FOLDERS = {
  "8 sparse, then 8 dense": (random) => Array.from({ length: 16 }, (_, at) => transcript(random, at < 8 ? 0.01 : 0.12)),
  "16 of one kind": (random) => Array.from({ length: 16 }, () => transcript(random, 0.05)),
  "60 of any density": (random) => Array.from({ length: 60 }, () => transcript(random, 0.01 + 0.2 * random() ** 2)),
  "3 long ones": (random) =>
    [0.02, 0.05, 0.12].map((density) => ({
      ...transcript(random, density),
      chunks: Math.round(within(random, 90, 130)),
    })),
} as const satisfies Readonly<Record<string, (random: Random) => readonly Transcript[]>>;

const KINDS = [
  "regular",
  "deliberate",
  "bright",
  "quiet",
  "early",
  "shared",
  "careful",
  "frequent",
  "modern",
  "gentle",
];
const THINGS = ["sleep", "practice", "light", "music", "review", "walking", "budget", "noise", "coffee", "training"];
const ENDS = ["focus", "mastery", "stress", "headaches", "trust", "progress", "mistakes", "delay", "comfort", "order"];
const VERBS = ["reduces", "leads to", "causes", "enables", "requires"];
const FILLERS = [
  "Well, so it went, as we all saw then.",
  "And that was it, I would say, for the most part.",
  "No, not now, we can do that later on.",
  "Yes, they came by and had a look at it.",
];

/** A ledger in memory with the chunks of a folder, all of them pending. */
export async function ledgerOfFolder(folder: keyof typeof FOLDERS, seed: number): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:", { workspace: "folder", resolver });
  // Only the folder's name is used, in ids; it is not read.
  const { key } = await ledger.registerSource(tmpdir(), new Map());
  for (const [at, words] of wordsOfFolder(folder, seed).entries()) {
    const counted = sampleChunks(words.map((each) => ({ speaker: "Ada", words: each }))).map(({ chunk, ...rest }) => ({
      ...rest,
      chunk: { ...chunk, tokens: Math.ceil(chunk.text.length / 4) },
    }));
    await ledger.putTranscript(sampleRecord(key, `talk-${String(at).padStart(3, "0")}.txt`, counted));
  }
  return ledger;
}

/** The texts of a folder: the chunks of each transcript. */
export function wordsOfFolder(folder: keyof typeof FOLDERS, seed: number): readonly (readonly string[])[] {
  const random = randomNumbers(seed * 104_729);
  return FOLDERS[folder](random).map(({ chunks, density, length }, at) =>
    Array.from({ length: chunks }, (_, place) => chunk(random, `${at}.${place}`, density, length)),
  );
}

/** Varies the density of the chunks of a transcript. */
function chunk(random: Random, name: string, density: number, length: number): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? "";
  const own = Math.min(1, density * within(random, 0.4, 1.6));
  let text = `So this is ${name}.`;
  while (text.length < length) {
    const says = random() < own;
    text += says
      ? ` The ${pick(KINDS)} ${pick(THINGS)} ${pick(VERBS)} ${pick(KINDS)} ${pick(ENDS)}.`
      : ` ${pick(FILLERS)}`;
  }
  return text.slice(0, Math.floor(length));
}
