import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isOutOfFiles } from "../../model/index.ts";

/** Why no file at all can be opened at this moment; null where one can. SQLite does not say why it cannot open a file. */
export function whyNoFileOpens(): Error | null {
  try {
    closeSync(openSync(devNull, "r"));
    return null;
  } catch (error) {
    return error instanceof Error && isOutOfFiles(error) ? error : null;
  }
}
