// The cost of tracing and metrics: `node bench/spending/overhead.ts [--quick] [--calls 20000] [--repetitions 5]
// [--in-flight 1000] [--parts]`. CPU seconds a call of a process that runs the pipeline's extraction stage over HTTP against
// a provider without limits, with log, reports and traces to a receiver of OTLP, and with none of them, in turn; provider and
// receiver have processes of their own. `--parts` measures metrics and traces each alone, too.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { startProvider } from "../throughput/provider-process.ts";
import { CHUNKS_A_CALL } from "../throughput/workload.ts";
import { startTraceReceiver } from "../trace-receiver.ts";
import type { ObservedFigures, ObservedTask } from "./observed-run.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    calls: { type: "string" },
    repetitions: { type: "string" },
    "in-flight": { type: "string", default: "1000" },
    parts: { type: "boolean", default: false },
  },
});
const CALLS = Number(values.calls ?? (values.quick ? 2_000 : 20_000));
const REPETITIONS = Number(values.repetitions ?? (values.quick ? 2 : 5));
const IN_FLIGHT = Number(values["in-flight"]);
/** Slow enough that many calls are in flight before a core is busy, and in few pieces: for cheap calls the mark is harder to reach. */
const PACE = { timeScale: 3, pieceMs: 1_000 } as const;

type Part = "nothing" | "metrics" | "traces" | "both";
const PARTS: readonly Part[] = values.parts ? ["nothing", "metrics", "traces", "both"] : ["nothing", "both"];
const PROGRAM = join(import.meta.dirname, "observed-run.ts");
const MICROSECONDS = 1e6;

await using provider = await startProvider({
  rpm: null,
  tpm: null,
  faults: "none",
  headers: "absent",
  ...PACE,
});
using receiver = await startTraceReceiver();
const measured: { readonly part: Part; readonly repetition: number; readonly figures: ObservedFigures }[] = [];
for (let repetition = 1; repetition <= REPETITIONS; repetition += 1) {
  // Each order has the same effects of warming up.
  for (const part of repetition % 2 === 1 ? PARTS : PARTS.toReversed()) {
    const figures = await measure(part);
    measured.push({ part, repetition, figures });
    console.log(
      `${repetition}, ${part}: ${microsecondsOf(figures).toFixed(0)} us a call, ${figures.seconds.toFixed(0)} s`,
    );
  }
}
const { mostInFlight } = (await provider.accounts()).chat;
const summary = PARTS.map((part) => ({ part, ...summaryOf(part) }));
printTable({
  header: [
    "observed by",
    "CPU a call, median",
    "least",
    "most",
    "more than nothing (mark: <= 10 %), median",
    "least",
    "most",
  ],
  rows: summary.map(({ part, microseconds, more }) => [
    part,
    ...microseconds.map((each) => `${each.toFixed(0)} us`),
    ...(part === "nothing" ? ["", "", ""] : more.map((each) => `${(100 * each).toFixed(1)} %`)),
  ]),
});
console.log(`\n${CALLS} calls, ${mostInFlight} in flight at most`);
writeResults("overhead", {
  calls: CALLS,
  repetitions: REPETITIONS,
  ...PACE,
  mostInFlight,
  summary,
  measured,
});

async function measure(part: Part): Promise<ObservedFigures> {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-overhead-"));
  try {
    const task: ObservedTask = {
      baseUrl: provider.baseUrl,
      calls: CALLS,
      inFlight: IN_FLIGHT,
      folder: part === "metrics" || part === "both" ? folder : null,
      receiver: part === "traces" || part === "both" ? receiver.url : null,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, JSON.stringify(task)]);
    const figures = JSON.parse(stdout) as ObservedFigures;
    if (figures.settled !== CALLS * CHUNKS_A_CALL) throw new Error(`${figures.settled} chunks were settled.`);
    for (const warning of figures.warnings) console.log(`${part}: ${warning}`);
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function microsecondsOf({ cpuSeconds, attempts }: ObservedFigures): number {
  return (cpuSeconds / attempts) * MICROSECONDS;
}

/** Median, least and most: CPU time of a call, and its difference to the same repetition without observation. */
function summaryOf(part: Part) {
  const of = (wanted: Part): number[] =>
    measured
      .filter((each) => each.part === wanted)
      .toSorted((one, other) => one.repetition - other.repetition)
      .map(({ figures }) => microsecondsOf(figures));
  const [times, without] = [of(part), of("nothing")];
  return {
    microseconds: spread(times),
    more: spread(times.map((time, index) => time / (without[index] ?? Number.NaN) - 1)),
  };
}

function spread(numbers: readonly number[]): readonly [number, number, number] {
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (place: number): number => sorted[place] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return [(at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, at(0), at(sorted.length - 1)];
}
