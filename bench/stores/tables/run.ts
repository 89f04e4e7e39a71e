// The results of `run.ts` as a table, for the screen and for docs/benchmarks.md.
import type { Spread } from "../../figures.ts";
import type { Table } from "../../report.ts";

export interface RunResults {
  readonly chunks: number;
  readonly stores: readonly {
    readonly stores: string;
    /** Seconds of the whole process. */
    readonly seconds: Spread;
    /** From the last completed batch to the end of the process. */
    readonly afterLastReply: Spread;
    /** Part of these: resolution, and writing to the stores. */
    readonly resolve: Spread;
    readonly project: Spread;
    readonly peakMegabytes: Spread;
    readonly loopDelayP99Ms: Spread;
  }[];
}

export const EMBEDDED = "embedded";
export const SERVERS = "Neo4j and Qdrant";

export function runTable({ stores }: RunResults): Table {
  const embedded = stores.find((each) => each.stores === EMBEDDED)?.seconds.median ?? Number.NaN;
  const inSeconds = ({ min, median, max }: Spread): string =>
    `${median.toFixed(1)} s (${min.toFixed(1)} to ${max.toFixed(1)})`;
  const names = ["stores", "whole run (min to max)", "later", "mark", "after the last reply", "of that resolving"];
  return {
    header: [...names, "writing", "peak memory", "loop late, p99"],
    rows: stores.map((each) => [
      each.stores,
      inSeconds(each.seconds),
      each.stores === EMBEDDED ? "" : `${(100 * (each.seconds.median / embedded - 1)).toFixed(1)} %`,
      each.stores === EMBEDDED ? "" : "at most 5 %",
      inSeconds(each.afterLastReply),
      inSeconds(each.resolve),
      inSeconds(each.project),
      `${each.peakMegabytes.median.toFixed(0)} MB`,
      `${each.loopDelayP99Ms.median.toFixed(0)} ms`,
    ]),
  };
}
