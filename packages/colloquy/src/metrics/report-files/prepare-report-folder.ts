import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ColloquyError, describeSystemError, systemErrorCode } from "../../model/index.ts";
import { makeFolders, PRIVATE_FILE, removeAbandoned, removeFolders, unfinishedBeside } from "../../files/index.ts";

/** Larger than an empty file, so that the check detects a full disk. */
const PROBE = "Colloquy will write its reports here.\n".repeat(100);

/** Error codes with another meaning when a folder is created. */
const OF_A_FOLDER: Readonly<Record<string, string>> = {
  EEXIST: "a link in its path has no target",
  ENOENT: "the system allows no folder there",
};

/**
 * Makes the folder for reports and proves that files can be written there, before anything is spent. Removes unfinished
 * files of killed runs.
 * @returns the folders that were made, outermost first.
 * @throws ColloquyError `invalid-input` when no file can be written; created folders are removed then.
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
