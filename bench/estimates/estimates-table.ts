import type { Table } from "../report.ts";
import { share } from "../throughput/tables/markdown.ts";

/** The results as estimates.ts writes them. */
export interface Estimates {
  readonly summary: readonly {
    readonly workload: string;
    readonly basis: "usual" | "measured";
    readonly quantity: string;
    readonly inside: number;
    readonly of: number;
    readonly halfWidth: number;
    readonly largestError: number;
  }[];
  readonly cells: readonly {
    readonly workload: string;
    readonly basis: "usual" | "measured";
    readonly trials: readonly unknown[];
    readonly allInside: number;
  }[];
}

const QUANTITIES = ["calls", "inputTokens", "outputTokens", "costUsd", "seconds"] as const;
const BASES = { usual: "before any run", measured: "after 50 chunks" } as const;

/** A row for each workload and basis: the seeds with all outcomes inside, and the width of the widest range of each quantity. */
export function estimatesTable({ summary, cells }: Estimates): Table {
  const rows = cells.map(({ workload, basis, trials, allInside }) => {
    const widths = QUANTITIES.map((quantity) => {
      const row = summary.find(
        (each) => each.workload === workload && each.basis === basis && each.quantity === quantity,
      );
      return row === undefined ? "-" : `±${share(row.halfWidth)} (${row.inside}/${row.of})`;
    });
    return [workload, BASES[basis], `${allInside}/${trials.length}`, ...widths];
  });
  return {
    header: ["replies", "estimate", "all five inside", "calls", "tokens in", "tokens out", "dollars", "time"],
    rows,
  };
}
