import { printable } from "../../model/index.ts";
import { padColumns, wrap } from "../../text/index.ts";
import type { Finding } from "../diagnosis/index.ts";
import type { Output } from "../output.ts";

const NAME_WIDTH = 15;

/** One line for each finding, and the number of faults. */
export function renderDiagnosis(findings: readonly Finding[], output: Pick<Output, "colours" | "columns">): string {
  const { colours } = output;
  const marks = { ok: colours.green("ok   "), fault: colours.red("FAULT"), note: colours.yellow("note ") };
  const lines = findings.map((finding) => {
    const message = wrap(printable(finding.message), output.columns, " ".repeat(NAME_WIDTH + 7)).trimStart();
    return `${marks[finding.state]}  ${padColumns(printable(finding.name), NAME_WIDTH)}${message}`;
  });
  const faults = findings.filter((finding) => finding.state === "fault").length;
  const verdict =
    faults === 0 ? colours.green("No faults.") : colours.red(faults === 1 ? "One fault." : `${faults} faults.`);
  return `${lines.join("\n")}\n\n${verdict}\n`;
}
