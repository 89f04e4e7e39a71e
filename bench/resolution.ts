/**
 * Which names become one entity, compared with the gold clusters of ../shared/data/gold: the recorded replies of five
 * meetings, extracted and resolved by a whole run. `node bench/resolution.ts [--verbose]`
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { open } from "../packages/colloquy/src/index.ts";
import { printTable, SHARED, writeResults } from "./report.ts";
import { readReplies, replayIngest } from "./replies.ts";
import { readGold, scoreNames } from "./resolution-gold.ts";

const { values } = parseArgs({ options: { verbose: { type: "boolean", default: false } } });
const gold = readGold(path.join(SHARED, "data", "gold", "clusters.json"));
const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
try {
  const dataDir = await replayIngest(folder);
  const score = scoreNames(gold, await entitiesOfNames(dataDir));
  printTable({
    header: ["", "measured", "target"],
    rows: [
      ["pairs: precision", score.precision.toFixed(3), ">= 0.95"],
      ["pairs: recall", score.recall.toFixed(3), ">= 0.35"],
      ["pairs: F1", score.f1.toFixed(3), ""],
      [`whole clusters of ${gold.clusters.length}`, String(score.wholeClusters), ""],
      [`hard negatives merged of ${gold.distinct.length}`, String(score.mergedDistinct.length), "0"],
    ],
  });
  if (values.verbose) {
    console.log("\nwrong:", score.wrong.map((pair) => pair.join(" | ")).join("\n       "));
    console.log("\nmissing:", score.missing.map((pair) => pair.join(" | ")).join("\n         "));
  }
  const { wrong, missing, ...figures } = score;
  writeResults("resolution", { ...figures, wrong: wrong.length, missing: missing.length });
} finally {
  rmSync(folder, { recursive: true, force: true });
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
