import { printable } from "../../model/index.ts";
import { counted, formatDuration } from "../../text/index.ts";
import type { ProjectionResult } from "../library.ts";
import type { Output } from "../output.ts";
import { row } from "./status.ts";

/** The number of rows that were written, one line per store. */
export function renderProjection(
  { workspace, digest, stores }: ProjectionResult,
  output: Pick<Output, "colours" | "columns">,
): string {
  const lines = stores.map(({ store, holds, rows, seconds }) => {
    const what = rows === 0 ? "up to date" : `${counted(rows, "row")} written in ${formatDuration(seconds)}`;
    return row(holds, `${printable(store)}: ${what}`, output);
  });
  const heading = output.colours.bold(`Workspace ${printable(workspace)}`);
  return `${[heading, ...lines, row("digest", digest, output)].join("\n")}\n`;
}
