import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createChatModel, createEmbeddingModel } from "../../src/adapters/ai-sdk/index.ts";
import { type SimulatedServer, type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";
import { chatModelConformance, embeddingModelConformance, planConformance } from "../../src/testing/index.ts";
import { going, KEY, openAiAt, REQUEST, specOf } from "./spec.ts";

const FAST: SimulationOptions = {
  rpm: "unlimited",
  tpm: "unlimited",
  embeddingRpm: "unlimited",
  embeddingTpm: "unlimited",
  apiKey: KEY,
  timeScale: 50,
  pieceMs: 10,
};

describe("behind a simulated provider", () => {
  let server: SimulatedServer;
  beforeAll(async () => {
    server = await startSimulatedProvider(FAST);
  });
  afterAll(() => server.close());

  describe("a chat model of a compatible API", () => {
    for (const { name, run, skipped } of planConformance(chatModelConformance)) {
      it(name, { skip: skipped !== null }, () => run(() => createChatModel(specOf(server.url))));
    }
  });

  describe("a chat model through OpenAI's own package", () => {
    for (const { name, run, skipped } of planConformance(chatModelConformance)) {
      it(name, { skip: skipped !== null }, () => run(() => openAiAt(server.url)));
    }
  });

  describe("an embedding model", () => {
    for (const { name, run, skipped } of planConformance(embeddingModelConformance)) {
      it(name, { skip: skipped !== null }, () => run(() => createEmbeddingModel(specOf(server.url))));
    }
  });

  it("rejects a wrong key with one sentence", async () => {
    await using model = await createChatModel(specOf(server.url, { apiKey: "sk-wrong" }));
    await expect(model.ping(going())).rejects.toMatchObject({ kind: "unauthorised" });
  });

  it("adapts to a reasoning model without structured output", async () => {
    await using reasoning = await startSimulatedProvider({ ...FAST, reasoningTokens: 40, structuredOutputs: false });
    await using model = await createChatModel(specOf(reasoning.url));
    await model.ping(going());
    const reply = await model.complete(REQUEST, going());
    expect(reply.finishReason).toBe("stop");
    expect(reply.usage?.reasoningTokens).toBe(40);
  });
});

const CHAT_URL = process.env["COLLOQUY_TEST_LLAMA_URL"];
const EMBEDDING_URL = process.env["COLLOQUY_TEST_LLAMA_EMBEDDING_URL"];
const unset = (variable: string, value: string | undefined) =>
  value === undefined ? `${variable} is not set: no llama.cpp server to test` : null;

/** The first model that a server lists. */
async function modelAt(url: string): Promise<string> {
  const response = await fetch(`${url}/models`);
  const { data } = (await response.json()) as { readonly data: readonly { readonly id: string }[] };
  return data[0]?.id ?? "";
}

describe("a real chat model of llama.cpp", () => {
  const missing = unset("COLLOQUY_TEST_LLAMA_URL", CHAT_URL);
  for (const { name, run, skipped } of planConformance(chatModelConformance)) {
    it(name, async ({ skip }) => {
      const reason = missing ?? skipped;
      skip(reason !== null, reason ?? "");
      const model = await modelAt(CHAT_URL ?? "");
      await run(() => createChatModel(specOf(CHAT_URL ?? "", { model, apiKey: null })));
    });
  }

  it("reports its context length, and rejects a longer prompt as too large", async ({ skip }) => {
    skip(missing !== null, missing ?? "");
    const spec = specOf(CHAT_URL ?? "", { model: await modelAt(CHAT_URL ?? ""), apiKey: null });
    await using model = await createChatModel(spec);
    await model.ping(going());
    expect(model.contextTokens).toBeGreaterThan(1_000);
    const text = "word ".repeat(2 * (model.contextTokens ?? 0));
    await expect(model.complete({ ...REQUEST, messages: [{ role: "user", text }] }, going())).rejects.toMatchObject({
      kind: "too-large",
    });
  });
});

describe("a real embedding model on this machine", () => {
  const missing = unset("COLLOQUY_TEST_LLAMA_EMBEDDING_URL", EMBEDDING_URL);
  for (const { name, run, skipped } of planConformance(embeddingModelConformance)) {
    it(name, async ({ skip }) => {
      const reason = missing ?? skipped;
      skip(reason !== null, reason ?? "");
      const model = await modelAt(EMBEDDING_URL ?? "");
      await run(() => createEmbeddingModel(specOf(EMBEDDING_URL ?? "", { model, apiKey: null })));
    });
  }
});
