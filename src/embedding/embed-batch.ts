import type { EmbeddingModel, EmbeddingReply } from "../ports/index.ts";

/** How far the length of a vector may lie from 1. */
const LENGTH_TOLERANCE = 1e-2;

/**
 * Embeds texts in one call and checks what came: one vector a text, each of the model's dimensions, finite,
 * and of length 1 (or all zeros). Nothing unchecked reaches the ledger. That vectors stand in the order of
 * their texts cannot be seen in them: adapters order them by the provider's index.
 * @throws Error for a reply that is not as the port says: the batch's own failure, so that one text which a model
 *   cannot embed does not stop the others; whatever the model throws otherwise.
 */
export async function embedBatch(
  model: EmbeddingModel,
  texts: readonly string[],
  options: { readonly signal: AbortSignal },
): Promise<EmbeddingReply> {
  const reply = await model.embed(texts, options);
  const { profile, dimensions } = model;
  if (reply.vectors.length !== texts.length) {
    throw refuse(profile, `gave ${count(reply.vectors.length, "vector")} for ${count(texts.length, "text")}`);
  }
  for (const [index, vector] of reply.vectors.entries()) {
    const fault = faultOf(vector, dimensions);
    if (fault !== null) throw refuse(profile, `gave ${fault} for text ${index + 1} of ${texts.length}`);
  }
  return reply;
}

function faultOf(vector: Float32Array, dimensions: number): string | null {
  if (vector.length !== dimensions) return `${vector.length} dimensions instead of ${dimensions}`;
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  if (!Number.isFinite(squares)) return "a vector with values that are no finite numbers";
  const length = Math.sqrt(squares);
  if (length !== 0 && Math.abs(length - 1) > LENGTH_TOLERANCE)
    return `a vector of length ${length.toPrecision(3)} instead of 1`;
  return null;
}

function refuse(profile: string, what: string): Error {
  return new Error(`The embedding model ${profile} ${what}; check its name and \`--dimensions\`.`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
