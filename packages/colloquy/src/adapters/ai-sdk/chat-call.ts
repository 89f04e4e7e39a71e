import type { LanguageModelV4CallOptions, SharedV4ProviderOptions } from "@ai-sdk/provider";
import type { ChatRequest } from "../../ports/index.ts";
import type { Dialect } from "./dialect.ts";
import type { Provider } from "./provider.ts";
import { withoutBounds } from "./schema-bounds.ts";
import { sendable } from "./sendable.ts";

type ResponseFormat = NonNullable<LanguageModelV4CallOptions["responseFormat"]>;
type JsonSchema = NonNullable<Extract<ResponseFormat, { type: "json" }>["schema"]>;

/** A request as the AI SDK takes it, in the words that the model understands. */
export function chatCall(
  request: ChatRequest,
  tokens: number,
  dialect: Dialect,
  provider: Provider,
): LanguageModelV4CallOptions {
  const { providerOptions = {}, ...bound } = provider.bound(tokens, dialect);
  return {
    prompt: [
      {
        role: "system",
        content: systemPrompt(request, dialect),
        // Anthropic caches a prefix only where it is told to.
        providerOptions: { anthropic: { cacheControl: { type: "ephemeral" } } },
      },
      { role: "user", content: [{ type: "text", text: sendable(request.prompt) }] },
    ],
    ...(dialect.temperature ? { temperature: 0 } : {}),
    ...bound,
    responseFormat: responseFormat(request, dialect),
    providerOptions: merge(providerOptions, strictness(dialect)),
  };
}

function responseFormat(request: ChatRequest, { format, refusedBounds }: Dialect): ResponseFormat {
  if (format === "text") return { type: "text" };
  if (format === "object") return { type: "json" };
  return { type: "json", name: "reply", schema: withoutBounds(request.schema, refusedBounds) as JsonSchema };
}

function systemPrompt({ system, schema }: ChatRequest, { format }: Dialect): string {
  if (format === "strict-schema" || format === "schema") return system;
  return `${system}\n\nAnswer with one JSON object and nothing else. It must conform to this JSON Schema:\n${JSON.stringify(schema)}`;
}

/** Strict is what the packages take for granted, but for Mistral's. */
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
