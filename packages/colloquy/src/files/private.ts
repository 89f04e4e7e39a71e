import { closeSync, openSync } from "node:fs";

/**
 * Files of a workspace, its logs and reports contain private speech, so only their owner may read them, with any umask.
 * Existing files keep their permissions. (Windows has no such bits; the folder's rules apply.)
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/**
 * Creates an empty private file if it is missing, for a library that would create it readable to others. Ignores
 * failures, because the library then fails to open the file. An existing file is not opened, because closing it would
 * release this process's locks on it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", PRIVATE_FILE));
  } catch {
    // The file exists or cannot be created.
  }
}
