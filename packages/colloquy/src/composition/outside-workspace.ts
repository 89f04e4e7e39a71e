import { readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ColloquyError, printable } from "../model/index.ts";
import { holdsWorkspace, workspaceFolder, type WorkspaceFolder } from "./workspace-folder.ts";

/**
 * Whether a path leads into the folder of a workspace, also through links, or to a hard link of a workspace's file. The
 * workspace's own folder counts before it exists.
 */
export function leadsIntoWorkspace(path: string, { path: own }: Pick<WorkspaceFolder, "path">): boolean {
  const target = resolveLinks(resolve(path));
  const folders = foldersAbove(target);
  return folders.includes(resolveLinks(resolve(own))) || folders.some(holdsWorkspace) || isFileOfSibling(target, own);
}

/**
 * @param named the path as the user wrote it.
 * @throws ColloquyError `invalid-input` when `path` leads into a workspace.
 */
export function requireOutsideWorkspace(
  path: string,
  named: string,
  { workspace, dataDir }: { readonly workspace: string; readonly dataDir: string },
): void {
  if (!leadsIntoWorkspace(path, workspaceFolder(resolve(dataDir), workspace))) return;
  throw new ColloquyError(
    "invalid-input",
    `${printable(named)} leads into the data of a workspace and would damage them; name a path elsewhere with --output.`,
  );
}

const MOST_LINKS = 40;

/** Resolves all links of a path, also when its target does not exist. */
function resolveLinks(path: string, links = MOST_LINKS): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    const realParent = resolveLinks(parent, links);
    const target = links === 0 ? null : targetOf(path);
    return target === null ? join(realParent, basename(path)) : resolveLinks(resolve(realParent, target), links - 1);
  }
}

function targetOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function foldersAbove(target: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(target); ; at = dirname(at)) {
    folders.push(at);
    if (dirname(at) === at) return folders;
  }
}

/** Whether a file is a hard link to a file of a workspace in the same data folder. */
function isFileOfSibling(target: string, own: string): boolean {
  const there = statSync(target, { throwIfNoEntry: false });
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
