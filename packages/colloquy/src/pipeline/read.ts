import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Ledger, SkippedFile } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { VANISHED } from "./concerns.ts";
import { fingerprintFiles } from "./fingerprint-files.ts";
import { nothingToRead, stopWhenOutOfFiles } from "./folder-failures.ts";
import { type StageContext, runStage } from "./run-types.ts";
import type { FoundFile, FilesToRead, ReadOutcome, TranscriptReader } from "./transcript-reader.ts";

type Fingerprints = Awaited<ReturnType<Ledger["fingerprints"]>>;

/**
 * Updates the transcripts of the ledger from the folder: reads new and edited files, records files that cannot be read,
 * and reports files that have vanished, whose transcripts are kept.
 * @throws ColloquyError `invalid-input` when no file of the folder can be read.
 */
export async function readTranscripts(
  context: StageContext,
  ledger: Ledger,
  reader: TranscriptReader,
  { transcriptsDir, discovered }: FilesToRead,
): Promise<void> {
  const { emit } = context;
  const { files } = discovered;
  emit({ event: "files.discovered", files: files.length, skipped: discovered.skipped.length });
  await runStage(context, "read", files.length, async () => {
    const { hashes, unreadable } = await fingerprintFiles(context, reader, files);
    const source = await ledger.registerSource(transcriptsDir, hashes);
    const recorded = await ledger.fingerprints(source.key);
    const changed = files.filter(({ file }) => hashes.has(file) && !isRecorded(recorded, file, hashes, reader));
    const unchanged = hashes.size - changed.length;
    if (unchanged > 0) emit({ event: "notice", message: describeUnchanged(unchanged) });

    const unparsed = await readChanged(context, ledger, reader, source.key, changed, recorded, files.length);
    stopWhenOutOfFiles([...discovered.skipped, ...unreadable, ...unparsed]);
    const gone = new Set(files.filter(({ path }) => !existsSync(path)).map(({ file }) => file));
    const failed = [...unreadable, ...unparsed].map(({ path, reason }) => ({
      path,
      reason: gone.has(path) ? VANISHED : reason,
    }));
    const skipped = [...discovered.skipped, ...failed].toSorted((one, other) => (one.path < other.path ? -1 : 1));
    await ledger.putSkipped(source.key, skipped);
    for (const { path, reason } of skipped) emit({ event: "file.skipped", file: path, reason });
    reportKeptFiles(context, transcriptsDir, recorded, skipped);
    if (unchanged + changed.length === unparsed.length) throw nothingToRead(transcriptsDir, skipped);
  });
}

function isRecorded(
  recorded: Fingerprints,
  file: string,
  hashes: ReadonlyMap<string, string>,
  reader: TranscriptReader,
): boolean {
  const known = recorded.get(file);
  return known?.fileHash === hashes.get(file) && known?.readerVersion === reader.version;
}

/** Reads as many files in parallel as the reader allows, and records them in order. */
async function readChanged(
  { emit, stop }: StageContext,
  ledger: Ledger,
  reader: TranscriptReader,
  source: string,
  changed: readonly FoundFile[],
  recorded: Fingerprints,
  total: number,
): Promise<readonly SkippedFile[]> {
  const unparsed: SkippedFile[] = [];
  let done = total - changed.length;
  for await (const { found, outcome } of readAhead(reader, changed)) {
    stopWhenInterrupted(stop);
    if ("record" in outcome) {
      const { record } = outcome;
      await ledger.putTranscript({ ...record, source });
      for (const note of outcome.notes) emit({ event: "warning", message: `${found.file}: ${note}` });
      emit({
        event: "file.read",
        file: found.file,
        format: record.format,
        turns: record.turns,
        chunks: record.chunks.length,
        change: recorded.has(found.file) ? "edited" : "new",
      });
    } else {
      unparsed.push({ path: found.file, reason: outcome.skipped });
    }
    done += 1;
    emit({ event: "stage.progress", stage: "read", done, total });
  }
  return unparsed;
}

async function* readAhead(
  reader: TranscriptReader,
  files: readonly FoundFile[],
): AsyncGenerator<{ found: FoundFile; outcome: ReadOutcome }> {
  const reading: { found: FoundFile; outcome: Promise<ReadOutcome> }[] = [];
  let next = 0;
  try {
    while (next < files.length || reading.length > 0) {
      for (; next < files.length && reading.length <= reader.concurrency; next += 1) {
        const found = files[next];
        if (found !== undefined) reading.push({ found, outcome: reader.read(found) });
      }
      const first = reading.shift();
      if (first !== undefined) yield { found: first.found, outcome: await first.outcome };
    }
  } finally {
    await Promise.allSettled(reading.map(({ outcome }) => outcome));
  }
}

function describeUnchanged(files: number): string {
  return files === 1 ? "1 file is unchanged since the last run." : `${files} files are unchanged since the last run.`;
}

/** Reports files whose transcripts stay in the workspace although the files are gone or not readable. */
function reportKeptFiles(
  { emit }: Pick<StageContext, "emit">,
  transcriptsDir: string,
  recorded: Fingerprints,
  skipped: readonly SkippedFile[],
): void {
  for (const { path, reason } of skipped) {
    if (!recorded.has(path)) continue;
    emit({
      event: "warning",
      message: `${path} can no longer be read (${reason.replace(/\.$/, "")}): its transcript stays in the workspace.`,
    });
  }
  for (const file of recorded.keys()) {
    // Files that --include excludes still exist.
    if (!existsSync(join(transcriptsDir, file))) emit({ event: "file.vanished", file });
  }
}
