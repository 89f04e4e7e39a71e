import type {
  LanguageModelV4ResponseMetadata,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import { CHARACTERS_PER_TOKEN } from "../../model/index.ts";
import { CallError, type CallOptions, type ChatReply, type FinishReason, type Usage } from "../../ports/index.ts";

/** The facts of a reply, without its text. */
type ReplyIdentity = Pick<ChatReply, "id" | "model" | "providerFinishReason">;

/** The received part of a streamed reply. */
export interface StreamedReply extends ReplyIdentity {
  readonly text: string;
  readonly usage: Usage | null;
  readonly finishReason: FinishReason;
  /** The SDK's reason why it ended before it was complete; undefined if it is complete. */
  readonly failure: unknown;
}

/**
 * Reads a streamed reply to its end, or to its failure. Never rejects: the part before a failure was paid for.
 * @param maxCharacters More characters than this are not read.
 */
export async function readStream(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  maxCharacters: number,
  listeners: Pick<CallOptions, "onProgress" | "onText">,
): Promise<StreamedReply> {
  const text = new GrowingText();
  let characters = 0;
  let identity: ReplyIdentity = {};
  const broken = (failure: unknown): StreamedReply => ({
    ...identity,
    text: text.whole(),
    usage: null,
    finishReason: "interrupted",
    failure,
  });
  try {
    for await (const part of stream) {
      if (part.type === "text-delta" || part.type === "reasoning-delta") {
        characters += part.delta.length;
        if (characters > maxCharacters) throw tooLong(maxCharacters);
        if (part.delta === "") continue;
        if (part.type === "text-delta") {
          text.add(part.delta);
          listeners.onText?.(part.delta);
        }
        listeners.onProgress?.(Math.max(1, Math.round(part.delta.length / CHARACTERS_PER_TOKEN)));
      }
      if (part.type === "response-metadata") identity = { ...identity, ...identityOf(part) };
      // Leaving the loop cancels the stream.
      if (part.type === "error") return broken(part.error);
      if (part.type === "finish") {
        const { unified, raw } = part.finishReason;
        const finishReason = FINISH_REASONS[unified];
        const failure = finishReason === "interrupted" ? withoutEnd() : undefined;
        const ownWord = raw === undefined ? {} : { providerFinishReason: raw };
        return { ...identity, ...ownWord, text: text.whole(), usage: readUsage(part.usage), finishReason, failure };
      }
    }
    return broken(withoutEnd());
  } catch (error) {
    return broken(error);
  }
}

function identityOf({ id, modelId }: LanguageModelV4ResponseMetadata): ReplyIdentity {
  return { ...(id === undefined ? {} : { id }), ...(modelId === undefined ? {} : { model: modelId }) };
}

type UnifiedReason = Extract<LanguageModelV4StreamPart, { type: "finish" }>["finishReason"]["unified"];

const FINISH_REASONS: Readonly<Record<UnifiedReason, FinishReason>> = {
  stop: "stop",
  length: "length",
  "content-filter": "refusal",
  interrupted: "interrupted",
  "tool-calls": "other",
  error: "other",
  other: "other",
};

function withoutEnd(): CallError {
  return new CallError("network", "The reply ended before it was complete.");
}

/** The usage that the provider reports, unchecked; null unless it reports both input and output. */
function readUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): Usage | null {
  if (inputTokens.total === undefined || outputTokens.total === undefined) return null;
  const { cacheWrite = 0 } = inputTokens;
  return {
    inputTokens: inputTokens.total,
    cachedInputTokens: inputTokens.cacheRead ?? 0,
    ...(cacheWrite === 0 ? {} : { cacheWrittenTokens: cacheWrite }),
    outputTokens: outputTokens.total,
    reasoningTokens: outputTokens.reasoning ?? 0,
  };
}

function tooLong(maxCharacters: number): CallError {
  return new CallError(
    "invalid",
    `The reply is larger than ${maxCharacters.toLocaleString("en")} characters, more than was requested: reading stopped.`,
  );
}

/** This many pieces are joined into one. */
const PIECES = 64;

/**
 * A text that arrives in pieces of a few characters each. Pieces that are joined by `+` are kept as a linked list until the
 * text is read: at 32 bytes a link, several times the size of the text.
 */
export class GrowingText {
  readonly #blocks: string[] = [];
  #pieces: string[] = [];

  add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length < PIECES) return;
    this.#blocks.push(this.#pieces.join(""));
    this.#pieces = [];
  }

  whole(): string {
    return [...this.#blocks, ...this.#pieces].join("");
  }
}
