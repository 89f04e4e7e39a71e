import { closeSync, openSync } from "node:fs";

/**
 * What is made for a workspace, its logs and reports holds people's words: only its owner may read it, whatever the umask
 * says. What exists already keeps its permissions. (Windows has no such bits: there a folder's own rules hold.)
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes an empty private file where there is none, for a library that would make it readable to others. Says nothing of
 * what goes wrong: whoever opens the file next does. An existing file is not opened, because closing it again would
 * release the locks that this process has on it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", PRIVATE_FILE));
  } catch {
    // It is there, or cannot be made.
  }
}
