/**
 * The speed of decoding, parsing and chunking on one core; files are in memory before the
 * clock starts. Wall time is the user's wait; processor time is the time on a machine without
 * other work. `node bench/parse-chunk.ts [FOLDER [CHUNKS]]`
 */
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, writeResults } from "./report.ts";
import { scaleFiles, scaleFolder } from "./scale.ts";

interface Time {
  readonly wallMs: number;
  readonly processorMs: number;
}

interface Speed {
  readonly stage: string;
  readonly clock: keyof Time;
  readonly median: number;
  readonly slowest: number;
  readonly fastest: number;
}

const ROUNDS = 9;

const files = [...scaleFiles(scaleFolder())];
const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
let chunks = 0;
runOnce();
const rounds = Array.from({ length: ROUNDS }, runOnce);
const speeds = (["parse", "chunk", "both"] as const).flatMap((stage) =>
  (["wallMs", "processorMs"] as const).map((clock) =>
    summary(
      stage,
      clock,
      rounds.map((round) => round[stage][clock]),
    ),
  ),
);

console.log(
  `${files.length} files, ${megabytes.toFixed(1)} MB, ${chunks} chunks; ${ROUNDS} rounds after one to warm up`,
);
printTable({
  header: ["MB/s", "by", "median", "slowest", "fastest"],
  rows: speeds.map(({ stage, clock, median, slowest, fastest }) => [
    stage,
    clock === "wallMs" ? "wall" : "processor",
    ...[median, slowest, fastest].map((speed) => speed.toFixed(1)),
  ]),
});
writeResults("parse-chunk", { files: files.length, megabytes, chunks, megabytesPerSecond: speeds });

function runOnce(): Record<"parse" | "chunk" | "both", Time> {
  const [transcripts, parse] = timed(() => files.map(({ file, bytes }) => readOrThrow(bytes, file)));
  const [counts, chunk] = timed(() => transcripts.map((transcript) => chunkTranscript(transcript).length));
  chunks = counts.reduce((sum, count) => sum + count, 0);
  const both = { wallMs: parse.wallMs + chunk.wallMs, processorMs: parse.processorMs + chunk.processorMs };
  return { parse, chunk, both };
}

function timed<Result>(work: () => Result): [Result, Time] {
  const wall = performance.now();
  const processor = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(processor);
  return [result, { wallMs: performance.now() - wall, processorMs: (user + system) / 1000 }];
}

function summary(stage: string, clock: keyof Time, milliseconds: readonly number[]): Speed {
  const sorted = milliseconds.map((ms) => megabytes / (ms / 1000)).sort((left, right) => left - right);
  const [slowest = NaN] = sorted;
  return { stage, clock, median: sorted[sorted.length >> 1] ?? NaN, slowest, fastest: sorted.at(-1) ?? NaN };
}
