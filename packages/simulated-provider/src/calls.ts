import { hash } from "node:crypto";

/** Chat and embeddings have limits and books of their own. */
export type Lane = "chat" | "embeddings";

export interface Message {
  readonly role: string;
  readonly content: string;
}

/** A call of a chat model, as its content goes: how it is delivered is not part of it. */
export interface ChatCall {
  readonly lane: "chat";
  readonly model: string;
  readonly messages: readonly Message[];
  /** JSON Schema of the reply; null where none is asked for. */
  readonly schema: unknown;
  readonly maxOutputTokens: number | null;
}

export interface EmbeddingCall {
  readonly lane: "embeddings";
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions: number | null;
}

export type SimulatedCall = ChatCall | EmbeddingCall;

/** Names a call's content: the same words, schema and limit have the same hash, whenever and however often they come. */
export function contentHash(call: SimulatedCall): string {
  return hash("sha256", JSON.stringify(call), "hex").slice(0, 32);
}

/** Everything of a call that a trigger may stand in. */
export function wordsOf(call: SimulatedCall): readonly string[] {
  return call.lane === "chat" ? call.messages.map(({ content }) => content) : call.texts;
}

/** The tokens of texts by the rule of thumb that providers use before they count: characters / 4. */
export function tokensOf(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4);
}
