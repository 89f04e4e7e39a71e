import { type Dirent, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { MEDIA_KINDS } from "./kinds.ts";

/** The files of a folder by their path without extension, and those whose name no other file has by that name. */
export interface FolderListing {
  readonly byPath: ReadonlyMap<string, string>;
  /** Null: several files have the name. */
  readonly byName: ReadonlyMap<string, string | null>;
}

/** The most files that are listed. */
const MOST_FILES = 100_000;

/** Lists recordings. A folder that cannot be read is left out, and given to `onUnreadable`. Links are not followed. */
export function listFolder(root: string, onUnreadable: (folder: string, error: unknown) => void): FolderListing {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string | null>();
  for (const file of filesIn(root, onUnreadable)) {
    const path = withoutExtension(relative(root, file).split(sep).join("/"));
    // Of two kinds of one recording, the first one is played.
    if (byPath.has(path)) continue;
    byPath.set(path, file);
    byName.set(nameOf(path), byName.has(nameOf(path)) ? null : file);
  }
  return { byPath, byName };
}

function filesIn(root: string, onUnreadable: (folder: string, error: unknown) => void): readonly string[] {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && files.length < MOST_FILES; folder = folders.pop()) {
    let entries: readonly Dirent[] = [];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      onUnreadable(folder, error);
    }
    for (const entry of entries) {
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      if (entry.isFile() && extname(entry.name).toLowerCase() in MEDIA_KINDS) files.push(join(folder, entry.name));
    }
  }
  return files.toSorted().slice(0, MOST_FILES);
}

export function withoutExtension(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
