import type { DeadLetter, DeadLetterReason, ChunkStage } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { KEY_COLUMN } from "./key-column.ts";

/**
 * Whether a dead letter `d` still counts. It does not if the chunk is settled for its profile: a chunk that was settled
 * before stays settled when another model fails.
 */
const WITHOUT_RESULT: Readonly<Record<ChunkStage, string>> = {
  extract:
    "NOT EXISTS (SELECT 1 FROM settled s WHERE s.content_key = d.content_key AND s.active = 1 AND (s.paid = 1 OR s.profile = d.profile))",
  embed: "NOT EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = d.content_key AND v.profile = d.profile)",
};

/** The condition that a chunk `c` is a dead letter of a stage. */
export function isDeadLetter(stage: ChunkStage): string {
  return `EXISTS (SELECT 1 FROM dead_letters d WHERE d.content_key = c.${KEY_COLUMN[stage]} AND d.stage = '${stage}' AND ${WITHOUT_RESULT[stage]})`;
}

export function putDeadLetter(
  context: LedgerContext,
  { contentKey, stage, reason }: DeadLetter,
  profile: string,
): void {
  context
    .sql(
      insertChecked(
        "dead_letters",
        "ON CONFLICT DO UPDATE SET reason = excluded.reason, profile = excluded.profile, checksum = excluded.checksum",
      ),
    )
    .run({ content_key: contentKey, stage, reason, profile });
}

/** The reasons of the dead letters, with the profile that failed. */
export function deadLetterReasons(context: LedgerContext): readonly DeadLetterReason[] {
  return context
    .sql(
      `SELECT d.stage, d.reason, d.profile, count(*) AS chunks FROM dead_letters d JOIN chunks c ON d.content_key = CASE d.stage WHEN 'embed' THEN c.${KEY_COLUMN.embed} ELSE c.${KEY_COLUMN.extract} END
       WHERE CASE d.stage WHEN 'embed' THEN ${WITHOUT_RESULT.embed} ELSE ${WITHOUT_RESULT.extract} END
       GROUP BY d.stage, d.reason, d.profile ORDER BY chunks DESC, d.stage DESC, d.reason, d.profile`,
    )
    .all() as DeadLetterReason[];
}
