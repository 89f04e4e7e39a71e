import {
  type Alias,
  type ChunkRow,
  type ChunkTurn,
  CROSS_EPISODE,
  type EntityRow,
  type Evidence,
  evidenceId,
  type EvidenceRow,
  type MentionRow,
  type Polarity,
  polarityCounts,
  printable,
  quoteId,
  type QuoteRow,
  type RelationshipRow,
  type TranscriptRow,
  type VectorRow,
} from "../../../model/index.ts";
import { isIntact } from "./checksums.ts";
import type { LedgerContext } from "./context.ts";
import { damaged } from "./damage.ts";

type Sql = Pick<LedgerContext, "sql" | "workspace" | "database">;

export function transcriptRow(context: Sql, no: number): TranscriptRow {
  const row = context.sql("SELECT id, file, format, turns FROM transcripts WHERE no = ?").get(no) as Omit<
    TranscriptRow,
    "kind"
  >;
  return { kind: "transcript", ...row };
}

interface ChunkColumns {
  readonly id: string;
  readonly transcript: string;
  readonly file: string;
  readonly ordinal: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly turns: string;
  readonly text: string;
}

/** What every row that stands in a chunk needs of it. */
export interface ChunkPlace extends Omit<ChunkColumns, "turns"> {
  readonly no: number;
  readonly turns: readonly ChunkTurn[];
}

const PLACE = `c.id, t.id AS transcript, t.file, c.ordinal, c.start_offset AS startOffset, c.end_offset AS endOffset, c.turns, c.text`;

/** @throws ColloquyError `ledger` where the chunk is not what was written. */
export function chunkPlace(context: Sql, no: number): ChunkPlace {
  const { intact, ...row } = context.sql(SELECT_PLACE).get(no) as ChunkColumns & { readonly intact: 0 | 1 };
  if (intact === 0) throw damaged(context, `a passage of ${printable(row.file)}`);
  return placeOf(no, row);
}

const FROM_CHUNK = "FROM chunks c JOIN transcripts t ON t.no = c.transcript_no WHERE c.no = ?";
const SELECT_PLACE = `SELECT ${PLACE}, ${isIntact("chunks", "c")} AS intact ${FROM_CHUNK}`;
const SELECT_UNCHECKED_PLACE = `SELECT ${PLACE} ${FROM_CHUNK}`;

/** As `chunkPlace`, at half the cost: for rows that are compared with what they were, and seldom written. */
export function uncheckedChunkPlace(context: Sql, no: number): ChunkPlace {
  return placeOf(no, context.sql(SELECT_UNCHECKED_PLACE).get(no) as ChunkColumns);
}

function placeOf(no: number, row: ChunkColumns): ChunkPlace {
  return { ...row, no, turns: JSON.parse(row.turns) as ChunkTurn[] };
}

/** Distinct speakers in the order in which they speak; the earliest and the latest time of their turns. */
function span(turns: readonly ChunkTurn[]) {
  const speakers = [...new Set(turns.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])))];
  const times = turns
    .flatMap(({ startMs, endMs, marks = [] }) => [startMs, endMs, ...marks.map((mark) => mark.startMs)])
    .filter((time) => time !== null);
  const [first] = turns
    .filter(({ startMs }) => startMs !== null)
    .toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  return {
    speakers,
    startMs: first?.startMs ?? null,
    ...approximation(first),
    endMs: times.length === 0 ? null : Math.max(...times),
  };
}

function approximation(of: { readonly approximate?: true } | undefined): { readonly approximate?: true } {
  return of?.approximate === true ? { approximate: true } : {};
}

export function chunkRow(context: Sql, no: number): ChunkRow {
  const { no: _, turns, ...place } = chunkPlace(context, no);
  const profile = context
    .sql(
      "SELECT s.profile FROM chunks c JOIN settled s ON s.content_key = c.content_key AND s.active = 1 WHERE c.no = ?",
    )
    .get(no) as { profile: string } | undefined;
  return { kind: "chunk", ...place, ...span(turns), profile: profile?.profile ?? null };
}

const SELECT_VECTOR = `SELECT v.vector, ${isIntact("vectors", "v")} AS intact
  FROM chunks c JOIN vectors v ON v.content_key = c.content_key AND v.profile = ? WHERE c.no = ?`;

