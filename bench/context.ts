/**
 * What the context of chunks costs: how many chunks one inserted turn makes pending, with and without it, and how much text
 * it adds to prompts. Meetings of QMSum; the places are random with a fixed seed. `node bench/context.ts`
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { contextOf, renderView, viewChunk, viewContext, withKeys } from "../packages/colloquy/src/model/index.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, SHARED, writeResults } from "./report.ts";
import { randomNumbers } from "./throughput/workload.ts";

const FOLDER = path.join(SHARED, "data", "qmsum");
const MEETINGS = 40;
const INSERTIONS = 20;
const SEED = 7;

const random = randomNumbers(SEED);
const insertions: { readonly extract: number; readonly embed: number }[] = [];
const characters = { chunks: 0, context: 0 };
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".txt"))
  .sort()
  .slice(0, MEETINGS);
for (const file of files) {
  const text = readFileSync(path.join(FOLDER, file), "utf8");
  const before = chunksOf(text, file);
  for (const [index, chunk] of before.entries()) {
    characters.chunks += renderView(viewChunk(chunk)).length;
    characters.context += renderView(viewContext(contextOf(before, index))).length;
  }
  const known = {
    extract: new Set(before.map(({ contentKey }) => contentKey)),
    embed: new Set(before.map(({ textKey }) => textKey)),
  };
  const lines = text.split("\n");
  for (let count = 0; count < INSERTIONS; count += 1) {
    const at = 1 + Math.floor(random() * (lines.length - 2));
    const turn = `Project Manager: An inserted remark, number ${count}, about the budget .`;
    const after = chunksOf([...lines.slice(0, at), turn, ...lines.slice(at)].join("\n"), file);
    insertions.push({
      extract: after.filter(({ contentKey }) => !known.extract.has(contentKey)).length,
      embed: after.filter(({ textKey }) => !known.embed.has(textKey)).length,
    });
  }
}

const mean = (stage: "extract" | "embed"): number =>
  insertions.reduce((sum, pending) => sum + pending[stage], 0) / insertions.length;
const more = insertions.map(({ extract, embed }) => extract - embed);
const figures = {
  insertions: insertions.length,
  pendingWithContext: mean("extract"),
  pendingWithoutContext: mean("embed"),
  mostMore: Math.max(...more),
  shareWithMore: more.filter((count) => count > 0).length / more.length,
  contextShare: characters.context / characters.chunks,
};
printTable({
  header: ["one inserted turn", "measured"],
  rows: [
    ["chunks to extract again, with context", figures.pendingWithContext.toFixed(2)],
    ["chunks to extract again, without context", figures.pendingWithoutContext.toFixed(2)],
    ["most chunks more", String(figures.mostMore)],
    ["characters of the context, of 100 of the chunks", (100 * figures.contextShare).toFixed(1)],
  ],
});
writeResults("context", { seed: SEED, meetings: files.length, ...figures });

function chunksOf(text: string, file: string) {
  return withKeys(chunkTranscript(readOrThrow(Buffer.from(text), file)));
}
