import { readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ColloquyError, printable } from "../model/index.ts";
import { holdsWorkspace, workspaceFolder, type WorkspaceFolder } from "./workspace-folder.ts";

/**
 * Whether writing to a path would write among the data of a workspace: into its folder, by links as well, or into one of
 * its files that has another name elsewhere. The workspace's own folder counts before it is made.
 */
export function leadsIntoWorkspace(path: string, { path: own }: Pick<WorkspaceFolder, "path">): boolean {
  const place = realPlace(resolve(path));
  const folders = foldersAbove(place);
  return folders.includes(realPlace(resolve(own))) || folders.some(holdsWorkspace) || isFileOfSibling(place, own);
}

/**
 * @param named the path as the user wrote it.
 * @throws ColloquyError `invalid-input` where writing to `path` would write among the data of a workspace.
 */
export function requireOutsideWorkspace(
  path: string,
  named: string,
  { workspace, dataDir }: { readonly workspace: string; readonly dataDir: string },
): void {
  if (!leadsIntoWorkspace(path, workspaceFolder(resolve(dataDir), workspace))) return;
  throw new ColloquyError(
    "invalid-input",
    `${printable(named)} lies among the data of a workspace, which it would spoil; name a file elsewhere with --output.`,
  );
}

const MOST_LINKS = 40;

/** The place that a path leads to, whether or not something is there. */
function realPlace(path: string, links = MOST_LINKS): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    const realParent = realPlace(parent, links);
    const target = links === 0 ? null : targetOf(path);
    return target === null ? join(realParent, basename(path)) : realPlace(resolve(realParent, target), links - 1);
  }
}

function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function foldersAbove(place: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(place); ; at = dirname(at)) {
    folders.push(at);
    if (dirname(at) === at) return folders;
  }
}

/** Whether a file is, under another name, one of a workspace in the same data folder. */
function isFileOfSibling(place: string, own: string): boolean {
  const there = statSync(place, { throwIfNoEntry: false });
  if (there === undefined || !there.isFile() || there.nlink < 2) return false;
  return entriesOf(dirname(resolve(own)))
    .flatMap(entriesOf)
    .some((path) => {
      const file = statSync(path, { throwIfNoEntry: false });
      return file?.ino === there.ino && file.dev === there.dev;
    });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
