import { join } from "node:path";
import { mayGrow } from "../metrics/index.ts";
import { ColloquyError } from "../model/index.ts";
import { leadsIntoWorkspace } from "./outside-workspace.ts";
import type { RunOptions } from "./run-options.ts";
import { reportFolder } from "./run-reports.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** The log's name where no other is given; logs of other workspaces have it too, as reports have names of their own. */
export const LOG_FILE = "all_files_processings.txt";

/**
 * Where the log of a workspace lies. Touches nothing.
 * @throws ColloquyError `invalid-input` for a file of another kind, which lines at its end would spoil, and for one among
 *   those of a workspace, where a ledger may be yet to come.
 */
export function logPlace(
  { logFile, outputDir }: Pick<RunOptions, "logFile" | "outputDir">,
  folder: WorkspaceFolder,
): string {
  const path = logFile ?? join(reportFolder(outputDir, folder.name), LOG_FILE);
  if (logFile !== undefined && leadsIntoWorkspace(path, folder))
    throw refusal(`The log ${path} would lie in the folder of a workspace, among its data`);
  if (!mayGrow(path)) throw refusal(`The log ${path} would be written into a file that is none of Colloquy's logs`);
  return path;
}

function refusal(what: string): ColloquyError {
  return new ColloquyError("invalid-input", `${what}; name another file with --log-file.`);
}
