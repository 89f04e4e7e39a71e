import { describe, expect, it } from "vitest";
import { createChatModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import type { ChatReply, ChatRequest, LimitReading } from "../../src/ports/index.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { going, openAiAt, PROMPT, REQUEST, specOf } from "./spec.ts";

const APPLE = { fruits: ["apple"] };

interface Received {
  readonly reply: ChatReply;
  readonly progress: readonly number[];
  readonly limits: readonly LimitReading[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** The result of a provider's recorded reply, and the body of the request. `pieces` is the text of each piece. */
async function ask(
  fixture: string,
  changes: Partial<ModelSpec> = {},
  request: ChatRequest = REQUEST,
): Promise<Received> {
  await using server = await startFixtureServer(fixture);
  await using model = await createChatModel(specOf(server.baseUrl, changes));
  const progress: number[] = [];
  const pieces: string[] = [];
  let limits: readonly LimitReading[] = [];
  const reply = await model.complete(request, {
    ...going(),
    onText: (piece) => pieces.push(piece),
    onProgress: (tokens) => progress.push(tokens),
    onLimits: (stated) => {
      expect(progress).toEqual([]);
      limits = stated;
    },
  });
  expect(pieces.join("")).toBe(reply.text);
  return { reply, progress, limits, body: server.requests[0]?.body ?? {} };
}

describe("replies of providers", () => {
  it("reads OpenAI's stream: text, usage with cached tokens, limits", async () => {
    const { reply, progress, limits, body } = await ask("openai-chat");
    expect(reply).toMatchObject({
      text: '{"fruits":["apple","pear"]}',
      finishReason: "stop",
      interruption: null,
      usage: { inputTokens: 1117, cachedInputTokens: 1024, outputTokens: 46, reasoningTokens: 0 },
    });
    expect(progress[0]).toBe(0);
    expect(progress.slice(1).every((tokens) => tokens > 0)).toBe(true);
    expect(limits).toEqual([
      { resource: "requests", limit: 500, remaining: 499, resetMs: 120 },
      { resource: "tokens", limit: 200_000, remaining: 195_906, resetMs: 1228 },
    ]);
    expect(reply.limits).toEqual(limits);
    expect(body).toMatchObject({
      model: "some-model",
      temperature: 0,
      max_tokens: 1_000,
      stream: true,
      stream_options: { include_usage: true },
      response_format: { type: "json_schema", json_schema: { schema: REQUEST.schema, strict: true } },
      messages: [
        { role: "system", content: REQUEST.system },
        { role: "user", content: PROMPT },
      ],
    });
  });

  it("reports a reply that ended at its token limit", async () => {
    const { reply } = await ask("openai-length");
    expect(reply).toMatchObject({ text: '{"fruits":["app', finishReason: "length", interruption: null });
  });

  it("reports a refusal by the model or by a filter", async () => {
    expect((await ask("openai-refusal")).reply.finishReason).toBe("refusal");
    expect((await ask("openai-content-filter")).reply.finishReason).toBe("refusal");
  });

  it("counts the hidden reasoning tokens", async () => {
    const { reply } = await ask("openai-reasoning");
    expect(reply.usage).toEqual({ inputTokens: 1843, cachedInputTokens: 0, outputTokens: 1337, reasoningTokens: 1280 });
  });

  it("sends OpenAI's own reasoning models max_completion_tokens and no temperature", async () => {
    await using server = await startFixtureServer("openai-reasoning");
    await using model = await openAiAt(server.baseUrl, { model: "o4-mini" });
    await model.complete(REQUEST, going());
    const body = server.requests[0]?.body;
    expect(body).toMatchObject({ model: "o4-mini", max_completion_tokens: 1_000 });
    expect(body).not.toHaveProperty("max_tokens");
    expect(body).not.toHaveProperty("temperature");
  });

  it("reads Azure's reply, which begins with the prompt's filter result", async () => {
    const { reply, limits } = await ask("azure-chat");
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(limits).toContainEqual({ resource: "tokens", limit: 250_000, remaining: 249_784, resetMs: null });
  });

  it("counts visible reasoning as progress and leaves it out of the text", async () => {
    for (const fixture of ["openrouter-chat", "vllm-chat"]) {
      const { reply, progress } = await ask(fixture);
      expect(JSON.parse(reply.text)).toEqual(APPLE);
      expect(progress).toHaveLength(3);
      expect(reply.usage?.outputTokens).toBeGreaterThan(0);
    }
  });

  it("reads Ollama's reply, whose text may be one piece", async () => {
    const { reply } = await ask("ollama-chat", { model: "llama3:8b", apiKey: null });
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply.usage).toMatchObject({ inputTokens: 22, outputTokens: 9 });
  });

  it("reads the reply of a server that does not stream", async () => {
    const { reply } = await ask("whole-reply");
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply).toMatchObject({ finishReason: "stop", usage: { inputTokens: 22, outputTokens: 9 } });
  });

  it("reads Anthropic's reply: input, output and cached tokens, limits of both, and requests a cached prefix", async () => {
    const { reply, limits, body } = await ask("anthropic-chat", { provider: "anthropic", model: "claude-sonnet-4-5" });
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply.usage).toMatchObject({ inputTokens: 2073, cachedInputTokens: 2048, outputTokens: 15 });
    expect(limits.map(({ resource, limit, remaining }) => [resource, limit, remaining])).toEqual([
      ["requests", 50, 49],
      ["inputTokens", 50_000, 48_000],
      ["outputTokens", 10_000, 10_000],
    ]);
    expect(JSON.stringify(body["system"])).toContain('"cache_control":{"type":"ephemeral"}');
  });

  it("reads replies of Anthropic's older models, which use a tool for a schema", async () => {
    const { reply } = await ask("anthropic-json-tool", { provider: "anthropic", model: "claude-3-haiku-20240307" });
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply.finishReason).toBe("stop");
  });

  it("reads Google's reply, whose reasoning is counted separately", async () => {
    const { reply } = await ask("google-chat", { provider: "google", model: "gemini-2.5-flash" });
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply.usage).toEqual({ inputTokens: 42, cachedInputTokens: 30, outputTokens: 128, reasoningTokens: 120 });
  });

  it("reports a prompt that Google blocks as refused", async () => {
    const { reply } = await ask("google-blocked", { provider: "google", model: "gemini-2.5-flash" });
    expect(reply).toMatchObject({ text: "", finishReason: "refusal", interruption: null });
  });

  it("reads Mistral's reply and limits", async () => {
    const { reply, limits } = await ask("mistral-chat", { provider: "mistral", model: "mistral-small-latest" });
    expect(JSON.parse(reply.text)).toEqual(APPLE);
    expect(reply.usage).toMatchObject({ inputTokens: 16, outputTokens: 9 });
    expect(limits).toEqual([
      { resource: "requests", limit: 60, remaining: 59, resetMs: null },
      { resource: "tokens", limit: 500_000, remaining: 499_380, resetMs: null },
    ]);
  });
});

