import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import {
  CallError,
  type CallOptions,
  type CallTokens,
  type ChatModel,
  type JudgeReply,
  type NameJudge,
  type NamePair,
  NO_USAGE,
  replyFacts,
} from "../ports/index.ts";
import { parseVerdicts } from "./parse-verdicts.ts";
import { JUDGE_INSTRUCTIONS, JUDGE_PROMPT_VERSION, judgePrompt } from "./prompt.ts";
import { JUDGE_SCHEMA } from "./schema.ts";

/** Tokens of a reply: of its frame, and of each verdict. A reasoning model needs several times as many. */
const OUTPUT_TOKENS = { frame: 200, pair: 8 } as const;
const REASONING_FACTOR = 6;
const CHARACTERS = JUDGE_INSTRUCTIONS.length + JSON.stringify(JUDGE_SCHEMA).length;

/**
 * Creates a judge with a language model, which it owns from now on: one call per batch.
 * @param options `reasoning`: whether the model reasons before it replies.
 */
export function createModelJudge({
  chatModel,
  reasoning = false,
}: {
  readonly chatModel: ChatModel;
  readonly reasoning?: boolean;
}): NameJudge {
  const tokensOf = (prompt: string, pairs: number): CallTokens & { readonly maxOutputTokens: number } => ({
    inputTokens: Math.ceil((CHARACTERS + prompt.length) / CHARACTERS_PER_TOKEN),
    maxOutputTokens: (OUTPUT_TOKENS.frame + OUTPUT_TOKENS.pair * pairs) * (reasoning ? REASONING_FACTOR : 1),
  });

  async function judge(batch: readonly NamePair[], options: CallOptions): Promise<JudgeReply> {
    options.signal.throwIfAborted();
    if (batch.length === 0) return { verdicts: new Map(), usage: NO_USAGE, raw: "" };
    const prompt = judgePrompt(batch);
    options.onPrompt?.({ system: JUDGE_INSTRUCTIONS, prompt: prompt.text });
    const { maxOutputTokens } = tokensOf(prompt.text, batch.length);
    const messages = [{ role: "user", text: prompt.text }] as const;
    const request = { system: JUDGE_INSTRUCTIONS, messages, schema: JUDGE_SCHEMA, maxOutputTokens };
    const reply = await chatModel.complete(request, options);
    options.onReply?.(replyFacts(reply));
    const { text, usage, limits, finishReason, interruption } = reply;
    const found = parseVerdicts(text, prompt.labels, prompt.ofOneName);
    if (found.size === 0 && finishReason === "interrupted")
      throw interruption ?? new CallError("network", "The reply ended before its first verdict.", { limits });
    const verdicts = new Map([...found].map(([position, verdict]) => [batch[position]?.label ?? "", verdict]));
    const isCut = finishReason === "length" || finishReason === "interrupted";
    return {
      verdicts,
      usage,
      raw: text,
      cutOff: isCut && verdicts.size < batch.length,
      interrupted: finishReason === "interrupted",
      invalid: verdicts.size === 0 && !isCut ? "The reply has no verdict in the requested form." : null,
      limits,
    };
  }

  return {
    profile: `${chatModel.profile} judge-${JUDGE_PROMPT_VERSION}`,
    questionVersion: JUDGE_PROMPT_VERSION,
    paid: true,
    sharedInputTokens: Math.floor(CHARACTERS / CHARACTERS_PER_TOKEN),
    callTokens: (batch) => tokensOf(judgePrompt(batch).text, batch.length),
    ...(chatModel.pingTokens === undefined ? {} : { pingTokens: chatModel.pingTokens }),
    ping: (options) => chatModel.ping(options),
    judge,
    [Symbol.asyncDispose]: () => chatModel[Symbol.asyncDispose](),
  };
}
