import { canonicalLine, lineHash } from "../../../model/index.ts";
import type { EmbeddingProfile } from "../../../ports/index.ts";
import { type LedgerContext, readMeta, writeMeta } from "./context.ts";
import { vectorRow } from "./row-builders.ts";

/** Makes a profile the workspace's active one: every chunk's vector is looked at anew. */
export function followEmbeddingProfile(context: LedgerContext, profile: string | null): void {
  if (profile === null || readMeta(context, "embedding_profile") === profile) return;
  context.sql("UPDATE chunks SET vector_pending = 1 WHERE vector_pending = 0").run();
  writeMeta(context, "embedding_profile", profile);
}

const dimensionsKey = (profile: string): string => `dimensions ${profile}`;

/** Kept beside the vectors, because looking for one of a profile would walk through all of them. */
export function rememberDimensions(context: LedgerContext, profile: string, vector: Float32Array | undefined): void {
  if (vector === undefined || dimensionsOf(context, profile) !== null) return;
  writeMeta(context, dimensionsKey(profile), String(vector.length));
}

export function dimensionsOf(context: LedgerContext, profile: string): number | null {
  const dimensions = readMeta(context, dimensionsKey(profile));
  return dimensions === null ? null : Number(dimensions);
}

export function embeddings(context: LedgerContext): readonly EmbeddingProfile[] {
  const rows = context.sql("SELECT key, value FROM meta WHERE key GLOB ? ORDER BY key").all(dimensionsKey("*")) as {
    key: string;
    value: string;
  }[];
  return rows.map(({ key, value }) => ({ profile: key.slice(dimensionsKey("").length), dimensions: Number(value) }));
}

/** A profile without a single vector is not active yet: nothing of it can be shown. */
export function activeEmbedding(context: LedgerContext): EmbeddingProfile | null {
  const profile = readMeta(context, "embedding_profile");
  const dimensions = profile === null ? null : dimensionsOf(context, profile);
  return profile === null || dimensions === null ? null : { profile, dimensions };
}

/** Brings up to `limit` chunks' vector rows up to date; how many it took. */
export function projectVectors(context: LedgerContext, limit: number): number {
  const profile = readMeta(context, "embedding_profile");
  if (profile === null) return 0;
  const chunks = context
    .sql("SELECT no, id, vector_hash AS hash FROM chunks WHERE vector_pending = 1 ORDER BY no LIMIT ?")
    .all(limit) as {
    no: number;
    id: string;
    hash: Buffer | null;
  }[];
  for (const { no, id, hash } of chunks) {
    const row = vectorRow(context, no, profile);
    const after = row === null ? null : lineHash(canonicalLine(row));
    if (after === null ? hash === null : hash?.equals(after) === true) {
      context.sql("UPDATE chunks SET vector_pending = 0 WHERE no = ?").run(no);
      continue;
    }
    const epoch = context.changes.record("vector", id, hash, after);
    context
      .sql("UPDATE chunks SET vector_pending = 0, vector_hash = ?, vector_epoch = ? WHERE no = ?")
      .run(after, epoch, no);
  }
  return chunks.length;
}
