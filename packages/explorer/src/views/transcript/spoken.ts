import type { AnnotatedChunk, ChunkOutline } from "colloquy/api";

/** The chunk that is spoken at a time; null before the first one, and without times. */
export function chunkAtTime(chunks: readonly ChunkOutline[], ms: number): number | null {
  const index = chunks.findLastIndex(({ startMs }) => startMs !== null && startMs <= ms);
  return index < 0 ? null : index;
}

/** The offset of the turn that is spoken at a time; null if the chunk is not there, or has no turn with a time. */
export function turnAtTime(chunk: AnnotatedChunk | undefined, ms: number): number | null {
  return chunk?.turns.findLast(({ startMs }) => startMs !== null && startMs <= ms)?.startOffset ?? null;
}
