import type { Evidence } from "./rows.ts";

/** Equal for pieces of evidence with the same words at the same place. */
export function placeKey({
  chunk,
  startOffset,
  endOffset,
}: Pick<Evidence, "chunk" | "startOffset" | "endOffset">): string {
  return `${chunk} ${startOffset} ${endOffset}`;
}
