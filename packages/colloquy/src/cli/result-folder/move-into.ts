import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, lstat, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { makeFolders } from "../../files/index.ts";
import { ColloquyError, printable, systemErrorCode } from "../../model/index.ts";
import { type ExportManifest, type ExportTarget, manifestOf, nullIfAbsent, writeManifest } from "./manifest.ts";

/** What an export changed. */
export interface FolderChanges {
  /** Files of the export that were written, and those that were the same before. */
  readonly written: number;
  readonly unchanged: number;
  /** Files of the export before that are no more part of it. */
  readonly removed: number;
  /** Paths of files that the user made or changed, where the export has or had a file. They stay as they are. */
  readonly kept: readonly string[];
}

/** Staged files and the export before. */
interface Move {
  readonly staging: string;
  /** SHA-256 by path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly earlier: ExportManifest | null;
  readonly target: ExportTarget;
}

/**
 * Moves staged files into a folder with an earlier export. Only files of that export are replaced or removed, and of these only
 * the ones that nobody changed since. While files move, the manifest has the old and the new hashes, so that the next export
 * completes a move that was killed.
 */
export async function moveInto(folder: string, { staging, hashes, earlier, target }: Move): Promise<FolderChanges> {
  const own = new Map(Object.entries(earlier?.files ?? {}));
  await requireFolders(folder, [...own.keys(), ...hashes.keys()], target);
  const either = new Map<string, readonly string[]>([
    ...own,
    ...[...hashes].map(([path, hash]) => [path, [...(own.get(path) ?? []), hash]] as const),
  ]);
  writeManifest(folder, manifestOf(target, either));
  // Old files are removed before new ones are moved. On a file system that ignores case, a note whose name changed only in case
  // has the same path as before, and would be removed after it was written.
  const kept: string[] = [];
  let removed = 0;
  for (const [path, known] of own) {
    const removal = hashes.has(path) ? "absent" : await removeOwn(folder, path, known);
    if (removal === "removed") removed += 1;
    if (removal === "kept") kept.push(path);
  }
  const manifest = new Map<string, readonly string[]>();
  let [written, unchanged] = [0, 0];
  for (const [path, hash] of hashes) {
    const place = await placeOwn(join(folder, path), join(staging, path), { hash, known: own.get(path) ?? [] });
    if (place === "written") written += 1;
    if (place === "unchanged") unchanged += 1;
    if (place === "kept") kept.push(path);
    // A changed file remains the export's, so that it is written again after the user removed it.
    const known = place === "kept" ? own.get(path) : [hash];
    if (known !== undefined) manifest.set(path, known);
  }
  writeManifest(folder, manifestOf(target, manifest));
  return { written, unchanged, removed, kept: kept.toSorted() };
}

/** The folders around a file within the folder of the export, the innermost first. */
function foldersAround(path: string): readonly string[] {
  const around = posix.dirname(path);
  return around === "." ? [] : [around, ...foldersAround(around)];
}

/** The folders within the folder must be real: a link would lead the files elsewhere. */
async function requireFolders(folder: string, paths: readonly string[], { named }: ExportTarget): Promise<void> {
  for (const each of new Set(paths.flatMap(foldersAround))) {
    const entry = await lstat(join(folder, each)).catch(nullIfAbsent);
    if (entry !== null && !entry.isDirectory())
      throw new ColloquyError(
        "invalid-input",
        `${printable(named)} cannot be written: ${each} in it is no folder. Remove it, or name another folder with --output.`,
      );
  }
}

/** Removes a file of the earlier export, unless the user changed it. */
async function removeOwn(
  folder: string,
  path: string,
  known: readonly string[],
): Promise<"removed" | "kept" | "absent"> {
  const file = join(folder, path);
  const current = await hashOf(file);
  if (current === null) return "absent";
  if (!known.includes(current)) return "kept";
  await rm(file);
  await removeEmpty(folder, foldersAround(path));
  return "removed";
}

/** Removes folders, the innermost first, until one has other files. */
async function removeEmpty(folder: string, folders: readonly string[]): Promise<void> {
  for (const each of folders) {
    try {
      await rmdir(join(folder, each));
    } catch (error) {
      if (["ENOTEMPTY", "EEXIST"].includes(systemErrorCode(error) ?? "")) return;
      throw error;
    }
  }
}

/** Moves a file to its place, unless the same or a file of the user is there. */
async function placeOwn(
  file: string,
  staged: string,
  { hash, known }: { readonly hash: string; readonly known: readonly string[] },
): Promise<"written" | "unchanged" | "kept"> {
  const current = await hashOf(file);
  if (current === hash) return "unchanged";
  if (current !== null) {
    if (!known.includes(current)) return "kept";
    await chmod(staged, (await stat(file)).mode & 0o7777);
  } else makeFolders(dirname(file));
  await rename(staged, file);
  return "written";
}

/** The SHA-256 of a file; null if there is none. What is no file has a hash of no file. */
async function hashOf(path: string): Promise<string | null> {
  const entry = await lstat(path).catch(nullIfAbsent);
  if (entry === null) return null;
  if (!entry.isFile()) return "";
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
