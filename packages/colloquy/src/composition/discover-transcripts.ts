import { basename, resolve } from "node:path";
import { isReportFile, isRunLog } from "../metrics/index.ts";
import type { Discovered } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";
import { LOG_FILE } from "./log-place.ts";

/** Files that Colloquy writes. They may be in the transcripts folder and are no transcripts. */
export interface OwnFiles {
  readonly dataDir: string;
  readonly log: string;
}

/**
 * Finds the files of a transcripts folder, except for those that Colloquy wrote there.
 * @throws ColloquyError `invalid-input` if the folder is missing or is no folder.
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
  // The log of another workspace may have any name.
  return { ...found, files: found.files.filter((file) => !isRunLog(file.path)) };
}
