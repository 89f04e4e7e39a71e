import { describe, expect, it } from "vitest";
import { createEmbeddingModel } from "../../src/adapters/ai-sdk/index.ts";
import { type FixtureReply, startFixtureServer } from "./fixture-server.ts";
import { going, KEY, specOf } from "./spec.ts";

/** A vector of this number of dimensions for each text. */
function vectors(dimensions: number): FixtureReply {
  return ({ body }, response) => {
    const texts = body?.["input"] as readonly string[];
    const data = texts.map((_, index) => ({ index, embedding: Array.from({ length: dimensions }, () => 1) }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data, usage: { prompt_tokens: texts.length } }));
  };
}

describe("embedding models", () => {
  it("return vectors of length 1 in the order of the texts, with usage and limits", async () => {
    await using server = await startFixtureServer("openai-embeddings");
    await using model = await createEmbeddingModel(specOf(server.baseUrl), { knownDimensions: 3 });
    const reported: unknown[] = [];
    const reply = await model.embed(["first", "second"], { ...going(), onLimits: (limits) => reported.push(limits) });
    expect(reply.vectors.map((vector) => [...vector])).toEqual([
      [1, 0, 0],
      [0, Math.fround(0.6), Math.fround(0.8)],
    ]);
    expect(reply.usage).toEqual({ inputTokens: 8, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 });
    expect(reported).toEqual([reply.limits]);
    expect(reply.limits).toContainEqual({ resource: "tokens", limit: 200_000, remaining: 195_906, resetMs: 1228 });
  });

  it("determine unknown dimensions with one short text, and known or requested ones without a call", async () => {
    await using server = await startFixtureServer(vectors(7));
    const used: unknown[] = [];
    const onUsage = (usage: unknown) => used.push(usage);
    await using learnt = await createEmbeddingModel(specOf(server.baseUrl), { onUsage });
    expect([learnt.dimensions, learnt.profile, server.requests.length]).toEqual([7, "openai:some-model", 1]);
    await using known = await createEmbeddingModel(specOf(server.baseUrl), { knownDimensions: 7, onUsage });
    await using asked = await createEmbeddingModel(specOf(server.baseUrl, { dimensions: 7 }));
    expect([known.profile, asked.profile, asked.dimensions]).toEqual(["openai:some-model", "openai:some-model/7", 7]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).not.toHaveProperty("dimensions");
    expect([await asked.ping?.(going())]).toEqual(used);
    expect(server.requests[1]?.body).toMatchObject({ dimensions: 7 });
  });

  it("report the limits when they determine their dimensions", async () => {
    await using server = await startFixtureServer("openai-embeddings");
    const reported: unknown[] = [];
    await using _model = await createEmbeddingModel(specOf(server.baseUrl), {
      onLimits: (limits) => reported.push(...limits),
    });
    expect(reported).toContainEqual({ resource: "tokens", limit: 200_000, remaining: 195_906, resetMs: 1228 });
  });

  it("are rejected when their vectors do not have the workspace's dimensions", async () => {
    await using server = await startFixtureServer(vectors(7));
    await using model = await createEmbeddingModel(specOf(server.baseUrl), { knownDimensions: 8 });
    await expect(model.ping?.(going())).rejects.toThrow(/vectors of 7 dimensions.*workspace's vectors have 8/);
    await expect(model.embedQuery("words", going())).rejects.toThrow(/7 dimensions/);
  });

  it("report dimensions that a server refuses or ignores", async () => {
    for (const answer of ["openai-embeddings-dimensions", vectors(384)]) {
      await using server = await startFixtureServer(answer);
      await using model = await createEmbeddingModel(specOf(server.baseUrl, { dimensions: 512 }));
      await expect(model.ping?.(going())).rejects.toMatchObject({
        kind: "invalid",
        message: expect.stringContaining("--dimensions"),
      });
    }
  });

  it("fail with one sentence and the right kind", async () => {
    for (const [fixture, kind] of [
      ["openai-wrong-key", "unauthorised"],
      ["openai-embeddings-too-many-tokens", "too-large"],
      ["openai-embeddings-too-long", "too-large"],
      ["llama-cpp-embedding-too-large", "too-large"],
      ["openai-rate-limited-tokens", "rate-limited"],
      ["openai-chat", "not-found"],
      ["web-page", "not-found"],
      ["vllm-models", "not-found"],
    ] as const) {
      await using server = await startFixtureServer(fixture);
      const error: unknown = await createEmbeddingModel(specOf(server.baseUrl)).catch((reason: unknown) => reason);
      expect({ fixture, error }).toMatchObject({ error: { kind } });
      expect(String(error)).not.toContain(KEY);
    }
  });

  it("send no more texts per call than their provider allows", async () => {
    const sizes = [];
    for (const provider of ["openai", "google", "mistral"]) {
      await using model = await createEmbeddingModel(specOf("http://127.0.0.1:1/v1", { provider, dimensions: 8 }));
      sizes.push(model.batchSize);
    }
    expect(sizes).toEqual([256, 100, 32]);
  });

  it("send no empty text, unpaired surrogate or null character, which providers refuse", async () => {
    await using server = await startFixtureServer(vectors(2));
    await using model = await createEmbeddingModel(specOf(server.baseUrl), { knownDimensions: 2 });
    await model.embed(["", " \n", "a\0b \ud800 c"], going());
    expect(server.requests[0]?.body?.["input"]).toEqual([".", ".", "a b \ufffd c"]);
  });

  it("request dimensions from Google with its own parameter", async () => {
    await using server = await startFixtureServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ embeddings: [{ values: [3, 4] }, { values: [0, 2] }] }));
    });
    const spec = specOf(server.baseUrl, { provider: "google", model: "gemini-embedding-001", dimensions: 2 });
    await using model = await createEmbeddingModel(spec);
    const { vectors, usage } = await model.embed(["first", "second"], going());
    expect(vectors.map((vector) => [...vector])).toEqual([
      [Math.fround(0.6), Math.fround(0.8)],
      [0, 1],
    ]);
    expect(usage).toBeNull();
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"outputDimensionality":2');
  });

  it("make no call after they are aborted", async () => {
    await using server = await startFixtureServer(vectors(2));
    await using model = await createEmbeddingModel(specOf(server.baseUrl), { knownDimensions: 2 });
    const reason = new Error("enough");
    await expect(model.embed(["text"], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it("are rejected for a provider without embedding models", async () => {
    await expect(
      createEmbeddingModel(specOf("http://127.0.0.1:1/v1", { provider: "anthropic", model: "claude" })),
    ).rejects.toMatchObject({ code: "configuration", message: expect.stringContaining("--embedding-model") });
  });
});
