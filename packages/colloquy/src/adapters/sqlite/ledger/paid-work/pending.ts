import { type ChunkTurn, contextOf, printable, viewChunk, viewContext } from "../../../../model/index.ts";
import type {
  ChunkStage,
  LedgerPaidWork,
  PendingChunk,
  PendingOptions,
  PendingPage,
  PendingTranscript,
} from "../../../../ports/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";
import { isDeadLetter } from "./dead-letters.ts";
import { isForced, isForceOpen } from "./forced.ts";
import { KEY_COLUMN } from "./key-column.ts";
import { EVERYTHING, isSpread } from "./spread.ts";
import { isOfCut } from "./vector-blob.ts";

/**
 * The condition that a chunk is pending. Parameters: the profile, and the cut of passages or null. A paid settled row stays; a free one is replaced when
 * another profile is used.
 */
const PENDING: Readonly<Record<ChunkStage, string>> = {
  extract: `NOT EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1 AND (s.paid = 1 OR s.profile = @profile))
    AND NOT ${isDeadLetter("extract")}`,
  embed: `NOT EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.text_key AND v.profile = @profile AND (@cut IS NULL OR ${isOfCut("v.vector")}))
    AND NOT ${isDeadLetter("embed")}`,
};

/** The condition that a chunk was paid for. A free result never replaces a paid one, not even by force. */
const PAID_FOR: Readonly<Record<ChunkStage, string>> = {
  extract: "EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1 AND s.paid = 1)",
  embed: "EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.text_key AND v.profile = @profile AND v.paid = 1)",
};

function condition(
  context: LedgerContext,
  stage: ChunkStage,
  { profile, force, paid, deadLetters = false }: PendingOptions,
): string {
  if (deadLetters) return `@profile IS NOT NULL AND ${isDeadLetter(stage)}`;
  if (!force) return PENDING[stage];
  if (!paid) return `@profile IS NOT NULL AND NOT ${PAID_FOR[stage]}`;
  // Chunks that were added after the force began are pending as in any other run.
  return isForceOpen(context, stage, profile) ? `(${isForced(stage)} OR (${PENDING[stage]}))` : "@profile IS NOT NULL";
}

export function pendingCount(context: LedgerContext, stage: ChunkStage, options: PendingOptions): number {
  const row = context
    .sql(
      `SELECT count(DISTINCT c.${KEY_COLUMN[stage]}) AS count FROM chunks c WHERE ${condition(context, stage, options)}`,
    )
    .get(parametersOf(options));
  return (row as { count: number }).count;
}

export function pendingTranscripts(
  context: LedgerContext,
  stage: ChunkStage,
  options: PendingOptions,
): readonly PendingTranscript[] {
  // With `min`, SQLite takes the other columns of a group from the row with the minimum.
  return context
    .sql(
      `SELECT t.id AS transcript, count(*) AS chunks, sum(first.tokens) AS tokens
       FROM (SELECT min(c.no), c.transcript_no, c.tokens FROM chunks c WHERE ${condition(context, stage, options)} GROUP BY c.${KEY_COLUMN[stage]}) first
         JOIN transcripts t ON t.no = first.transcript_no JOIN sources s ON s.no = t.source_no
       GROUP BY t.no ORDER BY s.key, t.file`,
    )
    .all(parametersOf(options)) as PendingTranscript[];
}

function parametersOf({ profile, cut }: PendingOptions): { readonly profile: string; readonly cut: number | null } {
  return { profile, cut: cut ?? null };
}

/** The position of a chunk in the ledger's order. */
interface Position {
  readonly source: string;
  readonly file: string;
  readonly ordinal: number;
  /** The number of chunks before it, including those that a spread leaves out. */
  readonly rank: number;
}

const BEFORE_ALL: Position = { source: "", file: "", ordinal: -1, rank: -1 };

/** A chunk with its position. */
interface PositionedRow extends Omit<Position, "rank"> {
  readonly no: number;
}

interface ShownRow {
  readonly ordinal: number;
  readonly text: string;
  readonly startOffset: number;
  readonly turns: string;
  readonly intact: 0 | 1;
}

