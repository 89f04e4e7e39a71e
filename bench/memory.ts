// Memory at ten times the size: `node bench/memory.ts [--chunks 100000]`, some minutes and about 5 GB of temporary disk.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildProgram } from "./build-program.ts";
import { megabytes, rate, seconds } from "./figures.ts";
import { measureIngest, type RunFigures } from "./measured-run.ts";
import { printTable, writeResults } from "./report.ts";
import { DEFAULT_CHUNKS, scaleSet } from "./scale-set.ts";

const { values } = parseArgs({ options: { chunks: { type: "string", default: "100000" } } });

const program = buildProgram();
const loadBefore = os.loadavg()[0] ?? 0;
const small = await measure(DEFAULT_CHUNKS);
const large = await measure(Number(values.chunks));
const ratio = large.first.peakMegabytes / small.first.peakMegabytes;

console.log(`\nload before ${loadBefore.toFixed(2)}\n`);
const row = (what: string, of: (run: RunFigures) => string): string[] => [what, of(small.first), of(large.first)];
printTable({
  header: ["", `${small.first.result.chunks.total} chunks`, `${large.first.result.chunks.total} chunks`],
  rows: [
    row("peak memory", (run) => megabytes(run.peakMegabytes)),
    ...small.first.stages.map(({ stage }) =>
      row(`  ${stage}`, (run) => megabytes(run.stages.find((one) => one.stage === stage)?.peakMegabytes ?? 0)),
    ),
    row("chunks a second", (run) => rate(run.result.chunks.total / run.seconds)),
    row("seconds", (run) => seconds(run.seconds)),
    ...small.first.stages.map(({ stage }) =>
      row(`  ${stage}`, (run) => seconds(run.stages.find((one) => one.stage === stage)?.seconds ?? 0)),
    ),
    ["the same folder again", seconds(small.again.seconds), seconds(large.again.seconds)],
    ["  peak memory", megabytes(small.again.peakMegabytes), megabytes(large.again.peakMegabytes)],
  ],
});
console.log(`\nPeak memory grows by a factor of ${ratio.toFixed(2)} (target: at most 1.2).`);
writeResults("memory", { loadBefore, ratio, small, large });

/** A first run over a set of that size, and the same again. */
async function measure(chunks: number): Promise<{ readonly first: RunFigures; readonly again: RunFigures }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  const places = {
    transcriptsDir: path.join(scaleSet(chunks), "transcripts"),
    dataDir: path.join(folder, "data"),
    outputDir: path.join(folder, "metrics"),
  };
  try {
    return { first: await measureIngest(program, places), again: await measureIngest(program, places) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
