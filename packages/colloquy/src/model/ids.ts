import { hash } from "node:crypto";
import { renderView, type TurnView } from "./chunk.ts";

/**
 * An id: the first 128 bits of the SHA-256 of its identifying parts, in hexadecimal. Parts are joined unambiguously (as
 * JSON), so that ["ab", "c"] and ["a", "bc"] differ.
 */
export function contentId(...parts: readonly (string | number | null)[]): string {
  return hash("sha256", JSON.stringify(parts), "hex").slice(0, 32);
}

/** Two sources in one workspace never share a transcript id; neither do two workspaces. */
export function transcriptId(workspace: string, source: string, file: string): string {
  return contentId("transcript", workspace, source, file);
}

export function chunkId(transcript: string, startOffset: number, endOffset: number, text: string): string {
  return contentId("chunk", transcript, startOffset, endOffset, text);
}

/** The key of paid work. Chunks with equal text in a prompt have equal keys, in any transcript. */
export function contentKey(view: readonly TurnView[]): string {
  return contentId("content", renderView(view));
}

/** `canonicalKey` is the smallest normalised key of the entity's cluster. */
export function entityId(canonicalKey: string): string {
  return contentId("entity", canonicalKey);
}

export function relationshipId(source: string, type: string, target: string): string {
  return contentId("relationship", source, type, target);
}

export function quoteId(chunk: string, startOffset: number, endOffset: number): string {
  return contentId("quote", chunk, startOffset, endOffset);
}

/** `supports` is the id of a relationship or quote, or of the entity that is mentioned. */
export function evidenceId(supports: string, chunk: string, startOffset: number, endOffset: number): string {
  return contentId("evidence", supports, chunk, startOffset, endOffset);
}
