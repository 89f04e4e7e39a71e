import type { DeadLetter, Lane, LedgerPaidWork, PaidReply, Settlement } from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putDeadLetter } from "./dead-letters.ts";
import { encodeExtraction } from "./extraction-codec.ts";
import { endForceOf } from "./forced.ts";
import { putReplyItems } from "./reply-items.ts";
import { rememberDimensions } from "./vectors.ts";

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
  vectors: Parameters<LedgerPaidWork["putVectors"]>[1],
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
