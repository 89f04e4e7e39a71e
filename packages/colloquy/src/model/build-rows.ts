import { canonicalLine } from "./canonical.ts";
import type { ChunkTurn } from "./chunk.ts";
import { lineHash } from "./digest.ts";
import { evidenceId, quoteId } from "./ids.ts";
import { type Polarity, polarityCounts } from "./polarity.ts";
import {
  type Antecedent,
  type ChunkRow,
  CROSS_EPISODE,
  type Derivation,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  type MentionRow,
  type ProjectedRow,
  type QuoteRow,
  type RelationshipRow,
  type TranscriptRow,
  type VectorRow,
} from "./rows.ts";

/** The data of a chunk that its rows need. */
export interface LocatedChunk {
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

/** Words of a chunk, by canonical offsets. */
export interface LocatedRange {
  readonly chunk: LocatedChunk;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** The position of a fact in the text, and its polarity. */
export interface FactPosition {
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
}

/** SHA-256 of a row's canonical line. The digest is the sum of these hashes. */
export function hashOfRow(row: ProjectedRow): Uint8Array {
  return lineHash(canonicalLine(row));
}

export function transcriptRow({ id, file, format, turns }: Omit<TranscriptRow, "kind">): TranscriptRow {
  return { kind: "transcript", id, file, format, turns };
}

export function chunkRow({ turns, ...chunk }: LocatedChunk, profile: string | null): ChunkRow {
  return { kind: "chunk", ...chunk, ...span(turns), profile };
}

export function vectorRow(
  { turns, ...chunk }: LocatedChunk,
  profile: string,
  { vector, passages }: Pick<VectorRow, "vector" | "passages">,
): VectorRow {
  return {
    kind: "vector",
    ...chunk,
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
    ...(passages === undefined ? {} : { passages }),
  };
}

export function entityRow(columns: Omit<EntityRow, "kind">): EntityRow {
  const { id, name, type, aliases, mentions, transcripts } = columns;
  return { kind: "entity", id, name, type, aliases, mentions, transcripts };
}

/** What identifies a relationship: its id follows from the other columns. */
export type RelationshipEnds = Pick<RelationshipRow, "id" | "source" | "type" | "target" | "withdrawn">;

/** The columns of a relationship that follow from its evidence. */
export type RelationshipTotals = Omit<RelationshipRow, "kind" | keyof RelationshipEnds>;

export function relationshipRow(ends: RelationshipEnds, totals: RelationshipTotals): RelationshipRow {
  const { id, source, type, target, withdrawn } = ends;
  const { confidence, count, polarity, derived } = totals;
  const row = { kind: "relationship", id, source, type, target, confidence, count, polarity } as const;
  return {
    ...row,
    ...(derived === undefined ? {} : { derived }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
}

/** The totals of a relationship that no words state. No model states its confidence. */
export function derivedTotals(derived: Derivation): RelationshipTotals {
  return { confidence: 1, count: 0, polarity: polarityCounts(() => 0), derived };
}

/** A CROSS_EPISODE row: `count` is the number of mentions of the entity in the transcript. */
export function crossEpisodeRow(ends: Omit<RelationshipEnds, "type">, count: number): RelationshipRow {
  const polarity = polarityCounts((each) => (each === "stated" ? count : 0));
  return relationshipRow({ ...ends, type: CROSS_EPISODE }, { confidence: 1, count, polarity });
}

export function mentionRow(chunk: LocatedChunk, fact: FactPosition, entity: string): MentionRow {
  const id = evidenceId(entity, chunk.id, fact.startOffset, fact.endOffset);
  return storedMention(id, entity, evidenceAt(chunk, fact));
}

/**
 * The row of an occurrence: a mention that was found afterwards. Its id differs from that of a mention at the same position,
 * so that a store may remove one and add the other in any order.
 */
export function occurrenceRow(
  chunk: LocatedChunk,
  { startOffset, endOffset }: Omit<FactPosition, "polarity">,
  entity: string,
): MentionRow {
  const id = evidenceId(`found ${entity}`, chunk.id, startOffset, endOffset);
  return storedMention(id, entity, evidenceAt(chunk, { startOffset, endOffset, polarity: "implied" }));
}

/** A mention from its stored values: implied evidence was found afterwards. */
export function storedMention(id: string, entity: string, evidence: Evidence): MentionRow {
  return { kind: "mention", id, entity, ...(evidence.polarity === "implied" ? { found: true } : {}), evidence };
}

/** @param of the id of the relationship or quote that the evidence supports. */
export function evidenceRow(
  chunk: LocatedChunk,
  fact: FactPosition,
  of: string,
  antecedents: readonly LocatedRange[] = [],
): EvidenceRow {
  const id = evidenceId(of, chunk.id, fact.startOffset, fact.endOffset);
  const evidence = evidenceAt(chunk, fact);
  if (antecedents.length === 0) return { kind: "evidence", id, of, evidence };
  return { kind: "evidence", id, of, evidence: { ...evidence, antecedents: antecedents.map(antecedentAt) } };
}

function antecedentAt({ chunk, ...range }: LocatedRange): Antecedent {
  const { file: _file, polarity: _polarity, ...antecedent } = evidenceAt(chunk, { ...range, polarity: "stated" });
  return antecedent;
}

export function quoteRow(
  chunk: LocatedChunk,
  fact: FactPosition,
  speaker: string | null,
  about: readonly string[],
): QuoteRow {
  const id = quoteId(chunk.id, fact.startOffset, fact.endOffset);
  const evidence = evidenceAt(chunk, fact);
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

/** Evidence of the words between two canonical offsets, with the speaker of the turn in which they begin. */
export function evidenceAt(chunk: LocatedChunk, { startOffset, endOffset, polarity }: FactPosition): Evidence {
  const turn = chunk.turns.find(
    (candidate) => startOffset >= candidate.unitOffset && startOffset < candidate.endOffset,
  );
  return {
    file: chunk.file,
    chunk: chunk.id,
    speaker: turn?.speaker ?? null,
    ...(turn === undefined ? { startMs: null, endMs: null } : timesOf(turn, startOffset)),
    startOffset,
    endOffset,
    text: chunk.text.slice(startOffset - chunk.startOffset, endOffset - chunk.startOffset),
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
