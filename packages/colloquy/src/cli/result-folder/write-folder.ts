import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { lstat, mkdir, open, readdir, realpath, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  EXPORT_MANIFEST,
  makeFolders,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  removeAbandoned,
  unfinishedBeside,
} from "../../files/index.ts";
import { ColloquyError, printable } from "../../model/index.ts";
import type { ExportedFile } from "../library.ts";
import { describeWriteError } from "../result-file.ts";
import {
  type ExportManifest,
  type ExportTarget,
  manifestOf,
  nullIfAbsent,
  readManifest,
  writeManifest,
} from "./manifest.ts";
import { type FolderChanges, moveInto } from "./move-into.ts";

/**
 * Writes files to a folder, first to a hidden folder beside their places, so that a full disk or an interruption changes
 * nothing. A new folder appears when it is complete. In a folder with an earlier export only files of that export change.
 * @throws ColloquyError `invalid-input` if the folder has other files, `disk` if the disk is full or fails; errors of `files`.
 */
export async function writeResultFolder(
  files: AsyncIterable<ExportedFile>,
  target: ExportTarget,
): Promise<FolderChanges> {
  try {
    const folder = await existingFolder(target);
    const earlier = folder === null ? null : await earlierExport(folder, target);
    const beside = folder === null ? target.path : join(folder, EXPORT_MANIFEST);
    removeAbandoned(dirname(beside));
    const staging = unfinishedBeside(beside);
    await mkdir(staging, PRIVATE_FOLDER);
    const forget = (): void => rmSync(staging, { recursive: true, force: true });
    process.once("exit", forget);
    try {
      const hashes = await stage(files, staging);
      if (folder === null) {
        writeManifest(staging, manifestOf(target, new Map([...hashes].map(([path, hash]) => [path, [hash]]))));
        await rename(staging, target.path);
        return { written: hashes.size, unchanged: 0, removed: 0, kept: [] };
      }
      return await moveInto(folder, { staging, hashes, earlier, target });
    } finally {
      process.off("exit", forget);
      forget();
    }
  } catch (error) {
    throw describeWriteError(error, target.named, "folder");
  }
}

/** The real path of the folder; null if there is nothing at the path. */
async function existingFolder({ path, named }: ExportTarget): Promise<string | null> {
  const entry = await lstat(path).catch(nullIfAbsent);
  if (entry === null) return null;
  const found = await stat(path).catch(nullIfAbsent);
  if (found?.isDirectory() === true) return realpath(path);
  const what = found === null ? "it is a link that leads nowhere" : "it is no folder, and this format writes a folder";
  throw new ColloquyError(
    "invalid-input",
    `${printable(named)} cannot be written: ${what}. Name a folder with --output.`,
  );
}

/** The manifest of an export of the same workspace; null for an empty folder. Hidden files do not count. */
async function earlierExport(
  folder: string,
  { named, format, workspace }: ExportTarget,
): Promise<ExportManifest | null> {
  const manifest = readManifest(folder, named);
  const refuse = (reason: string): never => {
    throw new ColloquyError(
      "invalid-input",
      `${printable(named)} cannot be written: ${reason}. Name a new or an empty folder with --output.`,
    );
  };
  if (manifest === null) {
    const found = (await readdir(folder)).find((name) => !name.startsWith("."));
    return found === undefined ? null : refuse(`it holds other files, such as ${printable(found)}`);
  }
  if (manifest.format !== format || manifest.workspace !== workspace)
    return refuse(
      `it holds the export ${printable(manifest.format)} of the workspace ${printable(manifest.workspace)}`,
    );
  return manifest;
}

async function stage(files: AsyncIterable<ExportedFile>, staging: string): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for await (const { path, pieces } of files) {
    const to = join(staging, path);
    makeFolders(dirname(to));
    const hash = createHash("sha256");
    const handle = await open(to, "wx", PRIVATE_FILE);
    try {
      for await (const piece of pieces) {
        hash.update(piece);
        await handle.writeFile(piece);
      }
    } finally {
      await handle.close();
    }
    hashes.set(path, hash.digest("hex"));
  }
  return hashes;
}
