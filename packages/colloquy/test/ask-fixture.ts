import { type AnswerRequest, CallError, type ChatModel, type ChatReply, NO_USAGE } from "../src/index.ts";

/** A sentence of a reply, with what it cites. */
export type Said = readonly [text: string, ...citations: readonly (readonly [source: number, words: string])[]];

/** A reply in the requested form. */
export function replyOf(...sentences: readonly Said[]): string {
  return JSON.stringify({
    answered: true,
    sentences: sentences.map(([text, ...citations]) => ({
      text,
      citations: citations.map(([source, words]) => ({ source, words })),
    })),
  });
}

/** The numbered sources of a prompt: number, and the words behind the speaker. */
export function sourcesIn(prompt: string): readonly (readonly [number: number, words: string])[] {
  return [...prompt.matchAll(/^> \[(\d+)\] (?:[^:\n]{1,80}: )?(.*)$/gm)].map(
    ([, number, words = ""]) => [Number(number), words.replace(/ \(= .*\)$/, "")] as const,
  );
}

/** A chat model that replies by a function of the prompt, in pieces of a few characters. */
export class ScriptedChatModel implements ChatModel {
  readonly profile = "scripted:chat";
  contextTokens: number | null = null;
  readonly requests: AnswerRequest[] = [];
  readonly #say: (prompt: string, call: number) => string | Partial<ChatReply> | CallError;
  disposed = 0;

  constructor(say: (prompt: string, call: number) => string | Partial<ChatReply> | CallError) {
    this.#say = say;
  }

  async ping() {
    return NO_USAGE;
  }

  async complete(...[request, { onText, signal }]: Parameters<ChatModel["complete"]>): Promise<ChatReply> {
    signal.throwIfAborted();
    this.requests.push(request as AnswerRequest);
    const said = this.#say(request.messages[0]?.text ?? "", this.requests.length);
    if (said instanceof CallError) throw said;
    const reply = typeof said === "string" ? { text: said } : said;
    const { text = "" } = reply;
    for (let at = 0; at < text.length; at += 7) onText?.(text.slice(at, at + 7));
    const usage = { ...NO_USAGE, inputTokens: 1_000, outputTokens: 100 };
    return { usage, finishReason: "stop", interruption: null, limits: [], ...reply, text };
  }

  async [Symbol.asyncDispose]() {
    this.disposed += 1;
  }
}
