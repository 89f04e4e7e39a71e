import type { SkippedFile } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
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

/**
 * Processes the items of a source, with at most `concurrency` in progress. An item is pulled only when it can be started. No
 * item is started after `stop` is aborted or an item has failed; items in progress continue to their end.
 * @throws the first failure, after all items in progress have ended.
 */
async function forEachConcurrently<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  options: { readonly concurrency: number; readonly stop: AbortSignal },
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const failures: unknown[] = [];
  let started = 0;
  const workThrough = async (): Promise<void> => {
    while (!options.stop.aborted && failures.length === 0) {
      const step = await iterator.next();
      if (step.done === true || options.stop.aborted || failures.length > 0) return;
      started += 1;
      await work(step.value, started - 1);
    }
  };
  const workers = Array.from({ length: options.concurrency }, () =>
    workThrough().catch((error: unknown) => void failures.push(error)),
  );
  await Promise.all(workers);
  await iterator.return?.();
  if (failures.length > 0) throw failures[0];
}