export function vectorRow(context: Sql, no: number, profile: string): VectorRow | null {
  const stored = context.sql(SELECT_VECTOR).get(profile, no) as { vector: Buffer; intact: 0 | 1 } | undefined;
  if (stored === undefined) return null;
  const { no: _, turns, ...place } = chunkPlace(context, no);
  if (stored.intact === 0) throw damaged(context, `the vector of a passage of ${printable(place.file)}`);
  return {
    kind: "vector",
    ...place,
    ...span(turns),
    turns: turns.map((turn) => ({
      speaker: turn.speaker,
      startMs: turn.startMs,
      ...approximation(turn),
      endMs: turn.endMs,
      startOffset: turn.startOffset,
      endOffset: turn.endOffset,
    })),
    profile,
    vector: new Float32Array(new Uint8Array(stored.vector).buffer),
  };
}

export interface EntityColumns {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: string;
  readonly mentions: number;
  readonly transcripts: number;
}

export function entityRow({ id, name, type, aliases, mentions, transcripts }: EntityColumns): EntityRow {
  return { kind: "entity", id, name, type, aliases: JSON.parse(aliases) as Alias[], mentions, transcripts };
}

export interface RelationshipColumns {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly confidence: number;
  readonly count: number;
}

export const relationshipRow = (columns: Omit<RelationshipRow, "kind">): RelationshipRow => ({
  kind: "relationship",
  ...columns,
});

/** CROSS_EPISODE: the entity is mentioned in a transcript so many times. */
export const episodeRow = ({ count, ...columns }: Omit<RelationshipColumns, "type" | "confidence">): RelationshipRow =>
  relationshipRow({
    ...columns,
    type: CROSS_EPISODE,
    confidence: 1,
    count,
    polarity: polarityCounts((polarity) => (polarity === "stated" ? count : 0)),
  });

/** The words between two canonical offsets, with the speaker of the turn in which they begin. */
function evidenceAt(place: ChunkPlace, startOffset: number, endOffset: number, polarity: Polarity): Evidence {
  const turn = place.turns.find(
    (candidate) => startOffset >= candidate.unitOffset && startOffset < candidate.endOffset,
  );
  return {
    file: place.file,
    chunk: place.id,
    speaker: turn?.speaker ?? null,
    ...(turn === undefined ? { startMs: null, endMs: null } : timesOf(turn, startOffset)),
    startOffset,
    endOffset,
    text: place.text.slice(startOffset - place.startOffset, endOffset - place.startOffset),
    polarity,
  };
}

/** From the last mark before an offset, else from the start of the turn; where this is approximate, it goes on with the words. */
function timesOf(turn: ChunkTurn, offset: number): Pick<Evidence, "startMs" | "approximate" | "endMs"> {
  const { startMs, startOffset, endOffset, endMs, marks = [] } = turn;
  const isApproximate = turn.approximate === true;
  const mark = marks.findLast((candidate) => candidate.offset <= offset);
  if (mark !== undefined) return { startMs: mark.startMs, endMs: isApproximate ? null : endMs };
  if (startMs === null || !isApproximate) return { startMs, endMs };
  const next = marks[0] ?? { offset: endOffset, startMs: endMs ?? startMs };
  const share = Math.max(0, offset - startOffset) / (next.offset - startOffset);
  return { startMs: Math.round(startMs + share * (next.startMs - startMs)), approximate: true, endMs };
}

export interface FactPlace {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
}

export function mentionRow(place: ChunkPlace, fact: FactPlace, entity: string): MentionRow {
  const id = evidenceId(entity, place.id, fact.startOffset, fact.endOffset);
  return { kind: "mention", id, entity, evidence: evidenceAt(place, fact.startOffset, fact.endOffset, fact.polarity) };
}

export function evidenceRow(place: ChunkPlace, fact: FactPlace, of: string): EvidenceRow {
  const id = evidenceId(of, place.id, fact.startOffset, fact.endOffset);
  return { kind: "evidence", id, of, evidence: evidenceAt(place, fact.startOffset, fact.endOffset, fact.polarity) };
}

export function quoteRow(
  place: ChunkPlace,
  fact: FactPlace,
  speaker: string | null,
  about: readonly string[],
): QuoteRow {
  const id = quoteId(place.id, fact.startOffset, fact.endOffset);
  const evidence = evidenceAt(place, fact.startOffset, fact.endOffset, fact.polarity);
  return { kind: "quote", id, speaker, about, text: evidence.text, evidence };
}
