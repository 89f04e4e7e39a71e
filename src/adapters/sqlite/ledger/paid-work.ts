import { type ChunkTurn, printable, viewChunk } from "../../../model/index.ts";
import type { DeadLetter, Lane, Ledger, PaidReply, PendingOptions, Settlement } from "../../../ports/index.ts";
import { insertChecked, isIntact } from "./checksums.ts";
import type { LedgerContext } from "./context.ts";
import { damaged } from "./damage.ts";
import { isDeadLetter, putDeadLetter } from "./dead-letters.ts";
import { encodeExtraction } from "./extraction-codec.ts";
import { endForceOf, isForced, isForceOpen } from "./forced.ts";
import { putReplyItems } from "./reply-items.ts";
import { rememberDimensions } from "./vectors.ts";

/**
 * What makes a chunk pending. Parameters: the profile. A settled row that was paid for is left alone; one that cost
 * nothing is replaced when another profile is asked for.
 */
const PENDING: Readonly<Record<Lane, string>> = {
  extraction: `NOT EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1 AND (s.paid = 1 OR s.profile = @profile))
    AND NOT ${isDeadLetter("extraction")}`,
  embedding: `NOT EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.content_key AND v.profile = @profile)
    AND NOT ${isDeadLetter("embedding")}`,
};

/** What was paid for, of a lane: what costs nothing never takes its place, not even by force. */
const PAID_FOR: Readonly<Record<Lane, string>> = {
  extraction: "EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1 AND s.paid = 1)",
  embedding:
    "EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.content_key AND v.profile = @profile AND v.paid = 1)",
};

function condition(
  context: LedgerContext,
  lane: Lane,
  { profile, force, paid, deadLetters = false }: PendingOptions,
): string {
  if (deadLetters) return `@profile IS NOT NULL AND ${isDeadLetter(lane)}`;
  if (!force) return PENDING[lane];
  if (!paid) return `@profile IS NOT NULL AND NOT ${PAID_FOR[lane]}`;
  // What came after the force began is pending as in any other run.
  return isForceOpen(context, lane, profile) ? `(${isForced(lane)} OR (${PENDING[lane]}))` : "@profile IS NOT NULL";
}

export function pendingCount(context: LedgerContext, lane: Lane, options: PendingOptions): number {
  const row = context
    .sql(`SELECT count(DISTINCT c.content_key) AS count FROM chunks c WHERE ${condition(context, lane, options)}`)
    .get({ profile: options.profile });
  return (row as { count: number }).count;
}

export function pendingTokens(context: LedgerContext, lane: Lane, options: PendingOptions): number {
  const row = context
    .sql(
      `SELECT coalesce(sum(tokens), 0) AS tokens
       FROM (SELECT max(c.tokens) AS tokens FROM chunks c WHERE ${condition(context, lane, options)} GROUP BY c.content_key)`,
    )
    .get({ profile: options.profile });
  return (row as { tokens: number }).tokens;
}

/** Where content stands: in the ledger's order. */
interface Place {
  readonly source: string;
  readonly file: string;
  readonly ordinal: number;
}

const BEFORE_ALL: Place = { source: "", file: "", ordinal: -1 };

interface PendingRow extends Place {
  readonly contentKey: string;
  readonly chunk: string;
  readonly text: string;
  readonly startOffset: number;
  readonly tokens: number;
  readonly turns: string;
  readonly intact: 0 | 1;
}

/**
 * Content that several chunks show is given once, where it first stands. Each loop begins where the last page ended, by
 * its index, and what it gives is in order without sorting. (The plus makes SQLite find a source by its number.)
 */
export function pending(
  context: LedgerContext,
  lane: Lane,
  options: Parameters<Ledger["pending"]>[1],
): Awaited<ReturnType<Ledger["pending"]>> {
  const after = options.after === null ? BEFORE_ALL : (JSON.parse(options.after) as Place);
  const rows = context
    .sql(
      `SELECT s.key AS source, t.file, c.ordinal, c.content_key AS contentKey, c.id AS chunk, c.text, c.start_offset AS startOffset, c.tokens, c.turns,
         ${isIntact("chunks", "c")} AS intact
       FROM sources s CROSS JOIN transcripts t ON t.source_no = s.no CROSS JOIN chunks c ON c.transcript_no = t.no
       WHERE s.key >= @source AND t.file >= CASE s.key WHEN @source THEN @file ELSE '' END
         AND c.ordinal > CASE (s.key, t.file) WHEN (@source, @file) THEN @ordinal ELSE -1 END
         AND ${condition(context, lane, options)}
         AND NOT EXISTS (
           SELECT 1 FROM chunks other CROSS JOIN transcripts place ON place.no = other.transcript_no
             CROSS JOIN sources origin ON origin.no = place.source_no
           WHERE other.content_key = c.content_key AND (+origin.key, place.file, other.ordinal) < (s.key, t.file, c.ordinal))
       ORDER BY s.key, t.file, c.ordinal LIMIT @limit`,
    )
    .all({ profile: options.profile, limit: options.limit, ...after }) as PendingRow[];
  const broken = rows.find(({ intact }) => intact === 0);
  // Before anybody is paid for reading it.
  if (broken !== undefined) throw damaged(context, `a passage of ${printable(broken.file)}`);
  const last = rows.at(-1);
  return {
    items: rows.map(({ contentKey, chunk, text, startOffset, tokens, turns }) => ({
      contentKey,
      chunk,
      tokens,
      view: viewChunk({ text, startOffset, turns: JSON.parse(turns) as ChunkTurn[] }),
    })),
    next:
      last === undefined || rows.length < options.limit
        ? null
        : JSON.stringify({ source: last.source, file: last.file, ordinal: last.ordinal } satisfies Place),
  };
}

