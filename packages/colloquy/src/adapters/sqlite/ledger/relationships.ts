import { canonicalLine, lineHash } from "../../../model/index.ts";
import type { LedgerContext } from "./context.ts";
import { projectEvidence } from "./projected-facts.ts";
import { relationshipRow } from "./row-builders.ts";

interface DirtyRelationship {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly hash: Buffer | null;
}

/** Counts the evidence of up to `limit` relationships anew; how many it took. */
export function resolveRelationships(context: LedgerContext, limit: number): number {
  const dirty = context
    .sql(
      `SELECT r.id, s.id AS source, r.type, t.id AS target, r.hash FROM relationships r
       JOIN entities s ON s.no = r.source_no JOIN entities t ON t.no = r.target_no WHERE r.dirty = 1 ORDER BY r.id LIMIT ?`,
    )
    .all(limit) as DirtyRelationship[];
  for (const relationship of dirty) resolveRelationship(context, relationship);
  return dirty.length;
}

function resolveRelationship(context: LedgerContext, { hash, ...columns }: DirtyRelationship): void {
  const { count, polarity, confidence } = projectEvidence(context, columns.id);
  if (count === 0) {
    if (hash !== null) context.changes.record("relationship", columns.id, hash, null);
    context.sql("DELETE FROM relationships WHERE id = ?").run(columns.id);
    return;
  }
  const after = lineHash(canonicalLine(relationshipRow({ ...columns, confidence, count, polarity })));
  if (hash?.equals(after) === true) {
    context.sql("UPDATE relationships SET dirty = 0 WHERE id = ?").run(columns.id);
    return;
  }
  const epoch = context.changes.record("relationship", columns.id, hash, after);
  context
    .sql("UPDATE relationships SET dirty = 0, confidence = ?, count = ?, hash = ?, epoch = ? WHERE id = ?")
    .run(confidence, count, after, epoch, columns.id);
}
