import type { InterruptedForce, ChunkStage } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { KEY_COLUMN } from "./key-column.ts";

/** The condition that a chunk `c` is still to be redone by a force. Parameters: the profile. */
export function isForced(stage: ChunkStage): string {
  return `EXISTS (SELECT 1 FROM forced f WHERE f.stage = '${stage}' AND f.content_key = c.${KEY_COLUMN[stage]} AND f.profile = @profile)`;
}

const IS_SHOWN = `CASE f.stage WHEN 'embed' THEN EXISTS (SELECT 1 FROM chunks c WHERE c.${KEY_COLUMN.embed} = f.content_key)
  ELSE EXISTS (SELECT 1 FROM chunks c WHERE c.${KEY_COLUMN.extract} = f.content_key) END`;

/** Whether this profile has an incomplete force. */
export function isForceOpen(context: LedgerContext, stage: ChunkStage, profile: string): boolean {
  const row = context
    .sql(`SELECT 1 FROM forced f WHERE f.stage = ? AND f.profile = ? AND ${IS_SHOWN} LIMIT 1`)
    .get(stage, profile);
  return row !== undefined;
}

/** Marks all chunks as to be redone, unless a force of this profile is incomplete. Drops a force of another profile. */
export function beginForce(context: LedgerContext, stage: ChunkStage, profile: string): void {
  if (isForceOpen(context, stage, profile)) return;
  context.sql("DELETE FROM forced WHERE stage = ?").run(stage);
  context
    .sql(
      `INSERT INTO forced (stage, content_key, profile, checksum)
       SELECT DISTINCT @stage, key, @profile, checksum(@stage, key, @profile) FROM (SELECT ${KEY_COLUMN[stage]} AS key FROM chunks)`,
    )
    .run({ stage, profile });
}

/** Ends the force for a chunk that was settled or became a dead letter. */
export function endForceOf(context: LedgerContext, stage: ChunkStage, profile: string, contentKey: string): void {
  context.sql("DELETE FROM forced WHERE stage = ? AND content_key = ? AND profile = ?").run(stage, contentKey, profile);
}

export function interruptedForces(context: LedgerContext): readonly InterruptedForce[] {
  return context
    .sql(
      `SELECT f.stage, f.profile, count(*) AS left, CASE f.stage WHEN 'embed' THEN (SELECT count(DISTINCT ${KEY_COLUMN.embed}) FROM chunks)
         ELSE (SELECT count(DISTINCT ${KEY_COLUMN.extract}) FROM chunks) END AS total
       FROM forced f WHERE ${IS_SHOWN} GROUP BY f.stage, f.profile ORDER BY f.stage DESC`,
    )
    .all() as InterruptedForce[];
}
