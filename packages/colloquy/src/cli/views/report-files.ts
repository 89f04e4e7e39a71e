import { printable, type TraceLink, traceText } from "../../model/index.ts";
import type { Output } from "../output.ts";
import { unbrokenRow } from "./status.ts";

type Row = readonly [label: string, text: string];

/** The number of sentences of advice in a summary. The report contains all. */
const SHOWN_ADVICE = 2;

/** What a summary shows of the reports of a run. */
export interface ReportSummary {
  /** Files of the run's reports; empty if they could not be written. */
  readonly reports?: readonly string[];
  /** Advice, the most important first. */
  readonly advice?: readonly string[];
}

/** Advice on the run, and the paths of its reports. */
export function reportRows({ reports = [], advice = [] }: ReportSummary): readonly Row[] {
  const rows = advice
    .slice(0, SHOWN_ADVICE)
    .map((sentence, index): Row => [index === 0 ? "advice" : "", printable(sentence)]);
  return reports.length === 0 ? rows : [...rows, ["report", printable(reportsText(reports))]];
}

/** The links to the run's trace. */
export function traceLines(traces: readonly TraceLink[], output: Pick<Output, "colours">): readonly string[] {
  return traces.map((trace, index) => unbrokenRow(index === 0 ? "trace" : "", printable(traceText(trace)), output));
}

/** The path of the report page, without the paths of the other report files. */
export function reportsText(files: readonly string[]): string {
  const page = files.find((file) => file.endsWith(".html"));
  if (page === undefined) return files.join(", ");
  return files.length === 1 ? page : `${page}, and in the same folder as text and as JSON`;
}
