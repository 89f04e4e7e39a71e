import { readHead } from "../../files/index.ts";

/** With which a run begins in the log of its workspace. */
export function runHeading(run: string, workspace: string): string {
  return `run ${run} of workspace ${workspace}`;
}

/** As `runHeading`, for what is no run. */
export function storesHeading(workspace: string): string {
  return `work on the stores of workspace ${workspace}`;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z {2}`;
/** Logs that are older say that a run started on its workspace. */
const HEADING = new RegExp(`^${TIME}(?:run \\S+ (?:of|started on)|work on the stores of) workspace `);
const LINE = new RegExp(`^${TIME}\\S`);
/** Of the longest heading: a workspace has at most 64 characters. */
const HEAD_BYTES = 160;

/** Whether a file is a log of ours, whatever it is called: among transcripts it is none. */
export function isRunLog(path: string): boolean {
  return HEADING.test(headOf(path) ?? "");
}

/** Whether lines may be added to what a path leads to: it is a log, be it one whose beginning was cut off, or there is nothing yet. */
export function mayGrow(path: string): boolean {
  const head = headOf(path);
  return head === null || head === "" || LINE.test(head);
}

/** Null for what is no file or cannot be read. */
function headOf(path: string): string | null {
  try {
    return readHead(path, HEAD_BYTES).toString("utf8");
  } catch {
    return null;
  }
}
