import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { PRIVATE_FOLDER } from "./private.ts";

/**
 * Makes a folder and its missing parents, one by one from the nearest that exists. The recursive `mkdir` of Node never ends
 * where folders cannot be made, as in /proc.
 *
 * Only their owner may enter them. Existing folders keep their permissions.
 *
 * @returns the new folders, outermost first; `removeFolders` removes them again.
 * @throws the system's error, after removing the folders that were made.
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

/** Removes empty folders, the innermost first, until one is not empty. */
export function removeFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return; // Another process wrote to it.
    }
  }
}

/** False if another process has just made it. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, PRIVATE_FOLDER);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST" && isFolder(path)) return false;
    throw error;
  }
}

/** @throws the system's error if a part of the path cannot be read or is a file. */
function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    // The root of an absent drive has no parent.
    if (dirname(path) === path) throw Object.assign(new Error(`ENOENT: no such folder, ${path}`), { code: "ENOENT" });
    return false;
  }
  if (stats.isDirectory()) return true;
  throw Object.assign(new Error(`ENOTDIR: not a folder, ${path}`), { code: "ENOTDIR" });
}
