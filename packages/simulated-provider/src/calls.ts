import { hash } from "node:crypto";

/** Each endpoint has its own limits and its own account. */
export type Endpoint = "chat" | "embeddings";

export interface Message {
  readonly role: string;
  readonly content: string;
}

/** The content of a chat call, without the form of its delivery. */
export interface ChatCall {
  readonly endpoint: "chat";
  readonly model: string;
  readonly messages: readonly Message[];
  /** JSON Schema of the reply; null if the call has none. */
  readonly schema: unknown;
  readonly maxOutputTokens: number | null;
}

export interface EmbeddingCall {
  readonly endpoint: "embeddings";
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions: number | null;
}

export type SimulatedCall = ChatCall | EmbeddingCall;

/**
 * Identifies the content of a call: equal words, schema and limit have the same hash at any time. Latencies and faults are
 * drawn by it, so that another text here would change every simulated run.
 */
export function contentHash({ endpoint, ...content }: SimulatedCall): string {
  return hash("sha256", JSON.stringify({ lane: endpoint, ...content }), "hex").slice(0, 32);
}

/** All texts of a call that a trigger may be part of. */
export function wordsOf(call: SimulatedCall): readonly string[] {
  return call.endpoint === "chat" ? call.messages.map(({ content }) => content) : call.texts;
}

/** The tokens of texts by the estimate that providers use before they count: characters / 4. */
export function tokensOf(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4);
}
