import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ColloquyError, describeSystemError, systemErrorCode } from "../../model/index.ts";
import { makeFolders, PRIVATE_FILE, removeAbandoned, removeFolders, unfinishedBeside } from "../../files/index.ts";

/** More than an empty file takes, so that a full disk shows. */
const PROBE = "Colloquy will write its reports here.\n".repeat(100);

/** Codes that mean something else of a folder that is made on the way. */
const OF_A_FOLDER: Readonly<Record<string, string>> = {
  EEXIST: "a link in its path leads nowhere",
  ENOENT: "the system allows no folder there",
};

/**
 * Makes the folder for reports and proves that files can be written there, before anything is spent. What killed runs left
 * unfinished there is removed.
 * @returns the folders that were made, outermost first.
 * @throws ColloquyError `invalid-input` where that is not so; nothing is left of it then.
 */
export function prepareReportFolder(folder: string): readonly string[] {
  let made: readonly string[] = [];
  try {
    made = makeFolders(folder);
    removeAbandoned(folder);
    probe(unfinishedBeside(join(folder, "probe")));
    return made;
  } catch (error) {
    removeFolders(made);
    const reason = OF_A_FOLDER[systemErrorCode(error) ?? ""] ?? describeSystemError(error);
    throw new ColloquyError(
      "invalid-input",
      `The reports cannot be written to ${folder}: ${reason}. Choose another folder with --output-dir.`,
      { cause: error },
    );
  }
}

function probe(path: string): void {
  try {
    writeFileSync(path, PROBE, { flag: "wx", flush: true, mode: PRIVATE_FILE });
  } finally {
    rmSync(path, { force: true });
  }
}