describe("a conversation without a schema", () => {
  const FOLLOW_UP: ChatRequest = {
    system: "Answer briefly.",
    messages: [
      { role: "user", text: "Name a fruit." },
      { role: "assistant", text: "Apple." },
      { role: "user", text: "Another \ud800one." },
    ],
    maxOutputTokens: 100,
  };
  const OPENAI_MESSAGES = [
    { role: "system", content: "Answer briefly." },
    { role: "user", content: "Name a fruit." },
    { role: "assistant", content: "Apple." },
    { role: "user", content: "Another \ufffdone." },
  ];

  it.each(["openai-chat", "vllm-chat"])("requests text from a compatible API (%s)", async (fixture) => {
    const { body } = await ask(fixture, {}, FOLLOW_UP);
    expect(body).toMatchObject({ messages: OPENAI_MESSAGES, stream: true });
    expect(body).not.toHaveProperty("response_format");
  });

  it("requests text from OpenAI", async () => {
    await using server = await startFixtureServer("openai-chat");
    await using model = await openAiAt(server.baseUrl);
    await model.complete(FOLLOW_UP, going());
    expect(server.requests[0]?.body).toMatchObject({ messages: OPENAI_MESSAGES });
    expect(server.requests[0]?.body).not.toHaveProperty("response_format");
  });

  it("requests text from Anthropic, without empty instructions", async () => {
    const changes = { provider: "anthropic", model: "claude-sonnet-4-5" };
    const { body } = await ask("anthropic-chat", changes, FOLLOW_UP);
    expect(JSON.stringify(body["messages"])).toMatch(/Name a fruit.*"assistant".*Apple.*Another/);
    for (const absent of ["tools", "output_config", "output_format"]) expect(body).not.toHaveProperty(absent);
    const without = await ask("anthropic-chat", changes, { ...FOLLOW_UP, system: "" });
    expect(without.body).not.toHaveProperty("system");
  });

  it("requests text from Google", async () => {
    const { body } = await ask("google-chat", { provider: "google", model: "gemini-2.5-flash" }, FOLLOW_UP);
    expect(body["contents"]).toEqual([
      { role: "user", parts: [{ text: "Name a fruit." }] },
      { role: "model", parts: [{ text: "Apple." }] },
      { role: "user", parts: [{ text: "Another \ufffdone." }] },
    ]);
    expect(JSON.stringify(body["generationConfig"])).not.toMatch(/schema|json/i);
  });

  it("requests text from Mistral", async () => {
    const { body } = await ask("mistral-chat", { provider: "mistral", model: "mistral-small-latest" }, FOLLOW_UP);
    expect(JSON.stringify(body["messages"])).toMatch(/Name a fruit.*Apple.*Another/);
    expect(body).not.toHaveProperty("response_format");
  });
});
