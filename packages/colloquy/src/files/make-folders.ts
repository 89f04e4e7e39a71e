import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PRIVATE_FOLDER } from "./private.ts";

/**
 * Makes a folder and what is missing above it, one by one from the nearest that exists: the recursive `mkdir` of
 * Node never ends where the system lets nobody make folders, as in /proc.
 *
 * Only their owner may enter them; folders that exist keep their permissions.
 *
 * @returns the folders that were made, outermost first; `removeFolders` takes them away again.
 * @throws the system's error; what was made until then is removed.
 */
export function makeFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let at = resolve(path); !isFolder(at); at = dirname(at)) missing.unshift(at);
  const made: string[] = [];
  try {
    for (const folder of missing) if (makeFolder(folder)) made.push(folder);
  } catch (error) {
    removeFolders(made);
    throw error;
  }
  return made;
}

/** Removes folders, the innermost first, as far as they are empty. */
export function removeFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return; // Somebody put something there meanwhile.
    }
  }
}

/** False when somebody else made it just now. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, PRIVATE_FOLDER);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST" && isFolder(path)) return false;
    throw error;
  }
}

/** @throws the system's error where a part of the path cannot be looked at or is a file. */
function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    // The root of a drive that is absent has nothing above it.
    if (dirname(path) === path) throw Object.assign(new Error(`ENOENT: no such folder, ${path}`), { code: "ENOENT" });
    return false;
  }
  if (stats.isDirectory()) return true;
  throw Object.assign(new Error(`ENOTDIR: not a folder, ${path}`), { code: "ENOTDIR" });
}
