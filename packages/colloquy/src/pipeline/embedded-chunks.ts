import { estimateTokens } from "../chunking/index.ts";
import { cutPassages, encodePassages, meanVector, PASSAGE_CUT } from "../embedding/index.ts";
import { renderView } from "../model/index.ts";
import type { EmbeddingModel, KeyedVectors, Ledger, PendingChunk, WorkItem } from "../ports/index.ts";
import type { PendingSource } from "./batches.ts";

/** Work of the stage `embed`. */
export interface EmbeddedItem extends WorkItem {
  /** The texts to embed: a name, a chunk, or its passages. */
  readonly texts: readonly string[];
  /** Whether the texts are passages, whose vectors are stored beside their mean. Absent: false. */
  readonly hasPassages?: boolean;
}

/** A pending chunk with its texts. */
export interface EmbeddedChunk extends EmbeddedItem {
  /** Its tokens in lists of pending work, which count labels and words once. */
  readonly listedTokens: number;
}

/**
 * The pending chunks for a model. A model that matches meaning reads the passages of a chunk; a model that matches words
 * reads the whole chunk, because a word counts the same in any text.
 */
export function embeddedChunks(
  ledger: Pick<Ledger, "pending">,
  model: Pick<EmbeddingModel, "matchesWords" | "batchSize">,
): PendingSource<EmbeddedChunk> {
  const embedded =
    model.matchesWords === true ? wholeChunk : (chunk: PendingChunk) => inPassages(chunk, model.batchSize);
  return {
    async pending(_stage, options) {
      const { items, next } = await ledger.pending("embed", { ...options, ...cutOf(model) });
      return { items: items.map(embedded), next };
    },
  };
}

/** The cut of the passages that a model reads; none for a model that reads whole chunks. */
export function cutOf({ matchesWords }: Pick<EmbeddingModel, "matchesWords">): { readonly cut?: number } {
  return matchesWords === true ? {} : { cut: PASSAGE_CUT };
}

function wholeChunk({ contentKey, chunk, tokens, view }: PendingChunk): EmbeddedChunk {
  return { contentKey, chunk, tokens, listedTokens: tokens, texts: [renderView(view)] };
}

/** @param most the most texts of a call. */
function inPassages({ contentKey, chunk, tokens, view }: PendingChunk, most: number): EmbeddedChunk {
  const texts = cutPassages(view, most).map(({ text }) => text);
  return {
    contentKey,
    chunk,
    tokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0),
    inputs: texts.length,
    listedTokens: tokens,
    texts,
    hasPassages: true,
  };
}

/** The vectors of each item, from the vectors of the texts of a batch. */
export function vectorsOf(batch: readonly EmbeddedItem[], vectors: readonly Float32Array[]): readonly KeyedVectors[] {
  let start = 0;
  return batch.map(({ contentKey, texts, hasPassages }) => {
    const own = vectors.slice(start, start + texts.length);
    start += texts.length;
    if (hasPassages === true) return { contentKey, vector: meanVector(own), passages: encodePassages(own) };
    return { contentKey, vector: own[0] as Float32Array };
  });
}
