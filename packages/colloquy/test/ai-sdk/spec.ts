import { openChatModel } from "../../src/adapters/ai-sdk/chat-model.ts";
import { describeEndpoint } from "../../src/adapters/ai-sdk/endpoint.ts";
import type { ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import type { ChatModel, ChatRequest } from "../../src/ports/index.ts";

/** A key that no message may contain. */
export const KEY = "sk-test-4f7a9c2e1b";

export function specOf(baseUrl: string, changes: Partial<ModelSpec> = {}): ModelSpec {
  return {
    provider: "openai",
    model: "some-model",
    baseUrl,
    apiKey: KEY,
    contextTokens: null,
    dimensions: null,
    connections: 4,
    ...changes,
  };
}

export const PROMPT = "Name fruits.";

export const REQUEST: ChatRequest = {
  system: "You answer in JSON.",
  messages: [{ role: "user", text: PROMPT }],
  schema: {
    type: "object",
    properties: { fruits: { type: "array", items: { type: "string" } } },
    required: ["fruits"],
    additionalProperties: false,
  },
  maxOutputTokens: 1_000,
};

export const going = () => ({ signal: new AbortController().signal });

/** OpenAI's own package, as used without a base URL, at another address. */
export async function openAiAt(baseUrl: string, changes: Partial<ModelSpec> = {}): Promise<ChatModel> {
  const spec = specOf(baseUrl, changes);
  return openChatModel({ ...describeEndpoint(spec), compatible: false }, spec);
}
