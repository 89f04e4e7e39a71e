import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { chunkId, transcriptId } from "../../../model/index.ts";
import type { Ledger, SkippedFile, Source, TranscriptRecord } from "../../../ports/index.ts";
import type { LedgerContext } from "./context.ts";

interface SourceRecord {
  readonly no: number;
  readonly key: string;
  readonly path: string;
}

/**
 * The key of a folder: the one it had; that of a folder which is gone and whose files it holds (it was moved);
 * else its own name, lengthened by its parents' while another folder has that key.
 */
export function registerSource(context: LedgerContext, folder: string, files: ReadonlyMap<string, string>): Source {
  const real = realpathSync(folder);
  const known = context.sql("SELECT no, key, path FROM sources ORDER BY no").all() as SourceRecord[];
  const same = known.find((source) => source.path === real);
  if (same !== undefined) return { key: same.key, path: real };
  const moved = known.find((source) => !existsSync(source.path) && holdsItsFiles(context, source, files));
  if (moved !== undefined) {
    context.sql("UPDATE sources SET path = ? WHERE no = ?").run(real, moved.no);
    return { key: moved.key, path: real };
  }
  const key = freeKey(real, new Set(known.map((source) => source.key)));
  context.sql("INSERT INTO sources (key, path) VALUES (?, ?)").run(key, real);
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
      "SELECT file, file_hash AS fileHash, reader_version AS readerVersion FROM transcripts JOIN sources ON sources.no = source_no WHERE key = ?",
    )
    .all(source) as { file: string; fileHash: string; readerVersion: string }[];
  return new Map(rows.map(({ file, ...fingerprint }) => [file, fingerprint]));
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

/** Replaces what is recorded of a file; chunks whose id stays keep what was concluded from them. */
export function putTranscript(context: LedgerContext, record: TranscriptRecord): void {
  const id = transcriptId(context.workspace, record.source, record.file);
  const { no } = context
    .sql(
      `INSERT INTO transcripts (id, source_no, file, format, file_hash, reader_version, turns, characters) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET format = excluded.format, file_hash = excluded.file_hash, reader_version = excluded.reader_version,
         turns = excluded.turns, characters = excluded.characters, dirty = 1
       RETURNING no`,
    )
    .get(
      id,
      sourceNo(context, record.source),
      record.file,
      record.format,
      record.fileHash,
      record.readerVersion,
      record.turns,
      record.characters,
    ) as { no: number };
  replaceChunks(context, no, id, record);
}

interface ChunkRecord {
  readonly no: number;
  readonly id: string;
  readonly ordinal: number;
  readonly turns: string;
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
    .sql("SELECT no, id, ordinal, turns, hash, vector_hash AS vectorHash FROM chunks WHERE transcript_no = ?")
    .all(transcriptNo) as ChunkRecord[];
  const remaining = new Map(old.map((chunk) => [chunk.id, chunk]));
  for (const chunk of record.chunks) {
    const id = chunkId(transcript, chunk.startOffset, chunk.endOffset, chunk.text);
    const turns = JSON.stringify(chunk.turns);
    const known = remaining.get(id);
    remaining.delete(id);
    if (known === undefined) {
      context
        .sql(
          `INSERT INTO chunks (id, transcript_no, ordinal, start_offset, end_offset, tokens, content_key, turns, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          transcriptNo,
          chunk.ordinal,
          chunk.startOffset,
          chunk.endOffset,
          chunk.tokens,
          chunk.contentKey,
          turns,
          chunk.text,
        );
    } else if (known.turns !== turns || known.ordinal !== chunk.ordinal) {
      context
        .sql("UPDATE chunks SET ordinal = ?, turns = ?, content_key = ?, vector_pending = 1 WHERE no = ?")
        .run(chunk.ordinal, turns, chunk.contentKey, known.no);
      // Speakers and times stand in every row that the chunk supports.
      if (known.turns !== turns)
        context
          .sql("UPDATE facts SET pending = 1 WHERE transcript_no = ? AND chunk_no = ?")
          .run(transcriptNo, known.no);
    }
  }
  for (const chunk of remaining.values()) {
    if (chunk.hash !== null) context.changes.record("chunk", chunk.id, chunk.hash, null);
    if (chunk.vectorHash !== null) context.changes.record("vector", chunk.id, chunk.vectorHash, null);
    context.sql("DELETE FROM chunks WHERE no = ?").run(chunk.no);
  }
}
