import type { DeadLetter, LedgerPaidWork, PaidReply, Settlement } from "../../../../ports/index.ts";
import { insertChecked, recheck } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putReply } from "./batches.ts";
import { putDeadLetter } from "./dead-letters.ts";
import { encodeExtraction } from "./extraction-codec.ts";
import { endForceOf } from "./forced.ts";
import { putReplyItems } from "./reply-items.ts";
import { encodeVectors } from "./vector-blob.ts";
import { rememberDimensions } from "./vectors.ts";

const SUPERSEDE = `UPDATE settled SET checksum = ${recheck("settled", { active: "0" })}, active = 0 WHERE no = ?`;

/** Stores one reply with the chunks that it settles, and marks the transcripts with these chunks. */
export function settle(
  context: LedgerContext,
  reply: PaidReply,
  settlements: readonly Settlement[],
  deadLetters: readonly DeadLetter[],
): void {
  const batchNo = putReply(context, "extract", reply);
  if (batchNo !== null && reply.items !== undefined) putReplyItems(context, batchNo, reply.items);
  for (const { contentKey, extraction, raw = null } of settlements) {
    const encoded = encodeExtraction(extraction);
    context.sql("DELETE FROM dead_letters WHERE content_key = ? AND stage = 'extract'").run(contentKey);
    endForceOf(context, "extract", reply.profile, contentKey);
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
      batch_no: batchNo,
      active: 1,
      extraction: encoded,
      raw,
    });
    markTranscripts(context, contentKey);
  }
  for (const letter of deadLetters) {
    putDeadLetter(context, letter, reply.profile);
    endForceOf(context, letter.stage, reply.profile, letter.contentKey);
  }
}

function markTranscripts(context: LedgerContext, contentKey: string): void {
  context
    .sql(
      "UPDATE transcripts SET dirty = 1 WHERE no IN (SELECT transcript_no FROM chunks WHERE content_key = ?) AND dirty = 0",
    )
    .run(contentKey);
}

export function putVectors(
  context: LedgerContext,
  reply: PaidReply,
  vectors: Parameters<LedgerPaidWork["putVectors"]>[1],
): void {
  putReply(context, "embed", reply);
  rememberDimensions(context, reply.profile, vectors[0]?.vector);
  for (const { contentKey, ...encoded } of vectors) {
    context
      .sql(
        insertChecked(
          "vectors",
          "ON CONFLICT (content_key, profile) DO UPDATE SET vector = excluded.vector, paid = excluded.paid, checksum = excluded.checksum",
        ),
      )
      .run({
        content_key: contentKey,
        profile: reply.profile,
        paid: reply.paid ? 1 : 0,
        vector: encodeVectors(encoded),
      });
    context.sql("DELETE FROM dead_letters WHERE content_key = ? AND stage = 'embed'").run(contentKey);
    endForceOf(context, "embed", reply.profile, contentKey);
    context.sql("UPDATE chunks SET vector_pending = 1 WHERE text_key = ? AND vector_pending = 0").run(contentKey);
  }
}
