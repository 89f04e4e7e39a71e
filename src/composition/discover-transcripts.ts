import { basename, resolve } from "node:path";
import { isReportFile } from "../metrics/index.ts";
import type { Discovered } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";

/** What runs of ours write: it may lie in the transcripts folder, and is no transcript. */
export interface OwnFiles {
  readonly dataDir: string;
  readonly log: string;
}

/** The log's name where no other is given; logs of other workspaces have it too, as reports have names of their own. */
export const LOG_FILE = "all_files_processings.txt";

/**
 * Finds the files of a transcripts folder, without those that Colloquy itself wrote there.
 * @throws ColloquyError `invalid-input` when the folder is missing or none.
 */
export async function discoverTranscripts(
  transcriptsDir: string,
  include: readonly string[] | undefined,
  own: OwnFiles,
): Promise<Discovered> {
  const [dataDir, log] = [resolve(own.dataDir), resolve(own.log)];
  const passOver = (path: string): boolean =>
    path === dataDir || path === log || basename(path) === LOG_FILE || isReportFile(basename(path));
  return discover(resolve(transcriptsDir), { passOver, ...(include === undefined ? {} : { include }) });
}
