// Tables of results, for the screen and for docs/benchmarks.md.
import { spreadOf } from "../../figures.ts";
import type { Table } from "../../report.ts";
import { inSeconds } from "./markdown.ts";

interface ConcurrencyLimit {
  readonly runs: readonly {
    readonly concurrencyLimit: number;
    readonly calls: number;
    readonly seconds: number;
    readonly sequentialSeconds: number;
    readonly speedUp: number;
    readonly lost: number;
  }[];
}

export function concurrencyLimitTable({ runs }: ConcurrencyLimit): Table {
  const header = ["concurrency limit", "calls", "makespan", "one at a time", "speed-up", "of the limit", "lost"];
  const rows = runs.map(({ concurrencyLimit, calls, seconds, sequentialSeconds, speedUp, lost }) => [
    String(concurrencyLimit),
    String(calls),
    inSeconds(seconds),
    inSeconds(sequentialSeconds, 0),
    speedUp.toFixed(2),
    (speedUp / concurrencyLimit).toFixed(3),
    String(lost),
  ]);
  return { header, rows };
}

interface InFlight {
  readonly pending: number;
  readonly calls: number;
  readonly mostInFlight: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly peakMegabytes: number;
}

export function inFlightTable({ pending, calls, mostInFlight, loopDelayMs, peakMegabytes }: InFlight): Table {
  const late = [loopDelayMs.p50, loopDelayMs.p99, loopDelayMs.max].map((milliseconds) => milliseconds.toFixed(1));
  const rows = [
    ["calls in flight at most, in all", `${mostInFlight}, ${calls}`, ""],
    ["event loop late, p50 / p99 / max", `${late.join(" / ")} ms`, "p99 < 20 ms"],
    [`peak memory, ${pending.toLocaleString("en")} chunks pending`, `${peakMegabytes.toFixed(0)} MB`, "< 300 MB"],
  ];
  return { header: ["", "measured", "mark"], rows };
}

export interface PromptsRun {
  readonly tier: string;
  readonly seed: number;
  readonly maxConcurrent: number;
  readonly digest: string;
  readonly deadLetters: number;
  readonly prompts: number;
  /** Prompts that one call at a time did not send. */
  readonly others: number;
  readonly seconds: number;
}

export function promptsTable({ runs }: { readonly runs: readonly PromptsRun[] }): Table {
  const header = ["tier", "calls at once", "same digest as at 1", "prompts", "others than at 1", "dead letters"];
  const cells = Map.groupBy(runs, ({ tier, maxConcurrent }) => `${tier} ${maxConcurrent}`);
  const first = new Map(
    runs.filter((run) => run.maxConcurrent === 1).map((run) => [`${run.tier} ${run.seed}`, run.digest]),
  );
  const rows = [...cells.values()].map((cell) => {
    const same = cell.filter((run) => first.get(`${run.tier} ${run.seed}`) === run.digest).length;
    const others = spreadOf(cell.map((run) => run.others));
    return [
      cell[0]?.tier ?? "",
      String(cell[0]?.maxConcurrent),
      `${same} of ${cell.length}`,
      String(spreadOf(cell.map((run) => run.prompts)).median),
      `${others.median} (${others.max})`,
      String(cell.reduce((sum, run) => sum + run.deadLetters, 0)),
    ];
  });
  return { header, rows };
}
