import { basename } from "node:path";
import { printable } from "../../model/index.ts";
import type { Summary } from "./summary.ts";

type Row = readonly [label: string, text: string];

/** Sentences of advice that a summary has room for; the report has them all. */
const SHOWN_ADVICE = 2;

/** What held the run back, and where its reports are. */
export function reportRows({ reports = [], advice = [] }: Pick<Summary, "reports" | "advice">): readonly Row[] {
  const rows = advice
    .slice(0, SHOWN_ADVICE)
    .map((sentence, index): Row => [index === 0 ? "advice" : "", printable(sentence)]);
  const page = reports.find((file) => file.endsWith(".html"));
  if (page === undefined) return [...rows, ...reports.slice(0, 1).map((file): Row => ["report", printable(file)])];
  const beside = reports.filter((file) => file !== page && basename(file).includes(runOf(page)));
  const others = beside.length === 0 ? "" : `, and beside it ${beside.map((file) => basename(file)).join(", ")}`;
  return [...rows, ["report", printable(`${page}${others}`)]];
}

/** `r1` of `report_r1.html`. */
function runOf(page: string): string {
  return basename(page, ".html").replace(/^report_/, "");
}
