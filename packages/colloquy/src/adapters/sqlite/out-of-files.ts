import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isOutOfFiles } from "../../model/index.ts";

/** The files of an open database: itself, its log and the index of the log. */
const FILES_OF_DATABASE = 3;

/** The reason why a database's files cannot be opened now; null if they can. SQLite does not report the reason. */
export function whyNoFileOpens(): Error | null {
  const open: number[] = [];
  try {
    while (open.length < FILES_OF_DATABASE) open.push(openSync(devNull, "r"));
    return null;
  } catch (error) {
    return error instanceof Error && isOutOfFiles(error) ? error : null;
  } finally {
    for (const file of open) closeSync(file);
  }
}
