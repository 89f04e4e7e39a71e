import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { chunkId, type ChunkKeys, printable, transcriptId } from "../../../../model/index.ts";
import type { Ledger, SkippedFile, Source, TranscriptRecord } from "../../../../ports/index.ts";
import { CHECKED_COLUMNS, insertChecked, isIntact, recheck, updateChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";
import { removeOccurrences } from "../resolution/occurrences.ts";
import { countSpoken } from "./spoken.ts";

interface SourceRecord {
  readonly no: number;
  readonly key: string;
  readonly path: string;
  readonly intact: 0 | 1;
}

/**
 * The key of a folder: its recorded key; or the key of a missing folder with the same files (the folder was moved); or
 * else its own name, extended by the names of its parents until no other folder has the key.
 */
export function registerSource(context: LedgerContext, folder: string, files: ReadonlyMap<string, string>): Source {
  const real = realpathSync(folder);
  const known = context
    .sql(`SELECT no, key, path, ${isIntact("sources")} AS intact FROM sources ORDER BY no`)
    .all() as SourceRecord[];
  if (known.some(({ intact }) => intact === 0)) throw damaged(context, "the record of an ingested folder");
  const same = known.find((source) => source.path === real);
  if (same !== undefined) return { key: same.key, path: real };
  const moved = known.find((source) => !existsSync(source.path) && holdsItsFiles(context, source, files));
  if (moved !== undefined) {
    context
      .sql("UPDATE sources SET path = @path, checksum = checksum(key, @path) WHERE no = @no")
      .run({ path: real, no: moved.no });
    return { key: moved.key, path: real };
  }
  const key = freeKey(real, new Set(known.map((source) => source.key)));
  context.sql(insertChecked("sources")).run({ key, path: real });
  return { key, path: real };
}

function holdsItsFiles(context: LedgerContext, source: SourceRecord, files: ReadonlyMap<string, string>): boolean {
  const recorded = context
    .sql("SELECT file, file_hash AS hash FROM transcripts WHERE source_no = ?")
    .all(source.no) as { file: string; hash: string }[];
  const kept = recorded.filter(({ file, hash }) => files.get(file) === hash).length;
  return recorded.length > 0 && kept * 2 >= recorded.length;
}

function freeKey(folder: string, taken: ReadonlySet<string>): string {
  const names = folder.split(path.sep).filter(Boolean);
  for (let from = names.length - 1; from >= 0; from--) {
    const key = names.slice(from).join("/");
    if (!taken.has(key)) return key;
  }
  return folder;
}

export function fingerprints(context: LedgerContext, source: string): Awaited<ReturnType<Ledger["fingerprints"]>> {
  const rows = context
    .sql(
      `SELECT t.file, t.file_hash AS fileHash, t.reader_version AS readerVersion, ${isIntact("transcripts", "t")} AS intact
       FROM transcripts t JOIN sources s ON s.no = t.source_no WHERE s.key = ?`,
    )
    .all(source) as { file: string; fileHash: string; readerVersion: string; intact: 0 | 1 }[];
  const broken = rows.find(({ intact }) => intact === 0);
  if (broken !== undefined) throw damaged(context, `the record of ${printable(broken.file)}`);
  return new Map(rows.map(({ file, fileHash, readerVersion }) => [file, { fileHash, readerVersion }]));
}

export function putSkipped(context: LedgerContext, source: string, skipped: readonly SkippedFile[]): void {
  const no = sourceNo(context, source);
  context.sql("DELETE FROM skipped WHERE source_no = ?").run(no);
  const insert = context.sql("INSERT OR REPLACE INTO skipped (source_no, path, reason) VALUES (?, ?, ?)");
  for (const { path: file, reason } of skipped) insert.run(no, file, reason);
}

function sourceNo(context: LedgerContext, source: string): number {
  const row = context.sql("SELECT no FROM sources WHERE key = ?").get(source) as { no: number } | undefined;
  if (row === undefined) throw new TypeError(`Expected a registered source, got "${source}"`);
  return row.no;
}

/** Replaces the record of a file. Chunks with the same id keep their conclusions. */
export function putTranscript(context: LedgerContext, record: TranscriptRecord): void {
  const id = transcriptId(context.workspace, record.source, record.file);
  const { no } = context
    .sql(
      insertChecked(
        "transcripts",
        `ON CONFLICT (id) DO UPDATE SET format = excluded.format, file_hash = excluded.file_hash, reader_version = excluded.reader_version,
           turns = excluded.turns, characters = excluded.characters, speakers = excluded.speakers, checksum = excluded.checksum, dirty = 1
         RETURNING no`,
      ),
    )
    .get({
      id,
      source_no: sourceNo(context, record.source),
      file: record.file,
      format: record.format,
      file_hash: record.fileHash,
      reader_version: record.readerVersion,
      turns: record.turns,
      characters: record.characters,
      speakers: JSON.stringify(countSpoken(record.chunks.flatMap((chunk) => chunk.turns))),
    }) as { no: number };
  replaceChunks(context, no, id, record);
}

interface ChunkRecord {
  readonly no: number;
  readonly id: string;
  readonly ordinal: number;
  readonly turns: string;
  readonly contentKey: string;
  readonly textKey: string;
  readonly hash: Buffer | null;
  readonly vectorHash: Buffer | null;
}

function replaceChunks(
  context: LedgerContext,
  transcriptNo: number,
  transcript: string,
  record: TranscriptRecord,
): void {
  const old = context
    .sql(
      "SELECT no, id, ordinal, turns, content_key AS contentKey, text_key AS textKey, hash, vector_hash AS vectorHash FROM chunks WHERE transcript_no = ?",
    )
    .all(transcriptNo) as ChunkRecord[];
  const remaining = new Map(old.map((chunk) => [chunk.id, chunk]));
  for (const chunk of record.chunks) {
    const id = chunkId(transcript, chunk.startOffset, chunk.endOffset, chunk.text);
    const turns = JSON.stringify(chunk.turns);
    inheritReply(context, chunk);
    const known = remaining.get(id);
    remaining.delete(id);
    const columns = {
      id,
      transcript_no: transcriptNo,
      ordinal: chunk.ordinal,
      start_offset: chunk.startOffset,
      end_offset: chunk.endOffset,
      tokens: chunk.tokens,
      content_key: chunk.contentKey,
      text_key: chunk.textKey,
      turns,
      text: chunk.text,
    };
    if (known === undefined) {
      context.sql(insertChecked("chunks")).run(columns);
    } else if (!isSame(known, { ...chunk, turns })) {
      context
        .sql(`${updateChecked("chunks")}, vector_pending = 1, search_pending = 1 WHERE no = @no`)
        .run({ ...columns, no: known.no });
      // Speakers and times are in every row that the chunk supports.
      if (known.turns !== turns)
        context
          .sql("UPDATE facts SET pending = 1 WHERE transcript_no = ? AND chunk_no = ?")
          .run(transcriptNo, known.no);
    }
  }
  for (const chunk of remaining.values()) {
    if (chunk.hash !== null) context.changes.record("chunk", chunk.id, chunk.hash, null);
    if (chunk.vectorHash !== null) context.changes.record("vector", chunk.id, chunk.vectorHash, null);
    removeOccurrences(context, chunk.no);
    context.sql("DELETE FROM chunks WHERE no = ?").run(chunk.no);
  }
  // The rows of such facts have words of the chunk before theirs.
  context.sql("UPDATE facts SET pending = 1 WHERE transcript_no = ? AND antecedents <> ''").run(transcriptNo);
}

function isSame(known: ChunkRecord, read: Pick<ChunkRecord, "turns" | "ordinal" | "contentKey" | "textKey">): boolean {
  const { turns, ordinal, contentKey, textKey } = known;
  return turns === read.turns && ordinal === read.ordinal && contentKey === read.contentKey && textKey === read.textKey;
}

/**
 * Copies the paid reply from before prompts had a context: only then a paid reply has the text key. Such a reply does not
 * depend on the context, so it counts until the chunk is extracted again. A copy of a damaged reply is damaged.
 */
function inheritReply(context: LedgerContext, { contentKey, textKey }: ChunkKeys): void {
  const columns = CHECKED_COLUMNS.settled;
  const copied = columns.map((column) => (column === "content_key" ? "@contentKey" : column)).join(", ");
  context
    .sql(
      `INSERT INTO settled (${columns.join(", ")}, checksum)
       SELECT ${copied}, ${recheck("settled", { content_key: "@contentKey" })} FROM settled
       WHERE content_key = @textKey AND active = 1 AND paid = 1
         AND NOT EXISTS (SELECT 1 FROM settled own WHERE own.content_key = @contentKey AND own.active = 1)`,
    )
    .run({ contentKey, textKey });
}
