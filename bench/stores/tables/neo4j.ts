// The results of `neo4j.ts` as a table, for the screen and for docs/benchmarks.md.
import type { Spread } from "../../figures.ts";
import type { Table } from "../../report.ts";

/** Rows a second. */
export interface WriteRates {
  readonly entities: Spread;
  readonly relationships: Spread;
  readonly rows: Spread;
}

export interface ContenderRates {
  readonly contender: string;
  readonly nodes: number;
  readonly relations: number;
  readonly first: WriteRates;
  readonly again: WriteRates;
}

/** The figures of several ways of writing over one network. */
export interface Contest {
  /** Delay of each direction that the proxy adds; 0: direct connection over loopback. */
  readonly delayMs: number;
  readonly roundTripMs: number;
  readonly contenders: readonly ContenderRates[];
}

export interface Neo4jResults {
  readonly contests: readonly Contest[];
  /** Milliseconds of a projection without changes in the ledger. */
  readonly unchangedMs: Spread;
}

export const OURS = "ours";
export const BARE_LOOP = "bare loop of UNWIND";
export const WITHOUT_NAMES = "the same without the index of names";
export const PER_ROW = "one session.run a row";

/** Measured with its own client on a similar machine; it creates and does not merge, so a repetition doubles the graph. */
const GRAPHRAG = ["neo4j-graphrag's Neo4jWriter (measured earlier)", "", "", "9,900 to 10,200", "", ""];

export function neo4jTable({ contests, unchangedMs }: Neo4jResults): Table {
  const header = ["", "nodes/s", "relationships/s", "rows/s (min to max)", "ours is", "mark"];
  const rows = contests.flatMap((contest) => [
    ...rowsOf(contest, "first"),
    ...(contest.delayMs === 0 ? [GRAPHRAG] : []),
    ...rowsOf(contest, "again"),
  ]);
  const unchanged = `${unchangedMs.median.toFixed(1)} ms (${unchangedMs.min.toFixed(1)} to ${unchangedMs.max.toFixed(1)})`;
  return { header, rows: [...rows, ["nothing changed, as the ledger knows", "", "", unchanged, "", ""]] };
}

function rowsOf({ delayMs, roundTripMs, contenders }: Contest, round: "first" | "again"): string[][] {
  const ours = contenders.find(({ contender }) => contender === OURS)?.[round].rows.median ?? Number.NaN;
  const network = delayMs === 0 ? "" : `, + ${delayMs} ms each way`;
  const trip = round === "first" ? `, round trip ${roundTripMs.toFixed(1)} ms` : "";
  return contenders.map(({ contender, nodes, relations, [round]: rates }) => {
    const size = `${whole(nodes)} + ${whole(relations)}`;
    const { min, median, max } = rates.rows;
    return [
      `${round}: ${contender}, ${size}${network}${contender === OURS ? trip : ""}`,
      whole(rates.entities.median),
      whole(rates.relationships.median),
      `${whole(median)} (${whole(min)} to ${whole(max)})`,
      contender === OURS ? "" : `${(ours / median).toFixed(2)} times`,
      round === "first" ? markOf(contender, delayMs) : "",
    ];
  });
}

function markOf(contender: string, delayMs: number): string {
  if (contender === PER_ROW) return delayMs === 0 ? "at least 12" : "at least 100";
  return contender === BARE_LOOP ? "at least 0.80" : "";
}

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
