import {
  type Alias,
  type LocatedChunk,
  type LocatedRange,
  chunkRow,
  type ChunkRow,
  type ChunkTurn,
  entityRow,
  type EntityRow,
  printable,
  transcriptRow,
  type TranscriptRow,
  vectorRow,
  type VectorRow,
} from "../../../../model/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";
import { decodeVectors } from "../paid-work/vector-blob.ts";
import { decodeRanges } from "./fact-records.ts";

type Sql = Pick<LedgerContext, "sql" | "workspace" | "database">;

const COLUMNS = `c.id, t.id AS transcript, t.file, c.ordinal, c.start_offset AS startOffset, c.end_offset AS endOffset, c.turns, c.text`;
const FROM_CHUNK = "FROM chunks c JOIN transcripts t ON t.no = c.transcript_no WHERE c.no = ?";
const SELECT_CHECKED = `SELECT ${COLUMNS}, ${isIntact("chunks", "c")} AS intact ${FROM_CHUNK}`;
const SELECT_UNCHECKED = `SELECT ${COLUMNS} ${FROM_CHUNK}`;

type ChunkColumns = Omit<LocatedChunk, "turns"> & { readonly turns: string };
type CheckedColumns = ChunkColumns & { readonly intact: 0 | 1 };

/** @throws ColloquyError `ledger` if the chunk is damaged. */
export function locatedChunk(context: Sql, no: number): LocatedChunk {
  return checkedChunk(context, context.sql(SELECT_CHECKED).get(no) as CheckedColumns);
}

function checkedChunk(context: Sql, { intact, ...row }: CheckedColumns): LocatedChunk {
  if (intact === 0) throw damaged(context, `a chunk of ${printable(row.file)}`);
  return chunkOf(row);
}

/** As `locatedChunk`, without the check, at half the cost: for rows that are compared and seldom written. */
export function uncheckedChunk(context: Sql, no: number): LocatedChunk {
  return chunkOf(context.sql(SELECT_UNCHECKED).get(no) as ChunkColumns);
}

function chunkOf(row: ChunkColumns): LocatedChunk {
  return { ...row, turns: JSON.parse(row.turns) as ChunkTurn[] };
}

const SELECT_BEFORE = `SELECT ${COLUMNS}, ${isIntact("chunks", "c")} AS intact
  FROM transcripts t JOIN chunks c ON c.transcript_no = t.no
  WHERE t.id = ? AND c.ordinal < ? AND c.start_offset <= ? AND c.end_offset > ? ORDER BY c.ordinal DESC LIMIT 1`;

/** The antecedents of a fact of a chunk, as the column has them. They are in the chunk, or in a chunk before it. */
export function locatedRanges(context: Sql, chunk: LocatedChunk, encoded: string): readonly LocatedRange[] {
  return decodeRanges(encoded).flatMap((range) => {
    if (range.startOffset >= chunk.startOffset) return [{ chunk, ...range }];
    const { transcript, ordinal } = chunk;
    const row = context.sql(SELECT_BEFORE).get(transcript, ordinal, range.startOffset, range.startOffset);
    return row === undefined ? [] : [{ chunk: checkedChunk(context, row as CheckedColumns), ...range }];
  });
}

/** Caches the last chunk, because the facts of a chunk are read one after the other. */
export function withLastChunk(read: (no: number) => LocatedChunk): (no: number) => LocatedChunk {
  let last: { readonly no: number; readonly chunk: LocatedChunk } | null = null;
  return (no) => {
    if (last?.no !== no) last = { no, chunk: read(no) };
    return last.chunk;
  };
}

export function storedTranscriptRow(context: Sql, no: number): TranscriptRow {
  const row = context.sql("SELECT id, file, format, turns FROM transcripts WHERE no = ?").get(no);
  return transcriptRow(row as Omit<TranscriptRow, "kind">);
}

const SELECT_PROFILE =
  "SELECT s.profile FROM chunks c JOIN settled s ON s.content_key = c.content_key AND s.active = 1 WHERE c.no = ?";

export function storedChunkRow(context: Sql, no: number): ChunkRow {
  const chunk = locatedChunk(context, no);
  const settled = context.sql(SELECT_PROFILE).get(no) as { profile: string } | undefined;
  return chunkRow(chunk, settled?.profile ?? null);
}

const SELECT_VECTOR = `SELECT v.vector, ${isIntact("vectors", "v")} AS intact
  FROM chunks c JOIN vectors v ON v.content_key = c.text_key AND v.profile = ? WHERE c.no = ?`;

/** Null if the ledger has no vector of the profile. */
export function storedVectorRow(context: Sql, no: number, profile: string): VectorRow | null {
  const stored = context.sql(SELECT_VECTOR).get(profile, no) as { vector: Buffer; intact: 0 | 1 } | undefined;
  if (stored === undefined) return null;
  const chunk = locatedChunk(context, no);
  if (stored.intact === 0) throw damaged(context, `the vector of a chunk of ${printable(chunk.file)}`);
  return vectorRow(chunk, profile, decodeVectors(stored.vector));
}

export interface EntityColumns extends Omit<EntityRow, "kind" | "aliases"> {
  /** As JSON. */
  readonly aliases: string;
}

export function storedEntityRow(columns: EntityColumns): EntityRow {
  return entityRow({ ...columns, aliases: JSON.parse(columns.aliases) as Alias[] });
}
