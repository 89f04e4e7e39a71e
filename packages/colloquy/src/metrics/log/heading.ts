import { readHead } from "../../files/index.ts";

/** The heading of a run in the log of its workspace. */
export function runHeading(run: string, workspace: string): string {
  return `run ${run} of workspace ${workspace}`;
}

/** The heading for work without a run. */
export function storesHeading(workspace: string): string {
  return `work on the stores of workspace ${workspace}`;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z {2}`;
/** Older logs have the words "started on". */
const HEADING = new RegExp(`^${TIME}(?:run \\S+ (?:of|started on)|work on the stores of) workspace `);
const LINE = new RegExp(`^${TIME}\\S`);
/** Length of the longest heading; a workspace name has at most 64 characters. */
const HEAD_BYTES = 160;

/** Whether a file is a log of Colloquy, under any name. */
export function isRunLog(path: string): boolean {
  return HEADING.test(headOf(path) ?? "");
}

/** Whether lines may be appended to a file: it is a log (with or without its beginning), is empty or does not exist. */
export function mayGrow(path: string): boolean {
  const head = headOf(path);
  return head === null || head === "" || LINE.test(head);
}

/** Null when the path is not a regular file or cannot be read. */
function headOf(path: string): string | null {
  try {
    return readHead(path, HEAD_BYTES).toString("utf8");
  } catch {
    return null;
  }
}