interface PendingRow extends ShownRow {
  readonly transcriptNo: number;
  readonly contentKey: string;
  readonly textKey: string;
  readonly chunk: string;
  readonly tokens: number;
}

/**
 * Chunks with one key are listed once, at their first position. Each loop begins where the last page ended, by
 * its index, so that rows are in order without sorting. (The plus makes SQLite look up a source by its number.) The
 * text of chunks that a spread leaves out is not read.
 */
export function listPending(
  context: LedgerContext,
  stage: ChunkStage,
  { after, limit, spread = EVERYTHING, signal, ...options }: Parameters<LedgerPaidWork["pending"]>[1],
): PendingPage {
  const { rank: before, ...position } = after === null ? BEFORE_ALL : (JSON.parse(after) as Position);
  const listed = context
    .sql(
      `SELECT s.key AS source, t.file, c.ordinal, c.no
       FROM sources s CROSS JOIN transcripts t ON t.source_no = s.no CROSS JOIN chunks c ON c.transcript_no = t.no
       WHERE s.key >= @source AND t.file >= CASE s.key WHEN @source THEN @file ELSE '' END
         AND c.ordinal > CASE (s.key, t.file) WHEN (@source, @file) THEN @ordinal ELSE -1 END
         AND ${condition(context, stage, options)}
         AND NOT EXISTS (
           SELECT 1 FROM chunks other CROSS JOIN transcripts place ON place.no = other.transcript_no
             CROSS JOIN sources origin ON origin.no = place.source_no
           WHERE other.${KEY_COLUMN[stage]} = c.${KEY_COLUMN[stage]} AND (+origin.key, place.file, other.ordinal) < (s.key, t.file, c.ordinal))
       ORDER BY s.key, t.file, c.ordinal`,
    )
    .iterate({ ...parametersOf(options), ...position }) as IterableIterator<PositionedRow>;
  const taken: PositionedRow[] = [];
  let rank = before;
  for (const row of listed) {
    signal?.throwIfAborted();
    rank += 1;
    if (isSpread(rank, spread)) taken.push(row);
    if (taken.length === limit) break;
  }
  const last = taken.at(-1);
  return {
    items: taken.map(({ no, file }) => pendingChunk(context, stage, no, file)),
    next: last === undefined || taken.length < limit ? null : cursorAt(last, rank),
  };
}

function cursorAt({ source, file, ordinal }: PositionedRow, rank: number): string {
  return JSON.stringify({ source, file, ordinal, rank } satisfies Position);
}

const SHOWN = `ordinal, text, start_offset AS startOffset, turns, ${isIntact("chunks")} AS intact`;
const SELECT_PENDING = `SELECT transcript_no AS transcriptNo, content_key AS contentKey, text_key AS textKey, id AS chunk, tokens, ${SHOWN}
  FROM chunks WHERE no = ?`;
const SELECT_BEFORE = `SELECT ${SHOWN} FROM chunks WHERE transcript_no = ? AND ordinal BETWEEN ? - 2 AND ? - 1 ORDER BY ordinal`;

/** @throws ColloquyError `ledger` for a damaged chunk, before a model is paid for it. */
function pendingChunk(context: LedgerContext, stage: ChunkStage, no: number, file: string): PendingChunk {
  const { transcriptNo, contentKey, textKey, chunk, tokens, ...row } = context
    .sql(SELECT_PENDING)
    .get(no) as PendingRow;
  const view = viewChunk(shownChunk(context, row, file));
  // A chunk of a file that was not read since prompts have a context is shown alone.
  if (stage === "embed" || contentKey === textKey)
    return { contentKey: stage === "embed" ? textKey : contentKey, chunk, tokens, view };
  const rows = context.sql(SELECT_BEFORE).all(transcriptNo, row.ordinal, row.ordinal) as ShownRow[];
  const before = rows.map((each) => shownChunk(context, each, file));
  const shown = viewContext(contextOf(before, before.length));
  return { contentKey, chunk, tokens, view, context: shown };
}

function shownChunk(context: LedgerContext, { intact, turns, ...row }: ShownRow, file: string) {
  if (intact === 0) throw damaged(context, `a chunk of ${printable(file)}`);
  return { ...row, turns: JSON.parse(turns) as ChunkTurn[] };
}
