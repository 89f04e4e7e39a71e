import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { IngestResult, RunEvent } from "../packages/colloquy/src/index.ts";

const POLL_MS = 20;
const CLOCK_TICKS_A_SECOND = 100;

/** A stage of a run, by its events; memory is that of the whole process. */
export interface StageFigures {
  readonly stage: string;
  readonly seconds: number;
  /** Largest observed resident set during the stage, in megabytes (2^20 bytes). */
  readonly peakMegabytes: number;
}

/** One `colloquy ingest`, measured from outside, from its start to its end. */
export interface RunFigures {
  /** Wall-clock time of the process, its start included. */
  readonly seconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stages: readonly StageFigures[];
  /** Delay of the main thread's event loop, in milliseconds: 99th percentile and maximum. */
  readonly loopDelayMs: { readonly p99: number; readonly max: number };
  /** From the start of the process to the last completed batch; 0 without one. */
  readonly lastReplySeconds: number;
  /** Chunks that were extracted in this run. */
  readonly extracted: number;
  readonly result: IngestResult;
}

/** Folders that a run reads and writes. */
export interface Places {
  readonly transcriptsDir: string;
  readonly dataDir: string;
  readonly outputDir: string;
}

/**
 * Runs the command line (`program`: see `buildProgram`) as a separate process and observes it through /proc (Linux);
 * `environment` is added to this process's.
 * @throws Error with the output of the process when its exit code is not 0.
 */
export async function measureIngest(
  program: string,
  { transcriptsDir, dataDir, outputDir }: Places,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunFigures> {
  const places = ["--transcripts-dir", transcriptsDir, "--data-dir", dataDir, "--output-dir", outputDir];
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const variables = { ...environment, COLLOQUY_BENCH_LOOP_FILE: path.join(folder, "loop.json") };
    return await watchIngest(program, [...places, ...args], variables);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watchIngest(
  program: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> & { readonly COLLOQUY_BENCH_LOOP_FILE: string },
): Promise<RunFigures> {
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", new URL("./watch-event-loop.mjs", import.meta.url).href, program, "ingest", "--json", ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...variables } },
  );
  const watch = new ProcessWatch(child.pid);
  const timer = setInterval(() => watch.look(), POLL_MS);

  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stages: StageFigures[] = [];
  let extracted = 0;
  let lastReplySeconds = 0;
  let result: IngestResult | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as RunEvent | (IngestResult & { readonly event?: undefined });
    if (said.event === "batch.completed") lastReplySeconds = (performance.now() - begun) / 1000;
    if (said.event === undefined) result = said;
    else if (said.event === "stage.started") watch.begin(said.stage);
    else if (said.event === "stage.completed")
      stages.push({ stage: said.stage, seconds: said.seconds, peakMegabytes: watch.end(said.stage) });
    else if (said.event === "batch.completed" && said.stage === "extract") extracted += said.chunks;
  }
  const exitCode = await ended;
  clearInterval(timer);
  const seconds = (performance.now() - begun) / 1000;
  if (exitCode !== 0 || result === null) throw new Error(`ingest ended with ${exitCode}: ${complaints}`);
  const loopDelayMs = JSON.parse(readFileSync(variables.COLLOQUY_BENCH_LOOP_FILE, "utf8")) as RunFigures["loopDelayMs"];
  const { cpuSeconds, peakMegabytes } = watch;
  return { seconds, cpuSeconds, peakMegabytes, stages, loopDelayMs, lastReplySeconds, extracted, result };
}

/** Values of a process in /proc, read repeatedly while it runs. */
class ProcessWatch {
  readonly #folder: string;
  readonly #running = new Map<string, number>();
  cpuSeconds = 0;
  peakMegabytes = 0;

  constructor(pid: number | undefined) {
    this.#folder = `/proc/${pid}`;
  }

  begin(stage: string): void {
    this.#running.set(stage, 0);
    this.look();
  }

  /** The most megabytes during the stage. */
  end(stage: string): number {
    this.look();
    const peak = this.#running.get(stage) ?? 0;
    this.#running.delete(stage);
    return peak;
  }

  look(): void {
    try {
      const status = readFileSync(`${this.#folder}/status`, "utf8");
      const now = megabytes(status, "VmRSS");
      this.peakMegabytes = Math.max(this.peakMegabytes, megabytes(status, "VmHWM"));
      for (const [stage, peak] of this.#running) this.#running.set(stage, Math.max(peak, now));
      // After the name in parentheses, user and system ticks are the 12th and 13th fields (proc_pid_stat(5)).
      const fields = readFileSync(`${this.#folder}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      this.cpuSeconds = (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_A_SECOND;
    } catch {
      // The process has just ended.
    }
  }
}

function megabytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
}
