// The results of estimates.ts and kinds.ts as Markdown for docs/benchmarks.md, from bench/results/:
// `node bench/estimates/report.ts [--write]`; with --write the tables there are replaced.
import { fillPage, tableOf } from "../fill-page.ts";
import { estimatesTable } from "./estimates-table.ts";
import { kindsTable } from "./kinds-table.ts";

const table = tableOf(estimatesTable);
fillPage({
  estimates: table,
  "estimates-no-faults": table,
  "estimates-5k-2M": table,
  "estimates-kinds": tableOf(kindsTable),
});
