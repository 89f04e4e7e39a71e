import { type ListedRun, listRuns, readReports, type RunReports } from "../metrics/index.ts";
import { checkOptions, type Expectations, FOLDER, TEXT } from "./check-options.ts";
import { reportFolder } from "./run-reports.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** Whose reports, and where they lie; the names and defaults of the command line. */
export interface ReportedWorkspace {
  /** Default `default`. */
  readonly workspace?: string;
  /** Reports lie in `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
}

export interface ReportOptions extends ReportedWorkspace {
  /** The id of a run, or the beginning of it that no other has. Default: the latest run. */
  readonly run?: string;
}

const WORKSPACE: Expectations<ReportedWorkspace> = { workspace: TEXT, outputDir: FOLDER };

/**
 * What a run cost and how it went, as its report files hold it: what `colloquy report` shows.
 * @throws ColloquyError `not-found` where no run or no such run has a report, `invalid-input` for a report that is damaged
 *   and a name that is none, `configuration` for options that are none.
 */
export async function report(options: ReportOptions = {}): Promise<RunReports> {
  checkOptions<ReportOptions>("report", options, { ...WORKSPACE, run: TEXT });
  return readReports(folderOf(options), options.run ?? null);
}

/**
 * The runs on a workspace that have a report, oldest first; none is no error.
 * @throws ColloquyError `invalid-input` for a name that is none and a folder that cannot be read, `configuration` for
 *   options that are none.
 */
export async function listReports(options: ReportedWorkspace = {}): Promise<readonly ListedRun[]> {
  checkOptions<ReportedWorkspace>("listReports", options, WORKSPACE);
  return listRuns(folderOf(options));
}

function folderOf({ outputDir, workspace = "default" }: ReportedWorkspace): string {
  // A name that could lead out of the folder is refused where workspaces are.
  return reportFolder(outputDir, workspaceFolder("", workspace).name);
}
