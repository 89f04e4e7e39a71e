import { basename, resolve } from "node:path";
import { isReportFile, isRunLog } from "../metrics/index.ts";
import type { Discovered } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";
import { LOG_FILE } from "./log-place.ts";

/** Files that Colloquy writes. They may be in the transcripts folder but are not transcripts. */
export interface OwnFiles {
  readonly dataDir: string;
  readonly log: string;
}

/**
 * Finds the files of a transcripts folder, except files that Colloquy wrote.
 * @throws ColloquyError `invalid-input` when the folder is missing or is not a folder.
 */
export async function discoverTranscripts(
  transcriptsDir: string,
  include: readonly string[] | undefined,
  own: OwnFiles,
): Promise<Discovered> {
  const [dataDir, log] = [resolve(own.dataDir), resolve(own.log)];
  const passOver = (path: string): boolean =>
    path === dataDir || path === log || basename(path) === LOG_FILE || isReportFile(basename(path));
  const found = await discover(resolve(transcriptsDir), { passOver, ...(include === undefined ? {} : { include }) });
  // The log of another workspace can have any name.
  return { ...found, files: found.files.filter((file) => !isRunLog(file.path)) };
}
