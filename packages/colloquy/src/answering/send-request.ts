import {
  type Budget,
  type CallListener,
  type CallObserver,
  CallPipeline,
  NoRoomInBudget,
  sentenceOf,
  spanFailure,
} from "../calls/index.ts";
import { CHARACTERS_PER_TOKEN, ColloquyError } from "../model/index.ts";
import {
  CallError,
  type CallOptions,
  type ChatModel,
  type ChatReply,
  replyFacts,
  type StageSpan,
  type WorkItem,
} from "../ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import type { AnswerRequest } from "./prompt.ts";

/** Reads one reply while it arrives. */
export interface ReplyReading {
  add(piece: string): void;
  /** Whether a part of the reply is usable: an interrupted reply is then not requested again. */
  readonly isUsable: boolean;
}

/** What the call for an answer uses. */
export interface AnswerCallParts {
  readonly chatModel: ChatModel;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  readonly budget: Budget;
  readonly span: StageSpan;
  readonly emit: CallListener;
  /** Ends the call at once. The part that was received is kept. */
  readonly signal: AbortSignal;
}

/** What becomes of the reply. */
export interface AnswerCall {
  readonly request: AnswerRequest;
  /** Ids of the chunks that the request shows, for the trace. */
  readonly chunks: readonly string[];
  /** Begins to read a reply; called for each attempt. */
  readonly read: () => ReplyReading;
  /** Keeps the reply, before anything else is done with it. */
  readonly keep: (reply: ChatReply) => void;
}

/**
 * Sends the request for an answer through the pipeline of all calls.
 * @returns null if the budget does not allow the call, or the signal was aborted before it was sent.
 * @throws ColloquyError `provider` for a call that failed; the signal's reason.
 */
export async function sendRequest(parts: AnswerCallParts, call: AnswerCall): Promise<ChatReply | null> {
  const { limiter, observer, budget, span, emit, signal } = parts;
  const tokens = requestTokens(call.request);
  const item: WorkItem = { contentKey: "question", tokens: tokens.inputTokens };
  const work = {
    operation: "answer" as const,
    tokens: () => tokens,
    request: () => (options: CallOptions) => attempt(parts, call, options),
    read: ({ limits, usage, text, finishReason }: ChatReply) => ({
      limits,
      usage,
      text,
      unreported: finishReason === "interrupted" ? ("interrupted" as const) : null,
    }),
    limiter,
    observer,
  };
  const pipeline = new CallPipeline<ChatReply, ChatReply | null, WorkItem>({
    stage: "answer",
    work,
    budget,
    stop: signal,
    emit,
  });
  return pipeline.run([item], () => {
    const batch = span.batch({ stage: "answer", batch: 1, chunks: call.chunks });
    return {
      chunks: [item],
      batch: 1,
      span: batch,
      submit: async () => {},
      async commit({ reply }) {
        call.keep(reply);
        batch.end({ settled: 1, failure: null });
        return reply;
      },
      async fail(error) {
        batch.end({ settled: 0, failure: spanFailure(error) });
        if (error instanceof NoRoomInBudget) return null;
        signal.throwIfAborted();
        throw failureOf(error);
      },
    };
  });
}

/** One attempt. An interrupted reply without a usable part fails, so that it is requested again. */
async function attempt(
  { chatModel, signal }: Pick<AnswerCallParts, "chatModel" | "signal">,
  { request, read }: AnswerCall,
  options: CallOptions,
): Promise<ChatReply> {
  const reading = read();
  let received = 0;
  const { system, messages } = request;
  options.onPrompt?.({ system, prompt: messages.map(({ text }) => text).join("\n") });
  const reply = await chatModel.complete(request, {
    ...options,
    signal: AbortSignal.any([options.signal, signal]),
    onText(piece) {
      received += piece.length;
      reading.add(piece);
    },
  });
  options.onReply?.(replyFacts(reply));
  // A model of the caller may not report the pieces of its reply.
  reading.add(reply.text.slice(received));
  if (reply.interruption !== null && !reading.isUsable) throw reply.interruption;
  return reply;
}

/** The expected tokens of a request, and the most of its reply. */
export function requestTokens({ system, messages, schema, maxOutputTokens }: AnswerRequest) {
  const frame = system.length + JSON.stringify(schema).length;
  const characters = messages.reduce((sum, { text }) => sum + text.length, frame);
  return {
    inputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    maxOutputTokens,
    sharedInputTokens: Math.floor(frame / CHARACTERS_PER_TOKEN),
  };
}

/** The error with which a question ends when the model fails; another error unchanged. */
export function failureOf(error: unknown): unknown {
  const cause = ColloquyError.isInstance(error) ? error.cause : error;
  if (!CallError.isInstance(cause)) return error;
  return new ColloquyError("provider", `${sentenceOf(cause)} The question was not answered.`, { cause });
}
