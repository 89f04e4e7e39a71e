import type { EmbeddingProfile } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { isIntact } from "../checksums.ts";
import { readMeta, writeMeta } from "../meta.ts";
import { decodeVectors } from "./vector-blob.ts";

const dimensionsKey = (profile: string): string => `dimensions ${profile}`;

/** Stores the dimensions in addition to the vectors, because a search for a vector of a profile scans all of them. */
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

/** A profile without a vector is not active yet, because it has nothing to show. */
export function activeEmbedding(context: LedgerContext): EmbeddingProfile | null {
  const profile = readMeta(context, "embedding_profile");
  const dimensions = profile === null ? null : dimensionsOf(context, profile);
  return profile === null || dimensions === null ? null : { profile, dimensions };
}

const VECTOR = `SELECT vector FROM vectors WHERE content_key = ? AND profile = ? AND ${isIntact("vectors")}`;

export function vectorsOf(
  { sql }: LedgerContext,
  profile: string,
  contentKeys: readonly string[],
): ReadonlyMap<string, Float32Array> {
  const vectors = new Map<string, Float32Array>();
  for (const key of contentKeys) {
    const row = sql(VECTOR).get(key, profile) as { vector: Buffer } | undefined;
    if (row !== undefined) vectors.set(key, decodeVectors(row.vector).vector);
  }
  return vectors;
}
