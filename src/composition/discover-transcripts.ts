import { basename, resolve, sep } from "node:path";
import type { Discovered } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";

/** What runs of ours write: it may lie in the transcripts folder, and is no transcript. */
export interface OwnFiles {
  readonly dataDir: string;
  readonly log: string;
}

/** The log's name where no other is given; logs of other workspaces have it too. */
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
  const found = await discover(resolve(transcriptsDir), include === undefined ? {} : { include });
  const dataDir = resolve(own.dataDir) + sep;
  const log = resolve(own.log);
  const isOwn = (path: string): boolean => path === log || basename(path) === LOG_FILE || path.startsWith(dataDir);
  return { ...found, files: found.files.filter(({ path }) => !isOwn(path)) };
}
