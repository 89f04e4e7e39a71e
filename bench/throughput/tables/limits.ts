// Tables of results, for the screen and for docs/benchmarks.md.
import { spreadOf } from "../../figures.ts";
import type { CellFigures } from "../cell-figures.ts";
import type { Tier } from "../tiers.ts";
import type { Table } from "../../report.ts";
import { inSeconds, share } from "./markdown.ts";

export interface ThroughputCell {
  readonly tier: Tier;
  readonly charge: string;
  readonly calls: number;
  readonly virtual: readonly CellFigures[];
  /** One run; null when only virtual time is measured. */
  readonly real: CellFigures | null;
}

export function throughputTable({ cells }: { readonly cells: readonly ThroughputCell[] }): Table {
  const header = ["", "makespan", "over bound", "utilisation", "to the last dispatch", "429s", "tail", "lost"];
  const rows = cells.flatMap(({ tier, charge, calls, virtual, real }) => {
    const name = `${tier.name}, charge ${charge}, ${calls} calls`;
    return [
      ...(virtual.length > 0 ? [[`${name}, ${virtual.length} seeds`, ...cellColumns(virtual)]] : []),
      ...(real === null ? [] : [[`${name}, real time`, ...cellColumns([real])]]),
    ];
  });
  return { header, rows };
}

/** A run with lost chunks has no figure. */
function cellColumns(runs: readonly CellFigures[]): string[] {
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  if (lost > 0) return ["-", "-", "-", "-", "-", "-", String(lost)];
  const worst = (of: (run: CellFigures) => number, write: (value: number) => string, least = false): string => {
    const { min, median, max } = spreadOf(runs.map(of));
    return runs.length === 1 ? write(median) : `${write(median)} (${write(least ? min : max)})`;
  };
  return [
    worst((run) => run.seconds, inSeconds),
    worst((run) => run.overBoundSeconds, inSeconds),
    worst((run) => run.utilisation, exactShare, true),
    worst((run) => run.utilisationToLast, exactShare, true),
    worst((run) => run.rateLimitedShare, exactShare),
    worst(
      (run) => run.tail,
      (value) => value.toFixed(2),
    ),
    "0",
  ];
}

const exactShare = (value: number): string => share(value, 2);

/** How a changed limit was followed in one run. JSON has null for an event that did not happen. */
export interface Followed {
  /** From the change to the first header with the new limit. */
  readonly reportedSeconds: number | null;
  /** From that header to the limiter's event; the mark is at most 5 seconds. */
  readonly followedSeconds: number | null;
  /** 429s later than 5 seconds after that header. */
  readonly rateLimited: number;
  /** Tokens that were dispatched in a later minute, over what the new limit grants in it. */
  readonly rate: number | null;
  readonly lost: number;
}

export interface FollowedCell {
  readonly tier: string;
  readonly factor: number;
  readonly runs: readonly Followed[];
}

export function limitsChangedTable({ cells }: { readonly cells: readonly FollowedCell[] }): Table {
  const header = ["tier", "limits", "reported after", "followed after", "429s after 5 s", "rate after 65 s", "lost"];
  const rows = cells.map(({ tier, factor, runs }) => {
    const latest = (values: readonly (number | null)[]): number | null =>
      values.reduce((one, other) => (one === null || other === null ? null : Math.max(one, other)), 0);
    const most = (values: readonly number[]): string => String(spreadOf(values).max);
    const { min, max } = spreadOf(runs.map(({ rate }) => rate ?? 0));
    return [
      tier,
      `x ${factor}`,
      inSeconds(latest(runs.map(({ reportedSeconds }) => reportedSeconds))),
      inSeconds(latest(runs.map(({ followedSeconds }) => followedSeconds))),
      most(runs.map(({ rateLimited }) => rateLimited)),
      `${share(min)} to ${share(max)}`,
      most(runs.map(({ lost }) => lost)),
    ];
  });
  return { header, rows };
}
