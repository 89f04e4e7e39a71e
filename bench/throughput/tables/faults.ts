// Tables of results, for the screen and for docs/benchmarks.md.
import { spreadOf } from "../../figures.ts";
import type { Table } from "../../report.ts";
import { inSeconds } from "./markdown.ts";

export interface FaultCost {
  readonly tier: string;
  readonly scenario: string;
  /** Seconds more than without the fault, one value for each seed. */
  readonly seconds: readonly number[];
  readonly lost: number;
}

export function faultsTable({ costs }: { readonly costs: readonly FaultCost[] }): Table {
  const rows = costs.map(({ tier, scenario, seconds, lost }) => {
    const { median, max } = spreadOf(seconds);
    return [scenario, tier, inSeconds(median), inSeconds(max), String(lost)];
  });
  return { header: ["fault", "tier", "cost, median", "worst", "chunks lost"], rows };
}

interface ContentFaults {
  readonly chunks: number;
  readonly planted: number;
  readonly innocent: number;
  readonly missed: number;
  readonly exitCode: number | null;
  readonly reasons: readonly string[];
}

export function contentFaultsTable({ chunks, planted, innocent, missed, exitCode, reasons }: ContentFaults): Table {
  const counted = [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, String(all.length)]);
  const rows = [
    ["chunks, of them planted", `${chunks}, ${planted}`],
    ...counted,
    ["other chunks in the dead letters", String(innocent)],
    ["planted chunks with a result all the same", String(missed)],
    ["exit code", String(exitCode)],
  ];
  return { header: ["", "chunks"], rows };
}
