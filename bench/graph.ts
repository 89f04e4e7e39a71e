/**
 * How clean a graph is: entities that hang on nothing, types in conflict, relations without their ends, and the like. Of a
 * workspace, or without options of the recorded replies of five meetings (../shared/data/replies), with names joined by
 * the rules alone, by rules and recorded vectors of names, by these and a judge that answers from the gold, and by the
 * gold clusters. `--examples N` prints the first counted items.
 * `node bench/graph.ts [--data-dir DIR --workspace NAME] [--examples 5]`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { GRAPH_ROW_KINDS, type GraphRow, open, type WorkspaceStatus } from "../packages/colloquy/src/index.ts";
import { goldJudge } from "./gold-judge.ts";
import { type GraphExamples, type GraphFigures, measureGraph } from "./graph-figures.ts";
import { readNameVectors, recordedModel } from "./name-vectors.ts";
import { printTable, SHARED, writeResults } from "./report.ts";
import { replayIngest } from "./replies.ts";
import { readGold } from "./resolution-gold.ts";

interface Measured extends GraphFigures {
  /** Entities whose mentions have several types. */
  readonly severalTypesOfMentions: number;
  /** Items of replies, kept and left out by reason. */
  readonly items: WorkspaceStatus["items"];
}

interface Measurement {
  readonly name: string;
  readonly figures: Measured;
  readonly examples: GraphExamples;
}

const GOLD = path.join(SHARED, "data", "gold", "clusters.json");
const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    workspace: { type: "string", default: "default" },
    examples: { type: "string", default: "0" },
  },
});
const measured = await measureAll();
printTable({
  header: ["", ...measured.map(({ name }) => name)],
  rows: rowsOf(measured.map(({ figures }) => figures)),
});
for (const { name, examples } of measured)
  for (const [what, of] of Object.entries(examples))
    for (const example of of.slice(0, Number(values.examples))) console.log(`${name}, ${what}: ${example}`);
const resultFile = values["data-dir"] === undefined ? "graph" : `graph-${values.workspace}`;
writeResults(resultFile, Object.fromEntries(measured.map(({ name, figures }) => [name, figures])));

async function measureAll(): Promise<readonly Measurement[]> {
  const dataDir = values["data-dir"];
  if (dataDir !== undefined) return [await measure(values.workspace, dataDir, values.workspace)];
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const byRules = await measure("rules", (await replayIngest(path.join(folder, "rules"))).dataDir);
    const embeddingModel = recordedModel(await readNameVectors(null));
    const near = await replayIngest(path.join(folder, "vectors"), { ports: { embeddingModel } });
    const byVectors = await measure("rules and vectors", near.dataDir);
    const { judge: nameJudge } = goldJudge(readGold(GOLD));
    const judged = await replayIngest(path.join(folder, "judge"), { ports: { embeddingModel, nameJudge } });
    const byJudge = await measure("judge of the gold", judged.dataDir);
    writeGoldAliases(path.join(folder, "gold", "data", "default"));
    const byGold = await measure("gold clusters", (await replayIngest(path.join(folder, "gold"))).dataDir);
    return [byRules, byVectors, byJudge, byGold];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The gold clusters as the user's own decisions: an upper bound of what a judge can reach. */
function writeGoldAliases(workspace: string): void {
  const { clusters, distinct } = readGold(GOLD);
  mkdirSync(workspace, { recursive: true });
  writeFileSync(path.join(workspace, "aliases.yaml"), JSON.stringify({ same: clusters, different: distinct }));
}

async function measure(name: string, dataDir: string, workspace = "default"): Promise<Measurement> {
  await using opened = await open(workspace, { dataDir });
  const rows: GraphRow[] = [];
  for (const kind of GRAPH_ROW_KINDS) for await (const row of opened.rows(kind)) rows.push(row);
  const { items } = await opened.status();
  const ledger = path.join(dataDir, workspace, "ledger.db");
  const { figures, examples } = measureGraph(rows);
  return { name, figures: { ...figures, severalTypesOfMentions: countSeveralTypes(ledger), items }, examples };
}

/** An entity row has one type, so the types of its mentions are read from the ledger. */
function countSeveralTypes(ledger: string): number {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const { count } = database
      .prepare(
        `SELECT count(*) AS count FROM (
           SELECT k.entity_no FROM facts f JOIN keys k ON k.no = f.a JOIN variants v ON v.no = f.variant
           WHERE f.kind = 0 AND k.entity_no IS NOT NULL GROUP BY k.entity_no HAVING count(DISTINCT v.type) > 1)`,
      )
      .get() as { count: number };
    return count;
  } finally {
    database.close();
  }
}

function rowsOf(all: readonly Measured[]): readonly (readonly string[])[] {
  const row = (what: string, of: (figures: Measured) => string | number): readonly string[] => [
    what,
    ...all.map((figures) => String(of(figures))),
  ];
  const share = (part: number, whole: number): string =>
    `${part} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;
  return [
    row("chunks", ({ chunks }) => chunks),
    row("entities", ({ entities }) => entities),
    row("with one mention", ({ singleMention, entities }) => share(singleMention, entities)),
    row("in one chunk", ({ singleChunk, entities }) => share(singleChunk, entities)),
    row("in one chunk, with found names", ({ singleChunkFound, entities }) => share(singleChunkFound, entities)),
    row("chunks that mention an entity", ({ mentioningChunks }) => mentioningChunks),
    row("further chunks with a found name", ({ foundChunks }) => foundChunks),
    row("without relationship", ({ unrelated, entities }) => share(unrelated, entities)),
    row("in the largest component", ({ largestComponent, entities }) => share(largestComponent, entities)),
    row("mentions of several types", ({ severalTypesOfMentions, entities }) => share(severalTypesOfMentions, entities)),
    row("names of two entities of different types", ({ conflictingNames }) => conflictingNames),
    row("relationships", ({ relationships }) => relationships),
    row("further ones, derived from names", ({ derived }) => derived),
    row("statements", ({ statements }) => statements),
    row("statements that miss an end", ({ missingEnd, statements }) => share(missingEnd, statements)),
    row("also with their antecedents", ({ missingEndAndAntecedent, statements }) =>
      share(missingEndAndAntecedent, statements),
    ),
    row("pairs with several types", ({ severalTypes, pairs }) => share(severalTypes, pairs)),
    row("pairs in both directions", ({ reversed, pairs }) => share(reversed, pairs)),
    row("kept items of replies", ({ items }) => items.kept),
    row("rejected: words not in the chunk", ({ items }) => items.ungrounded),
    row("rejected: not in the ontology or over a limit", ({ items }) => items.schema),
    row("rejected: low confidence", ({ items }) => items.lowConfidence),
  ];
}
