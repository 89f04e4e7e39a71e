import {
  type Alias,
  type ChunkPlace,
  chunkRow,
  type ChunkRow,
  type ChunkTurn,
  type EntityRow,
  printable,
  type TranscriptRow,
  vectorRow,
  type VectorRow,
} from "../../../../model/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";

type Sql = Pick<LedgerContext, "sql" | "workspace" | "database">;

const PLACE = `c.id, t.id AS transcript, t.file, c.ordinal, c.start_offset AS startOffset, c.end_offset AS endOffset, c.turns, c.text`;
const FROM_CHUNK = "FROM chunks c JOIN transcripts t ON t.no = c.transcript_no WHERE c.no = ?";
const SELECT_PLACE = `SELECT ${PLACE}, ${isIntact("chunks", "c")} AS intact ${FROM_CHUNK}`;
const SELECT_UNCHECKED_PLACE = `SELECT ${PLACE} ${FROM_CHUNK}`;

type PlaceColumns = Omit<ChunkPlace, "turns"> & { readonly turns: string };

/** @throws ColloquyError `ledger` where the chunk is not what was written. */
export function chunkPlace(context: Sql, no: number): ChunkPlace {
  const { intact, ...row } = context.sql(SELECT_PLACE).get(no) as PlaceColumns & { readonly intact: 0 | 1 };
  if (intact === 0) throw damaged(context, `a chunk of ${printable(row.file)}`);
  return placeOf(row);
}

/** As `chunkPlace`, at half the cost: for rows that are compared with what they were, and seldom written. */
export function uncheckedChunkPlace(context: Sql, no: number): ChunkPlace {
  return placeOf(context.sql(SELECT_UNCHECKED_PLACE).get(no) as PlaceColumns);
}

function placeOf(row: PlaceColumns): ChunkPlace {
  return { ...row, turns: JSON.parse(row.turns) as ChunkTurn[] };
}

/** Keeps the last place: the facts of a chunk are read one after the other. */
export function withLastPlace(read: (no: number) => ChunkPlace): (no: number) => ChunkPlace {
  let last: { readonly no: number; readonly place: ChunkPlace } | null = null;
  return (no) => {
    if (last?.no !== no) last = { no, place: read(no) };
    return last.place;
  };
}

export function storedTranscriptRow(context: Sql, no: number): TranscriptRow {
  const row = context.sql("SELECT id, file, format, turns FROM transcripts WHERE no = ?").get(no);
  return { kind: "transcript", ...(row as Omit<TranscriptRow, "kind">) };
}

const SELECT_PROFILE =
  "SELECT s.profile FROM chunks c JOIN settled s ON s.content_key = c.content_key AND s.active = 1 WHERE c.no = ?";

export function storedChunkRow(context: Sql, no: number): ChunkRow {
  const place = chunkPlace(context, no);
  const settled = context.sql(SELECT_PROFILE).get(no) as { profile: string } | undefined;
  return chunkRow(place, settled?.profile ?? null);
}

const SELECT_VECTOR = `SELECT v.vector, ${isIntact("vectors", "v")} AS intact
  FROM chunks c JOIN vectors v ON v.content_key = c.content_key AND v.profile = ? WHERE c.no = ?`;

/** Null where the ledger has no vector of the profile. */
export function storedVectorRow(context: Sql, no: number, profile: string): VectorRow | null {
  const stored = context.sql(SELECT_VECTOR).get(profile, no) as { vector: Buffer; intact: 0 | 1 } | undefined;
  if (stored === undefined) return null;
  const place = chunkPlace(context, no);
  if (stored.intact === 0) throw damaged(context, `the vector of a chunk of ${printable(place.file)}`);
  return vectorRow(place, profile, new Float32Array(new Uint8Array(stored.vector).buffer));
}

export interface EntityColumns extends Omit<EntityRow, "kind" | "aliases"> {
  /** As JSON. */
  readonly aliases: string;
}

export function storedEntityRow({ id, name, type, aliases, mentions, transcripts }: EntityColumns): EntityRow {
  return { kind: "entity", id, name, type, aliases: JSON.parse(aliases) as Alias[], mentions, transcripts };
}
