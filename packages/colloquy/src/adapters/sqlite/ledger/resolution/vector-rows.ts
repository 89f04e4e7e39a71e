import { hashOfRow } from "../../../../model/index.ts";
import type { LedgerContext } from "../context.ts";
import { readMeta, writeMeta } from "../meta.ts";
import { storedVectorRow } from "./stored-rows.ts";

/** Makes a profile the active one of the workspace, and marks every chunk's vector. */
export function followEmbeddingProfile(context: LedgerContext, profile: string | null): void {
  if (profile === null || readMeta(context, "embedding_profile") === profile) return;
  context.sql("UPDATE chunks SET vector_pending = 1 WHERE vector_pending = 0").run();
  writeMeta(context, "embedding_profile", profile);
}

/** Updates the vector rows of up to `limit` chunks. @returns how many it processed. */
export function updateVectorRows(context: LedgerContext, limit: number): number {
  const { sql, changes } = context;
  const profile = readMeta(context, "embedding_profile");
  if (profile === null) return 0;
  const chunks = sql("SELECT no, id, vector_hash AS hash FROM chunks WHERE vector_pending = 1 ORDER BY no LIMIT ?").all(
    limit,
  ) as { no: number; id: string; hash: Buffer | null }[];
  for (const { no, id, hash } of chunks) {
    const row = storedVectorRow(context, no, profile);
    const after = row === null ? null : hashOfRow(row);
    if (after === null ? hash === null : hash?.equals(after) === true) {
      sql("UPDATE chunks SET vector_pending = 0 WHERE no = ?").run(no);
      continue;
    }
    const epoch = changes.record("vector", id, hash, after);
    sql("UPDATE chunks SET vector_pending = 0, vector_hash = ?, vector_epoch = ? WHERE no = ?").run(after, epoch, no);
  }
  return chunks.length;
}
