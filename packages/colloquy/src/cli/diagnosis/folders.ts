import { accessSync, constants, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeSystemError } from "../../model/index.ts";
import type { Finding } from "./finding.ts";

/** With less, a run may fill the disk. */
const LEAST_FREE_BYTES = 200_000_000;

export function checkTranscriptsFolder(folder: string | undefined, cwd: string): Finding {
  const name = "transcripts";
  if (folder === undefined)
    return { name, state: "note", message: "no transcripts-dir is set; `ingest` needs --transcripts-dir." };
  const path = resolve(cwd, folder);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined)
      return { name, state: "fault", message: `${folder} does not exist; correct transcripts-dir.` };
    if (!stats.isDirectory())
      return { name, state: "fault", message: `${folder} is no folder; correct transcripts-dir.` };
    accessSync(path, constants.R_OK | constants.X_OK);
    return { name, state: "ok", message: folder };
  } catch (error) {
    return {
      name,
      state: "fault",
      message: `${folder} cannot be read: ${describeSystemError(error)}; correct transcripts-dir.`,
    };
  }
}

/** Checks a folder that a run writes to. If it does not exist, its nearest existing parent is checked. */
export async function checkWritableFolder(name: string, folder: string, flag: string, cwd: string): Promise<Finding> {
  const existing = nearestExisting(resolve(cwd, folder));
  if (!statSync(existing).isDirectory()) {
    return {
      name,
      state: "fault",
      message: `${folder} cannot be made because ${existing} is a file; choose another with ${flag}.`,
    };
  }
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch {
    return {
      name,
      state: "fault",
      message: `${folder} is not writable; correct its permissions or choose another with ${flag}.`,
    };
  }
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  const gigabytes = `${(free / 1e9).toFixed(1)} GB free`;
  return free < LEAST_FREE_BYTES
    ? { name, state: "fault", message: `${folder}: only ${gigabytes}; free some space or choose another with ${flag}.` }
    : { name, state: "ok", message: `${folder}, ${gigabytes}` };
}

function nearestExisting(path: string): string {
  let current = path;
  // ENOTDIR (a parent is a file) counts as missing, so that the loop finds that file.
  while (!exists(current) && dirname(current) !== current) current = dirname(current);
  return current;
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
