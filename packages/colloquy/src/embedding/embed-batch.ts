import type { EmbeddingModel, EmbeddingReply } from "../ports/index.ts";

/** A checked reply. If `invalid` states a reason, its vectors are not used, but they were paid for. */
export interface CheckedEmbedding extends EmbeddingReply {
  readonly invalid: string | null;
}

/** How much the length of a vector may differ from 1. */
const LENGTH_TOLERANCE = 1e-2;

/**
 * Embeds texts in one call and checks the reply: one vector per text, each with the model's dimensions, finite, and of
 * length 1 (or all zeros). Only checked vectors reach the ledger. The order of the vectors cannot be checked: adapters
 * order them by the provider's index.
 * @throws whatever the model throws.
 */
export async function embedBatch(
  model: EmbeddingModel,
  texts: readonly string[],
  options: { readonly signal: AbortSignal },
): Promise<CheckedEmbedding> {
  const reply = await model.embed(texts, options);
  const { profile, dimensions } = model;
  const fault = faultOfReply(reply.vectors, texts.length, dimensions);
  const invalid =
    fault === null ? null : `The embedding model ${profile} ${fault}; check its name and \`--dimensions\`.`;
  return { ...reply, invalid };
}

function faultOfReply(vectors: EmbeddingReply["vectors"], texts: number, dimensions: number): string | null {
  if (vectors.length !== texts) return `returned ${count(vectors.length, "vector")} for ${count(texts, "text")}`;
  for (const [index, vector] of vectors.entries()) {
    const fault = faultOf(vector, dimensions);
    if (fault !== null) return `returned ${fault} for text ${index + 1} of ${texts}`;
  }
  return null;
}

function faultOf(vector: Float32Array, dimensions: number): string | null {
  if (vector.length !== dimensions) return `${vector.length} dimensions instead of ${dimensions}`;
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  if (!Number.isFinite(squares)) return "a vector with infinite or missing numbers";
  const length = Math.sqrt(squares);
  if (length !== 0 && Math.abs(length - 1) > LENGTH_TOLERANCE)
    return `a vector of length ${length.toPrecision(3)} instead of 1`;
  return null;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
