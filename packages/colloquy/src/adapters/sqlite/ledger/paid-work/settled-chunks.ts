import type { SettledChunk } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { isSpread } from "./spread.ts";

/**
 * Chunks that the replies of a profile settled: of at most `mostReplies` replies, an even sample of those with reported
 * usage. The tokens of a reply are divided in proportion to the lengths of the extractions, which approximate the
 * lengths of its parts.
 */
export function settledChunks(context: LedgerContext, profile: string, mostReplies: number): readonly SettledChunk[] {
  const replies = context
    .sql("SELECT no FROM batches WHERE stage = 'extract' AND profile = ? AND output_tokens IS NOT NULL ORDER BY no")
    .all(profile) as { no: number }[];
  const spread = { take: Math.min(mostReplies, replies.length), of: replies.length };
  const chosen = replies.filter((_, rank) => isSpread(rank, spread)).map(({ no }) => no);
  return context
    .sql(
      `SELECT t.id AS transcript, c.tokens, s.outputTokens
       FROM (
         SELECT s.content_key,
           1.0 * r.output_tokens * octet_length(s.extraction) / sum(octet_length(s.extraction)) OVER (PARTITION BY r.no) AS outputTokens
         FROM settled s JOIN batches r ON r.no = s.batch_no
         WHERE s.batch_no IN (SELECT value FROM json_each(?))
       ) s
         JOIN chunks c ON c.no = (SELECT min(no) FROM chunks WHERE content_key = s.content_key)
         JOIN transcripts t ON t.no = c.transcript_no`,
    )
    .all(JSON.stringify(chosen)) as SettledChunk[];
}
