// Chunks without a usable reply: `node bench/throughput/content-faults.ts`. A refusal, another shape than the schema's,
// 50 MB of reply, a prompt that is refused: exactly those chunks may end in the dead letters, each with its reason.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { buildProgram } from "../build-program.ts";
import { printTable, writeResults } from "../report.ts";
import { startProvider } from "./provider-process.ts";
import { chunkAt } from "./workload.ts";
import { contentFaultsTable } from "./tables/faults.ts";

const CHUNKS = 200;
const TRIGGERS = [
  { contains: "the refused chunk", fault: "refusal" },
  { contains: "the misshapen chunk", fault: "wrong-schema" },
  { contains: "the endless chunk", fault: "huge" },
  { contains: "the poisoned chunk", fault: "bad-request" },
] as const;
const PLACES = [23, 77, 111, 160];
const TIME_SCALE = 20;

interface ChunkLine {
  readonly kind: string;
  readonly text: string;
  readonly profile: string | null;
}

const program = buildProgram();
const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const talks = path.join(folder, "talks");
  writeTalks(talks);
  await using provider = await startProvider({
    rpm: null,
    tpm: null,
    faults: "none",
    timeScale: TIME_SCALE,
    triggers: [...TRIGGERS],
  });
  const places = ["--transcripts-dir", talks, "--output-dir", path.join(folder, "metrics")];
  const model = ["--skip-embeddings", "--model", "simulated", "--base-url", provider.baseUrl];
  const ingested = await colloquy(["ingest", "--json", ...places, ...model]);
  const events = ingested.lines as readonly { readonly event?: string; readonly reason?: string }[];
  const reasons = events.filter(({ event }) => event === "chunk.deadLettered").map(({ reason = "" }) => reason);
  const exported = (await colloquy(["export", "--format", "jsonl"])).lines as readonly ChunkLine[];
  const chunks = exported.filter(({ kind }) => kind === "chunk");
  const withoutResult = chunks.filter(({ profile }) => profile === null).map(({ text: words }) => words);
  const planted = chunks.filter(({ text: words }) => TRIGGERS.some(({ contains }) => words.includes(contains)));
  const missed = planted.filter(({ text: words }) => !withoutResult.includes(words)).length;
  const innocent = withoutResult.filter((words) => !TRIGGERS.some(({ contains }) => words.includes(contains))).length;
  const { chat } = await provider.accounts();
  const { exitCode, seconds } = ingested;
  const counts = { chunks: chunks.length, planted: planted.length, innocent, missed, calls: chat.calls };
  const results = { exitCode, seconds, ...counts, reasons };
  printTable(contentFaultsTable(results));
  writeResults("content-faults", results);
}

/** Ten talks; in four of them a turn triggers a fault of the provider. */
function writeTalks(talks: string): void {
  mkdirSync(talks);
  for (let talk = 0; talk < 10; talk += 1) {
    const lines = Array.from({ length: CHUNKS / 10 }, (_, line) => {
      const place = talk * (CHUNKS / 10) + line;
      const { speaker, text: words } = chunkAt(1, place);
      const trigger = TRIGGERS[PLACES.indexOf(place)];
      return `${speaker}: ${words}${trigger === undefined ? "" : ` We call this ${trigger.contains}.`}`;
    });
    writeFileSync(path.join(talks, `talk-${talk}.txt`), `${lines.join("\n")}\n`);
  }
}

async function colloquy(args: readonly string[]) {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...args, "--data-dir", path.join(folder, "data")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const said = await text(child.stdout);
  const lines = said
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  return { exitCode: await ended, seconds: (performance.now() - begun) / 1000, lines };
}
