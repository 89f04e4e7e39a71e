import type { VectorRow } from "./rows.ts";

/**
 * The version of the cut that the passages of a chunk come from: the byte after the last whole vector, or 1 without such a
 * byte. Null without passages. Vectors of one value have no room for a version.
 */
export function cutOfPassages({ vector, passages }: Pick<VectorRow, "vector" | "passages">): number | null {
  if (passages === undefined) return null;
  return passages.length % vector.length === 0 ? 1 : (passages.at(-1) ?? 1);
}
