import type { LanguageModelV4CallOptions, LanguageModelV4Message, SharedV4ProviderOptions } from "@ai-sdk/provider";
import type { ChatMessage, ChatRequest } from "../../ports/index.ts";
import type { Dialect } from "./dialect.ts";
import type { Provider } from "./provider.ts";
import { withoutBounds } from "./schema-bounds.ts";
import { sendable } from "./sendable.ts";

type ResponseFormat = NonNullable<LanguageModelV4CallOptions["responseFormat"]>;
type JsonSchema = NonNullable<Extract<ResponseFormat, { type: "json" }>["schema"]>;

/** A request as the AI SDK takes it, with the parameters that the model takes. */
export function chatCall(
  request: ChatRequest,
  tokens: number,
  dialect: Dialect,
  provider: Provider,
): LanguageModelV4CallOptions {
  const { providerOptions = {}, ...bound } = provider.bound(tokens, dialect);
  return {
    prompt: [...systemMessage(request, dialect), ...request.messages.map(sdkMessage)],
    ...(dialect.temperature ? { temperature: 0 } : {}),
    ...bound,
    responseFormat: responseFormat(request, dialect),
    providerOptions: merge(providerOptions, strictness(dialect)),
  };
}

function systemMessage(request: ChatRequest, dialect: Dialect): readonly LanguageModelV4Message[] {
  const content = systemPrompt(request, dialect);
  // Anthropic refuses an empty text.
  if (content === "") return [];
  // Anthropic caches a prefix only when a request marks it.
  return [{ role: "system", content, providerOptions: { anthropic: { cacheControl: { type: "ephemeral" } } } }];
}

function sdkMessage({ role, text }: ChatMessage): LanguageModelV4Message {
  return { role, content: [{ type: "text", text: sendable(text) }] };
}

function responseFormat({ schema }: ChatRequest, { format, refusedBounds }: Dialect): ResponseFormat {
  if (schema === undefined || format === "text") return { type: "text" };
  if (format === "object") return { type: "json" };
  return { type: "json", name: "reply", schema: withoutBounds(schema, refusedBounds) as JsonSchema };
}

function systemPrompt({ system, schema }: ChatRequest, { format }: Dialect): string {
  if (schema === undefined || format === "strict-schema" || format === "schema") return system;
  return `${system}\n\nAnswer with one JSON object and nothing else. It must conform to this JSON Schema:\n${JSON.stringify(schema)}`;
}

/** All packages except Mistral's send a strict schema by default. */
function strictness({ format }: Dialect): SharedV4ProviderOptions {
  const strictJsonSchema = format === "strict-schema";
  return {
    openai: { strictJsonSchema },
    openaiCompatible: { strictJsonSchema },
    mistral: { strictJsonSchema },
    groq: { strictJsonSchema },
  };
}

function merge(left: SharedV4ProviderOptions, right: SharedV4ProviderOptions): SharedV4ProviderOptions {
  const merged = { ...left };
  for (const [provider, options] of Object.entries(right)) merged[provider] = { ...merged[provider], ...options };
  return merged;
}