/** Its content stays covered by the checksum that it had: damage of it is found as before. */
const SUPERSEDE = `UPDATE settled SET active = 0,
  checksum = CASE WHEN ${isIntact("settled")} THEN checksum(content_key, profile, paid, reply_no, 0, extraction) ELSE -1 END WHERE no = ?`;

/** One reply and the content that it settles; transcripts that show the content are to be derived anew. */
export function settle(
  context: LedgerContext,
  reply: PaidReply,
  settlements: readonly Settlement[],
  deadLetters: readonly DeadLetter[],
): void {
  const replyNo = putReply(context, "extraction", reply);
  if (replyNo !== null && reply.items !== undefined) putReplyItems(context, replyNo, reply.items);
  for (const { contentKey, extraction } of settlements) {
    const encoded = encodeExtraction(extraction);
    context.sql("DELETE FROM dead_letters WHERE content_key = ? AND lane = 'extraction'").run(contentKey);
    endForceOf(context, "extraction", reply.profile, contentKey);
    const active = context
      .sql("SELECT no, paid, profile, extraction FROM settled WHERE content_key = ? AND active = 1")
      .get(contentKey) as { no: number; paid: number; profile: string; extraction: string } | undefined;
    if (active !== undefined) {
      if (!reply.paid && active.paid === 0 && active.profile === reply.profile && active.extraction === encoded)
        continue;
      context.sql(active.paid === 1 ? SUPERSEDE : "DELETE FROM settled WHERE no = ?").run(active.no);
    }
    context.sql(insertChecked("settled")).run({
      content_key: contentKey,
      profile: reply.profile,
      paid: reply.paid ? 1 : 0,
      reply_no: replyNo,
      active: 1,
      extraction: encoded,
    });
    markTranscripts(context, contentKey);
  }
  for (const letter of deadLetters) {
    putDeadLetter(context, letter, reply.profile);
    endForceOf(context, letter.lane, reply.profile, letter.contentKey);
  }
}

function markTranscripts(context: LedgerContext, contentKey: string): void {
  context
    .sql(
      "UPDATE transcripts SET dirty = 1 WHERE no IN (SELECT transcript_no FROM chunks WHERE content_key = ?) AND dirty = 0",
    )
    .run(contentKey);
}

function putReply(context: LedgerContext, lane: Lane, { profile, raw, usage, paid }: PaidReply): number | null {
  if (!paid && raw === null) return null;
  const { lastInsertRowid } = context.sql(insertChecked("replies")).run({
    lane,
    profile,
    raw,
    input_tokens: usage?.inputTokens ?? null,
    cached_input_tokens: usage?.cachedInputTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
  });
  return Number(lastInsertRowid);
}

export function putVectors(
  context: LedgerContext,
  reply: PaidReply,
  vectors: Parameters<Ledger["putVectors"]>[1],
): void {
  putReply(context, "embedding", reply);
  rememberDimensions(context, reply.profile, vectors[0]?.vector);
  for (const { contentKey, vector } of vectors) {
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
    context
      .sql(
        insertChecked(
          "vectors",
          "ON CONFLICT (content_key, profile) DO UPDATE SET vector = excluded.vector, paid = excluded.paid, checksum = excluded.checksum",
        ),
      )
      .run({ content_key: contentKey, profile: reply.profile, paid: reply.paid ? 1 : 0, vector: bytes });
    context.sql("DELETE FROM dead_letters WHERE content_key = ? AND lane = 'embedding'").run(contentKey);
    endForceOf(context, "embedding", reply.profile, contentKey);
    context.sql("UPDATE chunks SET vector_pending = 1 WHERE content_key = ? AND vector_pending = 0").run(contentKey);
  }
}
