import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import {
  CallError,
  type CallOptions,
  type CallTokens,
  type ChatModel,
  type ChatRequest,
  NO_USAGE,
  type QuestionPort,
  replyFacts,
  type VerdictReply,
} from "../ports/index.ts";

/** A reasoning model needs several times as many tokens for a reply. */
const REASONING_FACTOR = 6;

/** How questions are put to a language model, and how its verdicts are read. */
export interface VerdictPrompt<Question, Verdict> {
  /** The name of the prompt with its version, for the profile. */
  readonly name: string;
  readonly version: number;
  /** The same bytes for every call, so that a provider's prompt cache serves them. */
  readonly instructions: string;
  readonly schema: NonNullable<ChatRequest["schema"]>;
  /** Tokens of a reply: of its frame, and of each verdict. */
  readonly outputTokens: { readonly frame: number; readonly verdict: number };
  write(batch: readonly Question[]): string;
  /**
   * @param isCut whether the text ends before it is complete.
   * @returns the verdicts by position, from 0.
   */
  parse(text: string, batch: readonly Question[], isCut: boolean): ReadonlyMap<number, Verdict>;
}

/** A language model that answers questions with verdicts, one call per batch. It owns the chat model from now on. */
export interface VerdictModel<Question, Verdict> extends QuestionPort<Question> {
  ask(batch: readonly Question[], options: CallOptions): Promise<VerdictReply<Verdict>>;
}

/** @param options `reasoning`: whether the model reasons before it replies. */
export function createVerdictModel<Question extends { readonly label: string }, Verdict>(
  { name, version, instructions, schema, outputTokens, write, parse }: VerdictPrompt<Question, Verdict>,
  { chatModel, reasoning = false }: { readonly chatModel: ChatModel; readonly reasoning?: boolean },
): VerdictModel<Question, Verdict> {
  const characters = instructions.length + JSON.stringify(schema).length;
  const tokensOf = (prompt: string, questions: number): CallTokens & { readonly maxOutputTokens: number } => ({
    inputTokens: Math.ceil((characters + prompt.length) / CHARACTERS_PER_TOKEN),
    maxOutputTokens: (outputTokens.frame + outputTokens.verdict * questions) * (reasoning ? REASONING_FACTOR : 1),
  });

  async function ask(batch: readonly Question[], options: CallOptions): Promise<VerdictReply<Verdict>> {
    options.signal.throwIfAborted();
    if (batch.length === 0) return { verdicts: new Map(), usage: NO_USAGE, raw: "" };
    const prompt = write(batch);
    options.onPrompt?.({ system: instructions, prompt });
    const { maxOutputTokens } = tokensOf(prompt, batch.length);
    const messages = [{ role: "user", text: prompt }] as const;
    const reply = await chatModel.complete({ system: instructions, messages, schema, maxOutputTokens }, options);
    options.onReply?.(replyFacts(reply));
    const { text, usage, limits, finishReason, interruption } = reply;
    const isCut = finishReason === "length" || finishReason === "interrupted";
    const found = parse(text, batch, isCut);
    if (found.size === 0 && finishReason === "interrupted")
      throw interruption ?? new CallError("network", "The reply ended before its first verdict.", { limits });
    const verdicts = new Map([...found].map(([position, verdict]) => [batch[position]?.label ?? "", verdict]));
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
    profile: `${chatModel.profile} ${name}-${version}`,
    questionVersion: version,
    paid: true,
    sharedInputTokens: Math.floor(characters / CHARACTERS_PER_TOKEN),
    callTokens: (batch) => tokensOf(write(batch), batch.length),
    ...(chatModel.pingTokens === undefined ? {} : { pingTokens: chatModel.pingTokens }),
    ping: (options) => chatModel.ping(options),
    ask,
    [Symbol.asyncDispose]: () => chatModel[Symbol.asyncDispose](),
  };
}
