import type { Usage } from "../outcome.ts";
import type { ReplyContent } from "../outcome.ts";

type ChatContent = Extract<ReplyContent, { kind: "chat" }>;

/** What all bodies of one reply have in common. */
export interface ReplyIdentity {
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

/** The body of a reply that is not streamed. */
export function completionBody(identity: ReplyIdentity, content: ChatContent, usage: Usage): unknown {
  const { text, refusal, finishReason } = content;
  const message = { role: "assistant", content: refusal === null ? text : null, refusal };
  return {
    ...identity,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    usage: usageBody(usage),
  };
}

/** One event of a streamed reply. */
export function chunkBody(
  identity: ReplyIdentity,
  delta: Readonly<Record<string, unknown>>,
  finishReason: string | null,
): unknown {
  return {
    ...identity,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
}

/** The event with the usage, after the last words. */
export function usageChunkBody(identity: ReplyIdentity, usage: Usage): unknown {
  return { ...identity, object: "chat.completion.chunk", choices: [], usage: usageBody(usage) };
}

function usageBody({ inputTokens, cachedInputTokens, outputTokens, reasoningTokens }: Usage): unknown {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

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
