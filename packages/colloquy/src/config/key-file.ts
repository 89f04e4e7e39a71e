import { resolve } from "node:path";
import { type RegularFile, readRegularFile, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError } from "../model/index.ts";
import { redact } from "../text/index.ts";

/** Permissions of the group and of others. */
const ANYBODY_ELSE = 0o077;
const LARGEST_FILE = 10_000;
/** The user may have given the key itself instead of its file. */
const MAYBE_A_KEY = /^[\w-]{20,}$/;

/**
 * Reads the key from a file that only its owner can read: the whole file without surrounding white space.
 * @param where names the option as the user wrote it: `--api-key-file`.
 * @throws ColloquyError `configuration` in one sentence without any part of the key.
 */
export function readKeyFile(path: string, where: string, cwd: string): string {
  const shown = MAYBE_A_KEY.test(path) ? "***" : redact(path);
  const refuse = (what: string): never => {
    throw new ColloquyError("configuration", `The file ${shown} of ${where} ${what}`);
  };
  const file = read(resolve(cwd, path), (reason) =>
    refuse(`cannot be read (${reason}); name the file that holds the key.`),
  );
  // Windows has no such bits. There the folder's permissions protect the file.
  if (process.platform !== "win32" && (file.mode & ANYBODY_ELSE) !== 0)
    refuse(`can be read by others (mode ${(file.mode & 0o777).toString(8)}): run \`chmod 600 ${shown}\`.`);
  const key = textOf(file).trim();
  if (key === "" || /\s/.test(key)) refuse("must hold the key and nothing else, on one line.");
  return key;
}

function read(path: string, fail: (reason: string) => never): RegularFile {
  try {
    return readRegularFile(path, { largest: LARGEST_FILE, tooLarge: () => "it is too large for a key" });
  } catch (error) {
    return fail(describeSystemError(error));
  }
}
