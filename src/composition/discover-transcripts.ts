import { resolve } from "node:path";
import type { Discovered } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";

/**
 * Finds the files of a transcripts folder.
 * @throws ColloquyError `invalid-input` when the folder is missing or none.
 */
export async function discoverTranscripts(
  transcriptsDir: string,
  include: readonly string[] | undefined,
): Promise<Discovered> {
  return discover(resolve(transcriptsDir), include === undefined ? {} : { include });
}
