import type { Usage } from "../usage.ts";

/** The body of a reply with vectors. */
export function embeddingBody(model: string, vectors: readonly Float32Array[], usage: Usage, base64: boolean): unknown {
  return {
    object: "list",
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: base64 ? littleEndian(vector).toString("base64") : Array.from(vector),
    })),
    model,
    usage: { prompt_tokens: usage.inputTokens, total_tokens: usage.inputTokens },
  };
}

function littleEndian(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}
