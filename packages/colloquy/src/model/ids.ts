import { hash } from "node:crypto";
import type { Withdrawal } from "./rows.ts";
import { type Chunk, contextOf, renderView, type TurnView, viewChunk, viewContext } from "./chunk.ts";

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

/** Increases with every change of the keys below: a run then reads every file again. */
export const KEYS_VERSION = "keys@2";

/** The keys of the paid work for a chunk. Chunks with equal keys share its result, in any transcript. */
export interface ChunkKeys {
  /** Of its extraction: what a prompt shows, the chunk and its context. */
  readonly contentKey: string;
  /** Of its vector: the chunk alone. */
  readonly textKey: string;
}

/** The chunks of a transcript with their keys. */
export function withKeys<Keyed extends Chunk>(chunks: readonly Keyed[]): (Keyed & ChunkKeys)[] {
  return chunks.map((chunk, index) => {
    const view = viewChunk(chunk);
    const context = viewContext(contextOf(chunks, index));
    return { ...chunk, contentKey: contentKey(view, context), textKey: textKey(view) };
  });
}

function contentKey(view: readonly TurnView[], context: readonly TurnView[]): string {
  return contentId("content", renderView(view), renderView(context));
}

function textKey(view: readonly TurnView[]): string {
  return contentId("content", renderView(view));
}

/** `canonicalKey` is the smallest normalised key of the entity's cluster. */
export function entityId(canonicalKey: string): string {
  return contentId("entity", canonicalKey);
}

/** @param withdrawn As in its row; null: it is not withdrawn. */
export function relationshipId(
  source: string,
  type: string,
  target: string,
  withdrawn: Withdrawal | null = null,
): string {
  return contentId("relationship", source, type, target, ...(withdrawn === null ? [] : [withdrawn]));
}

export function quoteId(chunk: string, startOffset: number, endOffset: number): string {
  return contentId("quote", chunk, startOffset, endOffset);
}

/** `supports` is the id of a relationship or quote, or of the entity that is mentioned. */
export function evidenceId(supports: string, chunk: string, startOffset: number, endOffset: number): string {
  return contentId("evidence", supports, chunk, startOffset, endOffset);
}
