import type { Table } from "../report.ts";
import { share } from "../throughput/tables/markdown.ts";
import { QUANTITIES, type summaryOf } from "./coverage.ts";

/** The results as kinds.ts writes them. */
export interface Kinds {
  readonly cells: readonly {
    readonly folder: string;
    readonly trials: string;
    readonly allInside: number;
    readonly of: number;
    readonly summary: Readonly<Record<string, ReturnType<typeof summaryOf>>>;
  }[];
}

/** A row for each folder and its trials: the seeds with all outcomes inside, and the mean width of the ranges of each quantity. */
export function kindsTable({ cells }: Kinds): Table {
  const rows = cells.map(({ folder, trials, allInside, of, summary }) => [
    folder,
    trials,
    `${allInside}/${of}`,
    ...QUANTITIES.map((quantity) => {
      const row = summary[quantity];
      return row === undefined ? "-" : `±${share(row.meanHalfWidth, 0)} (${row.inside}/${row.of})`;
    }),
  ]);
  return {
    header: ["transcripts", "trials", "all five inside", "calls", "tokens in", "tokens out", "dollars", "time"],
    rows,
  };
}
