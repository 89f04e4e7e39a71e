import { canonicalLine } from "./canonical.ts";
import type { ChunkTurn } from "./chunk.ts";
import { lineHash } from "./digest.ts";
import { evidenceId, quoteId } from "./ids.ts";
import { type Polarity, polarityCounts } from "./polarity.ts";
import {
  type ChunkRow,
  CROSS_EPISODE,
  type Evidence,
  type EvidenceRow,
  type MentionRow,
  type ProjectedRow,
  type QuoteRow,
  type RelationshipRow,
  type VectorRow,
} from "./rows.ts";

/** What every row that stands in a chunk needs of it. */
export interface ChunkPlace {
  readonly id: string;
  readonly transcript: string;
  readonly file: string;
  readonly ordinal: number;
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly turns: readonly ChunkTurn[];
  readonly text: string;
}

/** Where a fact stands in its chunk, and how it is said. */
export interface FactPlace {
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
}

/** SHA-256 of a row's canonical line: what the digest adds up. */
export function hashOfRow(row: ProjectedRow): Uint8Array {
  return lineHash(canonicalLine(row));
}

export function chunkRow({ turns, ...place }: ChunkPlace, profile: string | null): ChunkRow {
  return { kind: "chunk", ...place, ...span(turns), profile };
}

export function vectorRow({ turns, ...place }: ChunkPlace, profile: string, vector: Float32Array): VectorRow {
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
    vector,
  };
}

/** CROSS_EPISODE: the entity is mentioned in a transcript so many times. */
export function episodeRow(columns: Pick<RelationshipRow, "id" | "source" | "target" | "count">): RelationshipRow {
  const { count } = columns;
  return {
    kind: "relationship",
    ...columns,
    type: CROSS_EPISODE,
    confidence: 1,
    polarity: polarityCounts((polarity) => (polarity === "stated" ? count : 0)),
  };
}

export function mentionRow(place: ChunkPlace, fact: FactPlace, entity: string): MentionRow {
  const id = evidenceId(entity, place.id, fact.startOffset, fact.endOffset);
  return { kind: "mention", id, entity, evidence: evidenceAt(place, fact) };
}

/** @param of the id of the relationship or quote that the words support. */
export function evidenceRow(place: ChunkPlace, fact: FactPlace, of: string): EvidenceRow {
  const id = evidenceId(of, place.id, fact.startOffset, fact.endOffset);
  return { kind: "evidence", id, of, evidence: evidenceAt(place, fact) };
}

export function quoteRow(
  place: ChunkPlace,
  fact: FactPlace,
  speaker: string | null,
  about: readonly string[],
): QuoteRow {
  const id = quoteId(place.id, fact.startOffset, fact.endOffset);
  const evidence = evidenceAt(place, fact);
  return { kind: "quote", id, speaker, about, text: evidence.text, evidence };
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

/** The words between two canonical offsets, with the speaker of the turn in which they begin. */
function evidenceAt(place: ChunkPlace, { startOffset, endOffset, polarity }: FactPlace): Evidence {
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

/** From the last mark before an offset, else from the start of the turn; an approximate time is interpolated up to the words. */
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
