import { writeReports } from "../../src/metrics/report-files/write-reports.ts";
import { runReports } from "./reports-fixture.ts";

/** Writes the reports of several runs, one after another: `node write-many.ts {folder} {which} {runs}`. */
const [, , folder = "", which = "", runs = ""] = process.argv;
process.once("message", () => {
  for (let at = 0; at < Number(runs); at += 1) {
    const id = `20260301-14${which}${String(at).padStart(2, "0")}-00${which}`;
    const { warnings } = writeReports(folder, runReports({ head: { runId: id } }), [], () => "");
    if (warnings.length > 0) throw new Error(warnings.join(" "));
  }
  process.disconnect();
});
process.send?.("ready");
