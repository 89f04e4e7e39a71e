import type { SettledContent } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { isSpread } from "./spread.ts";

/**
 * What replies settled whose usage is known, of at most so many of them, evenly chosen. A reply's tokens are divided by the length of what was kept
 * of it, which is not quite that of what it said.
 */
export function settledContents(
  context: LedgerContext,
  profile: string,
  mostReplies: number,
): readonly SettledContent[] {
  const replies = context
    .sql("SELECT no FROM replies WHERE lane = 'extraction' AND profile = ? AND output_tokens IS NOT NULL ORDER BY no")
    .all(profile) as { no: number }[];
  const spread = { take: Math.min(mostReplies, replies.length), of: replies.length };
  const chosen = replies.filter((_, rank) => isSpread(rank, spread)).map(({ no }) => no);
  return context
    .sql(
      `SELECT t.id AS transcript, c.tokens, s.outputTokens
       FROM (
         SELECT s.content_key,
           1.0 * r.output_tokens * octet_length(s.extraction) / sum(octet_length(s.extraction)) OVER (PARTITION BY r.no) AS outputTokens
         FROM settled s JOIN replies r ON r.no = s.reply_no
         WHERE s.reply_no IN (SELECT value FROM json_each(?))
       ) s
         JOIN chunks c ON c.no = (SELECT min(no) FROM chunks WHERE content_key = s.content_key)
         JOIN transcripts t ON t.no = c.transcript_no`,
    )
    .all(JSON.stringify(chosen)) as SettledContent[];
}
