/**
 * Which names become one entity, compared with the gold clusters of ../shared/data/gold: the recorded replies of five
 * meetings, extracted and resolved by whole runs: by rules alone, and with a judge that answers from the gold, always right or
 * wrong at random; with the letters of names alone, and with recorded vectors of names. `node bench/resolution.ts [--seeds 4]
 * [--verbose] [--embedding-base-url URL]`, where the URL is of an embedding server that records the vectors again.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type IngestResult, open } from "../packages/colloquy/src/index.ts";
import { readNameVectors, recordedModel } from "./name-vectors.ts";
import { type GoldJudge, goldJudge } from "./gold-judge.ts";
import { printTable, SHARED, writeResults } from "./report.ts";
import { REPLAYED_FILES, readReplies, replayIngest } from "./replies.ts";
import { measureCandidates } from "./resolution-candidates.ts";
import { readGold, type Score, scoreNames } from "./resolution-gold.ts";

const { values } = parseArgs({
  options: {
    verbose: { type: "boolean", default: false },
    seeds: { type: "string", default: "4" },
    "embedding-base-url": { type: "string" },
  },
});
const NOISE = 0.05;
const CONCURRENCIES = [1, 16, 200];

const gold = readGold(path.join(SHARED, "data", "gold", "clusters.json"));
const vectors = await readNameVectors(values["embedding-base-url"] ?? null);
const rules = await run(null, { vectors: false });
const extraction = rules.result.usage.inputTokens + rules.result.usage.outputTokens;
const near = await run(null);
const byLetters = await run(goldJudge(gold), { vectors: false });
const judged = await run(goldJudge(gold));
const noisy = [];
for (let seed = 1; seed <= Number(values.seeds); seed += 1)
  noisy.push(await run(goldJudge(gold, { noise: NOISE, seed })));

printTable({
  header: [
    "",
    "precision",
    "recall",
    "F1",
    `whole of ${gold.clusters.length}`,
    `hard of ${gold.distinct.length}`,
    "questions",
    "tokens",
  ],
  rows: [
    row("rules alone", rules),
    row("rules and vectors", near),
    row("a judge that is right, without vectors", byLetters),
    row("a judge that is right", judged),
    ...noisy.map((each, index) => row(`wrong in ${100 * NOISE} %, seed ${index + 1}`, each)),
  ],
});
const { entities } = rules.result.graph;
const firstRound = new Set(judged.asked.map((pair) => pair.toSorted().join("\n"))).size;
console.log(`\npairs for each entity: ${(firstRound / entities).toFixed(2)} (${firstRound} of ${entities} entities)`);
console.log(`tokens of the extraction: ${extraction}`);

const candidates = await measureCandidates(gold, readReplies(), vectors);
console.log("");
printTable({
  header: ["candidates", "for each name", "gold pairs covered", "by transitivity", "whole clusters"],
  rows: candidates.map(({ by, perName, direct, transitive, whole }) => [
    by,
    perName.toFixed(2),
    direct.toFixed(3),
    transitive.toFixed(3),
    String(whole),
  ]),
});

const more = await oneMore();
console.log(`\none more transcript: ${more.asked} questions, ${more.foreign} of them without a name of it`);
const digests = new Map<string, string>([["file by file, in another order", more.digest]]);
for (const maxConcurrent of CONCURRENCIES)
  digests.set(`concurrency ${maxConcurrent}`, (await run(goldJudge(gold), { maxConcurrent })).result.digest);
printTable({ header: ["digest", ""], rows: [...digests].map(([how, digest]) => [how, digest.slice(0, 16)]) });

if (values.verbose) {
  for (const [name, { score }] of Object.entries({ rules, near, byLetters, judged })) {
    console.log(`\n${name}, wrong:`, score.wrong.map((pair) => pair.join(" | ")).join("\n       "));
    console.log(`\n${name}, missing:`, score.missing.map((pair) => pair.join(" | ")).join("\n         "));
  }
}
writeResults("resolution", {
  rules: figures(rules.score),
  rulesAndVectors: figures(near.score),
  judgedWithoutVectors: { ...figures(byLetters.score), tokens: shareOf(byLetters) },
  judged: figures(judged.score),
  noisy: noisy.map(({ score }) => figures(score)),
  pairsPerEntity: firstRound / entities,
  shareOfTokens: shareOf(judged),
  candidates,
  oneMore: more,
  digests: Object.fromEntries(digests),
});

interface Run {
  readonly score: Score;
  readonly result: IngestResult;
  readonly asked: readonly (readonly [string, string])[];
  readonly tokens: number;
}

async function run(
  judge: GoldJudge | null,
  {
    maxConcurrent = "auto",
    vectors: hasVectors = true,
  }: { readonly maxConcurrent?: number | "auto"; readonly vectors?: boolean } = {},
): Promise<Run> {
  return inFolder(async (folder) => {
    const { dataDir, result } = await replayIngest(folder, { maxConcurrent, ports: portsOf(judge, hasVectors) });
    const score = scoreNames(gold, await entitiesOfNames(dataDir));
    return { score, result, asked: judge?.asked ?? [], tokens: judge?.tokens ?? 0 };
  });
}

function portsOf(judge: GoldJudge | null, hasVectors = true) {
  return {
    ...(judge === null ? {} : { nameJudge: judge.judge }),
    ...(hasVectors ? { embeddingModel: recordedModel(vectors) } : {}),
  };
}

function shareOf({ tokens }: Run): number {
  return tokens / extraction;
}

/** Ingests the last four meetings, then also the first. */
async function oneMore(): Promise<{ readonly asked: number; readonly foreign: number; readonly digest: string }> {
  return inFolder(async (folder) => {
    const [first = "", ...others] = REPLAYED_FILES;
    const judge = goldJudge(gold);
    const ports = portsOf(judge);
    const { dataDir } = await replayIngest(folder, { ports }, others);
    const known = new Set([...(await entitiesOfNames(dataDir))].flatMap(([name, ids]) => (ids.size > 0 ? [name] : [])));
    const before = judge.asked.length;
    const { result } = await replayIngest(folder, { ports }, [first]);
    const asked = judge.asked.slice(before);
    const foreign = asked.filter(([one, other]) => one !== other && known.has(one) && known.has(other)).length;
    return { asked: asked.length, foreign, digest: result.digest };
  });
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function share(tokens: number): string {
  return tokens === 0 ? "" : `${((100 * tokens) / extraction).toFixed(0)} %`;
}

function row(name: string, { score, asked, tokens }: Run): readonly string[] {
  const { precision, recall, f1, wholeClusters, mergedDistinct } = score;
  const shares = [precision, recall, f1].map((share) => share.toFixed(3));
  return [name, ...shares, String(wholeClusters), String(mergedDistinct.length), String(asked.length), share(tokens)];
}

function figures({ wrong, missing, mergedDistinct, ...score }: Score) {
  return { ...score, mergedDistinct: mergedDistinct.length, wrong: wrong.length, missing: missing.length };
}

/** Maps each name of the replies to the ids of the entities that have it as name or alias. */
async function entitiesOfNames(dataDir: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const byName = new Map<string, Set<string>>();
  await using workspace = await open("default", { dataDir });
  let lines = "";
  for await (const part of workspace.exportRows("jsonl")) lines += part;
  for (const line of lines.trim().split("\n")) {
    const row = JSON.parse(line) as { kind: string; id: string; name: string; aliases: { name: string }[] };
    if (row.kind !== "entity") continue;
    for (const name of [row.name, ...row.aliases.map((alias) => alias.name)])
      byName.set(name, (byName.get(name) ?? new Set()).add(row.id));
  }
  const names = readReplies().flatMap(({ entities }) => entities.map(({ name }) => name));
  return new Map(names.map((name) => [name, byName.get(name) ?? new Set()]));
}
