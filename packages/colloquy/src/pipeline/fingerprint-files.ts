import type { SkippedFile } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { forEachConcurrently } from "./concurrently.ts";
import type { StageContext } from "./run-types.ts";
import type { FoundFile, TranscriptReader } from "./transcript-reader.ts";

/** The hashes of all files in order, and the files that cannot be read. */
export async function fingerprintFiles(
  { stop }: Pick<StageContext, "stop">,
  reader: TranscriptReader,
  files: readonly FoundFile[],
): Promise<{ hashes: ReadonlyMap<string, string>; unreadable: readonly SkippedFile[] }> {
  const outcomes = new Map<string, string>();
  const unreadable: SkippedFile[] = [];
  await forEachConcurrently(files, { concurrency: 4 * reader.concurrency, stop }, async (found) => {
    const outcome = await reader.fingerprint(found);
    if ("fileHash" in outcome) outcomes.set(found.file, outcome.fileHash);
    else unreadable.push({ path: found.file, reason: outcome.skipped });
  });
  stopWhenInterrupted(stop);
  const hashes = new Map<string, string>();
  for (const { file } of files) {
    const hash = outcomes.get(file);
    if (hash !== undefined) hashes.set(file, hash);
  }
  return { hashes, unreadable };
}
