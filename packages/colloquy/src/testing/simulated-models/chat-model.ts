import { CallError, type CallOptions, type ChatModel, type ChatReply, type ChatRequest } from "../../ports/index.ts";
import {
  createSimulatedCalls,
  beginningOf,
  type SimulatedCalls,
  type SimulatedCallsOptions,
  type SimulatedReply,
} from "./calls.ts";

/** Set `calls` if chat and embeddings belong to one provider, with shared counts. */
export type SimulatedModelOptions = (SimulatedCallsOptions | { readonly calls: SimulatedCalls }) & {
  /** Default `simulated`, and `simulated-embedding` for embeddings. */
  readonly model?: string;
};

/** Like the adapters of real models, it allows more tokens than the short reply has. */
const PING_TOKENS = { inputTokens: 2, maxOutputTokens: 64 };
const SMALLEST_REQUEST: ChatRequest = {
  system: "",
  messages: [{ role: "user", text: "Say yes." }],
  maxOutputTokens: PING_TOKENS.maxOutputTokens,
};

/** A chat model without a network. */
export function createSimulatedChatModel(
  options: SimulatedModelOptions,
): ChatModel & Pick<SimulatedCalls, "accounts" | "log" | "reset"> {
  const { model = "simulated" } = options;
  const calls = "calls" in options ? options.calls : createSimulatedCalls(options);
  let isDisposed = false;
  const complete = async (request: ChatRequest, given: CallOptions): Promise<ChatReply> => {
    if (isDisposed) throw new Error("The simulated chat model was disposed of.");
    const { system, schema = null, maxOutputTokens } = request;
    const messages = [
      { role: "system", content: system },
      ...request.messages.map(({ role, text }) => ({ role, content: text })),
    ];
    return chatReplyOf(await calls.call({ endpoint: "chat", model, messages, schema, maxOutputTokens }, given));
  };
  return {
    profile: `simulated:${model}`,
    contextTokens: calls.simulation.contextTokens,
    pingTokens: PING_TOKENS,
    async ping(given) {
      const reply = await complete(SMALLEST_REQUEST, given);
      if (reply.interruption !== null) throw reply.interruption;
      return reply.usage;
    },
    complete,
    accounts: () => calls.accounts(),
    log: () => calls.log(),
    reset: () => calls.reset(),
    async [Symbol.asyncDispose]() {
      isDisposed = true;
    },
  };
}

function chatReplyOf({ content, share, usage, limits, interruption }: SimulatedReply): ChatReply {
  if (content.kind !== "chat") throw new CallError("invalid", "The simulated provider sent no chat reply.");
  const text = beginningOf(content.text, share);
  const whole = { text, limits, usage, interruption: null };
  if (interruption !== null)
    return { ...whole, finishReason: "interrupted", interruption: interruptionOf(interruption) };
  return { ...whole, finishReason: content.refusal === null ? content.finishReason : "refusal" };
}

/** The cause of an interruption, as a CallError. */
function interruptionOf(reason: unknown): CallError {
  if (CallError.isInstance(reason)) return reason;
  return new CallError("timeout", "The call ended before its reply was complete.", { cause: reason });
}
