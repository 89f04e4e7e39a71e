import { join } from "node:path";
import { mayGrow } from "../metrics/index.ts";
import { ColloquyError } from "../model/index.ts";
import { leadsIntoWorkspace } from "./outside-workspace.ts";
import type { RunOptions } from "./run-options.ts";
import { reportFolder } from "./run-reports.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** The default name of the log, in all workspaces. */
export const LOG_FILE = "all_files_processings.txt";

/**
 * Returns the path of a workspace's log. Creates nothing.
 * @throws ColloquyError `invalid-input` for an existing file that is no log, and for a path in a workspace's folder,
 *   which a ledger may need later.
 */
export function logPlace(
  { logFile, outputDir }: Pick<RunOptions, "logFile" | "outputDir">,
  folder: WorkspaceFolder,
): string {
  const path = logFile ?? join(reportFolder(outputDir, folder.name), LOG_FILE);
  if (logFile !== undefined && leadsIntoWorkspace(path, folder))
    throw refusal(`The log ${path} leads into the data of a workspace`);
  if (!mayGrow(path)) throw refusal(`The file ${path} exists and is not a log of Colloquy`);
  return path;
}

function refusal(what: string): ColloquyError {
  return new ColloquyError("invalid-input", `${what}; name another file with --log-file.`);
}
