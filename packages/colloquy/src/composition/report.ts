import { z } from "zod";
import { type ListedRun, listLatestRuns, listRuns, readReports, type RunReports } from "../metrics/index.ts";
import { type Listing, type ListOptions, type PagedList, readListing } from "../retrieval/index.ts";
import { checkOptions, type Expectations, FOLDER, TEXT } from "./check-options.ts";
import { reportFolder } from "./run-reports.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** The workspace and the folder of its reports, with the names and defaults of the command line. */
export interface ReportedWorkspace {
  /** Default `default`. */
  readonly workspace?: string;
  /** Reports are in `{outputDir}/{workspace}/`. Default `metrics`. */
  readonly outputDir?: string;
}

export interface ReportOptions extends ReportedWorkspace {
  /** The id of a run, or a unique prefix of it. Default: the latest run. */
  readonly run?: string;
}

const WORKSPACE: Expectations<ReportedWorkspace> = { workspace: TEXT, outputDir: FOLDER };

/**
 * Returns the reports of a run from its report files, as `colloquy report` shows them.
 * @throws ColloquyError `not-found` when no such run has a report, `invalid-input` for a damaged report and an invalid
 *   name, `configuration` for invalid options.
 */
export async function report(options: ReportOptions = {}): Promise<RunReports> {
  checkOptions<ReportOptions>("report", options, { ...WORKSPACE, run: TEXT });
  return readReports(folderOf(options), options.run ?? null);
}

/**
 * Lists the runs of a workspace that have a report, oldest first. The list may be empty.
 * @throws ColloquyError `invalid-input` for an invalid name and a folder that cannot be read, `configuration` for
 *   invalid options.
 */
export async function listReports(options: ReportedWorkspace = {}): Promise<readonly ListedRun[]> {
  checkOptions<ReportedWorkspace>("listReports", options, WORKSPACE);
  return listRuns(folderOf(options));
}

/**
 * Lists the runs of a workspace that have a report in pages, the latest first.
 * @throws ColloquyError `invalid-input` for an invalid name, a folder that cannot be read, and a cursor of another list.
 */
export async function listLatestReports(
  { workspace, outputDir }: Required<ReportedWorkspace>,
  options: ListOptions = {},
): Promise<Listing<ListedRun>> {
  const folder = folderOf({ workspace, outputDir });
  const runs: PagedList<ListedRun, string> = {
    name: "runs",
    position: z.string(),
    positionOf: ({ runId }) => runId,
    read: async (page) => listLatestRuns(folder, page),
  };
  return readListing(runs, options);
}

function folderOf({ outputDir, workspace = "default" }: ReportedWorkspace): string {
  // `workspaceFolder` refuses names that lead out of the folder.
  return reportFolder(outputDir, workspaceFolder("", workspace).name);
}
