import { closeSync, openSync } from "node:fs";

/**
 * Files of a workspace, its logs and reports contain people's words: only their owner may read them, whatever the umask is.
 * Existing files keep their permissions. (Windows has no such bits: there the rules of the folder apply.)
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes an empty private file if there is none, for a library that would make it readable to others. Ignores failures: the
 * library then fails to open the file. An existing file is not opened, because closing it would release the locks of this
 * process on it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", PRIVATE_FILE));
  } catch {
    // It exists, or cannot be made.
  }
}
