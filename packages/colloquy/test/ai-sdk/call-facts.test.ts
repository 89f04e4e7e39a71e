import { describe, expect, it } from "vitest";
import { createChatModel, createEmbeddingModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import type { ChatModel, ReplyFacts, RequestFacts } from "../../src/ports/index.ts";
import { startFixtureServer } from "./fixture-server.ts";
import { going, openAiAt, REQUEST, specOf } from "./spec.ts";

interface RecordedFacts {
  readonly requests: RequestFacts[];
  readonly replies: ReplyFacts[];
}

function recording() {
  const facts: RecordedFacts = { requests: [], replies: [] };
  const options = {
    ...going(),
    onRequest: (request: RequestFacts) => void facts.requests.push(request),
    onReply: (reply: ReplyFacts) => void facts.replies.push(reply),
  };
  return { facts, options };
}

async function ask(fixture: string, changes: Partial<ModelSpec> = {}) {
  await using server = await startFixtureServer(fixture);
  await using model = await createChatModel(specOf(server.baseUrl, changes));
  const { facts, options } = recording();
  const reply = await model.complete(REQUEST, options);
  return { reply, request: facts.requests[0], port: Number(new URL(server.origin).port) };
}

/** The temperature of a request to a model; the package may leave it out. */
async function temperatureOf(model: ChatModel): Promise<number | undefined> {
  const { facts, options } = recording();
  await model.complete(REQUEST, options);
  return facts.requests[0]?.temperature;
}

describe("the facts of a chat model's call", () => {
  it("include the request's server, stream, temperature, form and reply limit", async () => {
    const { request, port } = await ask("openai-chat");
    expect(request).toEqual({
      server: { address: "127.0.0.1", port },
      streamed: true,
      temperature: 0,
      outputType: "json",
      maxOutputTokens: 1_000,
    });
  });

  it("include the settings of Google, which has its own member for them", async () => {
    expect((await ask("google-chat", { provider: "google" })).request).toMatchObject({ temperature: 0 });
  });

  it("have no temperature when the package leaves it out", async () => {
    await using server = await startFixtureServer("openai-reasoning");
    await using reasoning = await openAiAt(server.baseUrl, { model: "o4-mini" });
    expect(await temperatureOf(reasoning)).toBeUndefined();
  });

  it.each([
    ["openai-chat", {}, { id: "chatcmpl-123", model: "gpt-4o-mini-2024-07-18", providerFinishReason: "stop" }],
    ["openai-length", {}, { id: "chatcmpl-123", model: "gpt-4o-mini-2024-07-18", providerFinishReason: "length" }],
    ["openai-content-filter", {}, { id: "chatcmpl-123", providerFinishReason: "content_filter" }],
    [
      "anthropic-chat",
      { provider: "anthropic" },
      { id: expect.stringMatching(/^msg_/), model: expect.any(String), providerFinishReason: "end_turn" },
    ],
    // The package drops the model version that Google reports.
    ["google-chat", { provider: "google" }, { id: "mAitaLmkHPPlz7IPvtfUqQ4", providerFinishReason: "STOP" }],
  ])("include the reply of %s, in the provider's words", async (fixture, changes, facts) => {
    expect((await ask(fixture, changes)).reply).toMatchObject(facts);
  });

  it("are reported for each attempt of a ping", async () => {
    await using server = await startFixtureServer("openai-unsupported-temperature", "openai-chat");
    await using model = await createChatModel(specOf(server.baseUrl, { contextTokens: 8_000 }));
    const { facts, options } = recording();
    await model.ping(options);
    expect(facts.requests.map(({ temperature }) => temperature)).toEqual([0, undefined]);
    expect(facts.replies).toEqual([{ id: "chatcmpl-123", model: "gpt-4o-mini-2024-07-18", finishReason: "stop" }]);
  });
});

describe("the facts of an embedding model's call", () => {
  it("include the server, the requested dimensions, and the model of the reply", async () => {
    await using server = await startFixtureServer("openai-embeddings");
    await using model = await createEmbeddingModel(specOf(server.baseUrl, { dimensions: 3 }));
    const { facts, options } = recording();
    await model.embed(["first", "second"], options);
    const { port } = new URL(server.origin);
    expect(facts.requests).toEqual([
      { server: { address: "127.0.0.1", port: Number(port) }, streamed: false, dimensions: 3 },
    ]);
    expect(facts.replies).toEqual([{ model: "text-embedding-3-small" }]);
  });

  it("are reported when the model determines its dimensions", async () => {
    await using server = await startFixtureServer("openai-embeddings");
    const { facts, options } = recording();
    await using _model = await createEmbeddingModel(specOf(server.baseUrl), options);
    expect([facts.requests.length, facts.replies]).toEqual([1, [{ model: "text-embedding-3-small" }]]);
  });
});
