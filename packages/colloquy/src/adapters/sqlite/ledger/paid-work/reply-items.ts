import type { LedgerCounts, ReplyItems } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

/** Records the numbers of items of a reply that were kept and left out. */
export function putReplyItems(context: LedgerContext, batchNo: number, items: ReplyItems): void {
  const { kept, rejected, minConfidence } = items;
  context.sql(insertChecked("reply_items")).run({
    batch_no: batchNo,
    kept,
    ungrounded: rejected.ungrounded,
    schema: rejected.schema,
    low_confidence: rejected.lowConfidence,
    min_confidence: minConfidence,
  });
}

/** Items of the replies that settle the current chunks. */
export function countItems(context: LedgerContext): LedgerCounts["items"] {
  // Rules leave no such rows, and looking for those of all chunks takes long.
  if (context.sql("SELECT 1 FROM reply_items LIMIT 1").get() === undefined)
    return { kept: 0, ungrounded: 0, schema: 0, lowConfidence: 0 };
  return context
    .sql(
      `SELECT coalesce(sum(kept), 0) AS kept, coalesce(sum(ungrounded), 0) AS ungrounded,
         coalesce(sum(schema), 0) AS schema, coalesce(sum(low_confidence), 0) AS lowConfidence
       FROM reply_items WHERE batch_no IN (
         SELECT s.batch_no FROM settled s WHERE s.active = 1 AND EXISTS (SELECT 1 FROM chunks c WHERE c.content_key = s.content_key))`,
    )
    .get() as LedgerCounts["items"];
}

/** Chunks by the minimum confidence of their reply, the most frequent value first. */
export function countMinConfidences(context: LedgerContext): LedgerCounts["minConfidences"] {
  return context
    .sql(
      `SELECT i.min_confidence AS minConfidence, count(*) AS chunks FROM chunks c
         JOIN settled s ON s.content_key = c.content_key AND s.active = 1 JOIN reply_items i ON i.batch_no = s.batch_no
       GROUP BY i.min_confidence ORDER BY chunks DESC, minConfidence`,
    )
    .all() as { readonly minConfidence: number; readonly chunks: number }[];
}
