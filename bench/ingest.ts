// Time and memory of the main job: `node bench/ingest.ts [--chunks N] [--transcripts-dir DIR] [--repetitions N]`
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildProgram } from "./build-program.ts";
import { measureIngest, type RunFigures } from "./measured-run.ts";
import { megabytes, rate, seconds, type Spread, spreadOf } from "./figures.ts";
import { printTable, writeResults } from "./report.ts";
import { DEFAULT_CHUNKS, scaleSet } from "./scale-set.ts";

const { values } = parseArgs({
  options: {
    chunks: { type: "string", default: String(DEFAULT_CHUNKS) },
    "transcripts-dir": { type: "string" },
    repetitions: { type: "string", default: "3" },
  },
});

const ADDED_CHUNKS = 30;
const STAGES = ["read", "extract", "embed", "resolve", "project"];

interface Repetition {
  readonly first: RunFigures;
  readonly again: RunFigures;
  readonly oneMore: RunFigures;
  readonly oneAtATime: RunFigures;
}

const program = buildProgram();
const source = values["transcripts-dir"] ?? path.join(scaleSet(Number(values.chunks)), "transcripts");
const loadBefore = os.loadavg()[0] ?? 0;
const repetitions: Repetition[] = [];
for (let each = 0; each < Number(values.repetitions); each += 1) repetitions.push(await repeat());

const digests = new Set(
  repetitions.flatMap(({ first, again, oneAtATime }) => [first, again, oneAtATime].map(({ result }) => result.digest)),
);
if (digests.size !== 1) throw new Error(`The runs ended in ${digests.size} digests: ${[...digests].join(", ")}`);
report();

/** A first run with 16 batches in flight, the same again, one more transcript, and a first run with one batch in flight. */
async function repeat(): Promise<Repetition> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const talks = path.join(folder, "talks");
    cpSync(source, talks, { recursive: true });
    const ingest = (name: string, ...args: readonly string[]): Promise<RunFigures> =>
      measureIngest(
        program,
        { transcriptsDir: talks, dataDir: path.join(folder, name), outputDir: path.join(folder, "metrics") },
        args,
      );
    const oneAtATime = await ingest("one", "--max-concurrent", "1");
    rmSync(path.join(folder, "one"), { recursive: true });
    const first = await ingest("many", "--max-concurrent", "16");
    const again = await ingest("many");
    writeFileSync(path.join(talks, "one-more.txt"), oneMoreTranscript());
    const oneMore = await ingest("many");
    return { first, again, oneMore, oneAtATime };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** About 30 chunks of 2,000 characters by two people, with subjects of the other transcripts. */
function oneMoreTranscript(): string {
  const topics = ["remote control", "speech recogniser", "budget", "user interface", "committee", "noise reduction"];
  const lines: string[] = [];
  for (let size = 0, turn = 0; size < ADDED_CHUNKS * 2000; turn += 1) {
    const [topic = "", other = ""] = [topics[turn % 6], topics[(turn * 5 + 2) % 6]];
    lines.push(
      `${turn % 2 === 0 ? "Ada Abbot" : "Zoe Quist"}: I think that the ${topic} affects the ${other}, ` +
        `because in week ${turn} nobody had looked at what the marketing people said about the ${topic} before.`,
    );
    size += (lines.at(-1)?.length ?? 0) + 1;
  }
  return `${lines.join("\n")}\n`;
}

function report(): void {
  const spread = (of: (each: Repetition) => number): Spread => spreadOf(repetitions.map(of));
  const stageSeconds = (stage: string, of: (each: Repetition) => RunFigures): Spread =>
    spread((each) => of(each).stages.find((one) => one.stage === stage)?.seconds ?? 0);
  const chunks = repetitions[0]?.first.result.chunks.total ?? 0;
  const figures = {
    chunks,
    chunksPerSecond: spread(({ first }) => chunks / first.seconds),
    seconds: spread(({ first }) => first.seconds),
    cpuSeconds: spread(({ first }) => first.cpuSeconds),
    peakMegabytes: spread(({ first }) => first.peakMegabytes),
    stageSeconds: Object.fromEntries(STAGES.map((stage) => [stage, stageSeconds(stage, ({ first }) => first)])),
    stagePeakMegabytes: Object.fromEntries(
      STAGES.map((stage) => [
        stage,
        spread(({ first }) => first.stages.find((one) => one.stage === stage)?.peakMegabytes ?? 0),
      ]),
    ),
    loopDelayP99Ms: spread(({ first }) => first.loopDelayMs.p99),
    loopDelayMaxMs: spread(({ first }) => first.loopDelayMs.max),
    againSeconds: spread(({ again }) => again.seconds),
    oneMoreSeconds: spread(({ oneMore }) => oneMore.seconds),
    oneMoreChunks: repetitions[0]?.oneMore.extracted ?? 0,
    oneAtATimeSeconds: spread(({ oneAtATime }) => oneAtATime.seconds),
  };
  const row = (what: string, { min, median, max }: Spread, write: (value: number) => string, target = ""): string[] => [
    what,
    ...[min, median, max].map(write),
    target,
  ];
  console.log(`\n${chunks} chunks, ${repetitions.length} repetitions, load before ${loadBefore.toFixed(2)}\n`);
  printTable({
    header: ["", "min", "median", "max", "target"],
    rows: [
      row("first run, chunks a second", figures.chunksPerSecond, rate, ">= 150"),
      row("first run", figures.seconds, seconds),
      row("  CPU", figures.cpuSeconds, seconds),
      ...Object.entries(figures.stageSeconds).map(([stage, spent]) => row(`  ${stage}`, spent, seconds)),
      row("peak memory", figures.peakMegabytes, megabytes, "< 400 MB"),
      ...Object.entries(figures.stagePeakMegabytes).map(([stage, peak]) => row(`  ${stage}`, peak, megabytes)),
      row("event loop late, p99 ms", figures.loopDelayP99Ms, rate),
      row("event loop late, max ms", figures.loopDelayMaxMs, rate),
      row("the same folder again", figures.againSeconds, seconds, "< 2 s"),
      row(`one more transcript of ${figures.oneMoreChunks} chunks`, figures.oneMoreSeconds, seconds, "< 3 s"),
      row("first run, --max-concurrent 1", figures.oneAtATimeSeconds, seconds),
    ],
  });
  console.log(`\nOne digest at --max-concurrent 1 and 16, and of the second run: ${[...digests].join()}`);
  writeResults("ingest", { loadBefore, ...figures, digest: [...digests].join() });
}
