import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ChatCall, EmbeddingCall } from "../calls.ts";
import { type Failure, invalidRequest } from "../failures.ts";

/** A call, and how its reply is to be delivered. */
export interface ChatRequest {
  readonly call: ChatCall;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

export interface EmbeddingRequest {
  readonly call: EmbeddingCall;
  readonly base64: boolean;
}

export type Read<Request> = { readonly request: Request } | { readonly failure: Failure };

const contentPart = z.looseObject({ type: z.string(), text: z.string().default("") });
const content = z
  .union([z.string(), z.array(contentPart), z.null()])
  .default("")
  .transform((value) => (Array.isArray(value) ? value.map(({ text }) => text).join("") : (value ?? "")));
const tokens = z.int().min(1).nullish();

const chatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  temperature: z.number().min(0).max(2).nullish(),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ schema: z.unknown() }).nullish() })
    .nullish(),
});

const embeddingBody = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string().transform((text) => [text]), z.array(z.string())]),
  dimensions: z.int().min(1).max(4_096).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
});

const NO_JSON = invalidRequest(
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly.)",
);

/** Reads a body of `/v1/chat/completions`. A model that `reasons` takes no `max_tokens` and no temperature. */
export function readChatRequest(body: unknown, { reasons }: { readonly reasons: boolean }): Read<ChatRequest> {
  const read = check(chatBody, body);
  if ("failure" in read) return read;
  const { model, messages, ...rest } = read.request;
  const unsupported = reasons ? unsupportedByReasoning(rest) : null;
  if (unsupported !== null) return { failure: unsupported };
  return {
    request: {
      call: {
        endpoint: "chat",
        model,
        messages: messages.map((message) => ({ role: message.role, content: message.content })),
        schema: rest.response_format?.json_schema?.schema ?? null,
        maxOutputTokens: rest.max_completion_tokens ?? rest.max_tokens ?? null,
      },
      stream: rest.stream ?? false,
      includeUsage: rest.stream_options?.include_usage ?? false,
    },
  };
}

export function readEmbeddingRequest(body: unknown): Read<EmbeddingRequest> {
  const read = check(embeddingBody, body);
  if ("failure" in read) return read;
  const { model, input, dimensions, encoding_format } = read.request;
  return {
    request: {
      call: { endpoint: "embeddings", model, texts: input, dimensions: dimensions ?? null },
      base64: encoding_format === "base64",
    },
  };
}

function unsupportedByReasoning(body: {
  readonly max_tokens?: number | null | undefined;
  readonly temperature?: number | null | undefined;
}): Failure | null {
  if (typeof body.max_tokens === "number")
    return invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "max_tokens",
      "unsupported_parameter",
    );
  if (typeof body.temperature !== "number" || body.temperature === 1) return null;
  return invalidRequest(
    `Unsupported value: 'temperature' does not support ${body.temperature} with this model. Only the default (1) value is supported.`,
    "temperature",
    "unsupported_value",
  );
}

function check<Output>(schema: z.ZodType<Output>, body: unknown): Read<Output> {
  if (body === undefined) return { failure: NO_JSON };
  const checked = schema.safeParse(body);
  if (checked.success) return { request: checked.data };
  const [issue] = checked.error.issues;
  const path = issue?.path.join(".") ?? "";
  return { failure: invalidRequest(`Invalid value for '${path}': ${issue?.message ?? ""}`, path === "" ? null : path) };
}

const MOST_BYTES = 64_000_000;

/** The body of a request as JSON; undefined if it is no JSON, or too long for a request. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
}
