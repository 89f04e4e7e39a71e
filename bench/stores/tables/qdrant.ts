// The results of `qdrant.ts` as a table, for the screen and for docs/benchmarks.md.
import type { Spread } from "../../figures.ts";
import type { Table } from "../../report.ts";

export interface QdrantResults {
  readonly points: number;
  readonly dimensions: number;
  readonly contenders: readonly {
    readonly contender: string;
    /** Points a second. */
    readonly first: Spread;
    readonly again: Spread;
  }[];
}

export const OURS = "ours";
export const BARE_LOOP = "bare loop: 4 requests of 256 at once";
export const PLAIN_LOOP = "the client's plain loop of 100";

export function qdrantTable({ contenders }: QdrantResults): Table {
  const ours = contenders.find(({ contender }) => contender === OURS);
  const cells = (of: Spread, own: Spread | undefined): string[] => [
    `${of.median.toFixed(0)} (${of.min.toFixed(0)} to ${of.max.toFixed(0)})`,
    own === undefined || own === of ? "" : `${(own.median / of.median).toFixed(2)} times`,
  ];
  return {
    header: ["points a second (min to max)", "first", "ours is", "mark", "again", "ours is"],
    rows: contenders.map(({ contender, first, again }) => [
      contender,
      ...cells(first, ours?.first),
      contender === BARE_LOOP ? "at least 0.80" : "",
      ...cells(again, ours?.again),
    ]),
  };
}
