import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readRegularFile, readYaml, textOf, writeWhole } from "../files/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import { type Corrections, correctionsByKey, parseCorrections } from "../resolution/index.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** The largest size of an aliases file, in bytes. */
const LARGEST_ALIASES = 10_000_000;

/**
 * Gives the corrections of a workspace's `aliases.yaml` to its ledger. Without the file there are none.
 * @throws ColloquyError `configuration` for a file that cannot be read, or that has entries that cannot be used.
 */
export async function applyAliases({ aliases }: WorkspaceFolder, ledger: Pick<Ledger, "correct">): Promise<void> {
  await ledger.correct(correctionsByKey(readCorrections(readAliases(aliases), aliases)));
}

/**
 * Reads the text of an aliases file.
 * @throws ColloquyError `configuration` for entries that cannot be used.
 */
export function readCorrections(text: string, path: string): Corrections {
  const { value, fault, lineOf } = readYaml(text);
  if (fault === null) return parseCorrections(value, path);
  throw new ColloquyError(
    "configuration",
    `${path}: line ${lineOf(fault.start)}: ${fault.message}. Correct the file, or remove it.`,
  );
}

/** The text of the file; empty without a file. */
export function readAliases(path: string): string {
  try {
    const limits = { largest: LARGEST_ALIASES, tooLarge: () => "it is larger than ten megabytes" };
    return textOf(readRegularFile(path, limits));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return "";
    throw new ColloquyError("configuration", `${path} cannot be read (${describeSystemError(error)}).`, {
      cause: error,
    });
  }
}

/**
 * Replaces the file as a whole. A symbolic link stays, and the file that it leads to is replaced.
 * @throws ColloquyError `disk` if it cannot be written; it is unchanged then.
 */
export function writeAliases(path: string, text: string): void {
  try {
    writeWhole(targetOf(path), text);
  } catch (error) {
    throw new ColloquyError("disk", `${path} cannot be written (${describeSystemError(error)}). It is unchanged.`, {
      cause: error,
    });
  }
}

/** The file that a link leads to, also if it does not exist yet; the path itself if it is no link. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw error;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? targetOf(resolve(dirname(path), readlinkSync(path))) : path;
  }
}
