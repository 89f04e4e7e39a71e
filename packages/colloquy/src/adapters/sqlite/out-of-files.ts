import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isOutOfFiles } from "../../model/index.ts";

/** A database, its log and the index of its log. */
const FILES_OF_DATABASE = 3;

/** Why no more files can be opened at this moment; null where a database's can. SQLite does not say why it cannot open one. */
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
