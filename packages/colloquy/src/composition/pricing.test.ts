import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EmbeddingModel, Extractor } from "../ports/index.ts";
import { pingTokens } from "../calls/index.ts";
import { findPricing, priceCaveats, pricingOfProfile, requirePrices } from "./pricing.ts";
import type { RunOptions } from "./run-options.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-pricing-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = () => new Date("2026-11-25T12:00:00Z");
const find = (options: RunOptions) => findPricing({ environment: {}, ...options }, now);

function fileOf(text: string): string {
  const path = join(folder, "prices.yaml");
  writeFileSync(path, text);
  return path;
}

const USED = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100, reasoningTokens: 50 };
const CALL = { inputTokens: 1000, maxOutputTokens: 1000 };

describe("the pricing of a run", () => {
  it("has an upper bound for a ping of an embedding model without output and output price", async () => {
    const { embed: embedding } = await find({ embeddingModel: "text-embedding-3-small" });
    expect(embedding.mostOf(pingTokens("embed", {}))).toBeGreaterThan(0);
    expect(pingTokens("extract", {}).maxOutputTokens).toBeGreaterThan(0);
    const cost = { inputTokens: 1, maxOutputTokens: 2 };
    expect(pingTokens("embed", { pingTokens: cost })).toBe(cost);
  });

  it("warns about aliases with list prices, which may be outdated, for models of the run", async () => {
    const options = { model: "mistral:mistral-large-latest", embeddingModel: "text-embedding-3-small" };
    expect(priceCaveats({}, await find(options))).toEqual([
      expect.stringMatching(
        /^mistral:mistral-large-latest is an alias .* the list of @pydantic\/genai-prices [\d.]+ may be outdated\. .*--prices\.$/,
      ),
    ]);
    expect(priceCaveats({ skipKg: true }, await find(options))).toEqual([]);
    const prices = fileOf("mistral:mistral-large-latest: { input: 1, output: 2 }\n");
    expect(priceCaveats({}, await find({ ...options, prices }))).toEqual([]);
    expect(priceCaveats({}, await find({ model: "gpt-4o-mini" }))).toEqual([]);
    // The warning is the same with a base URL.
    const behind = await find({ model: "openai:chatgpt-4o-latest", baseUrl: "http://127.0.0.1:9/v1" });
    expect(priceCaveats({}, behind)).toHaveLength(1);
  });

  it("is found by profile for replies of an earlier run", async () => {
    const known = await find({ model: "gpt-4o-mini", prices: fileOf("gpt-4o-mini: { input: 1, output: 2 }\n") });
    const priceOf = async (profile: string, prices?: string) => {
      const options = prices === undefined ? {} : { prices };
      return (await pricingOfProfile(profile, options, known, now)).prices?.input ?? null;
    };
    expect(await priceOf("openai:gpt-4o-mini prompt-2 ontology-abc")).toBe(1);
    expect(await priceOf("openai:text-embedding-3-small/256")).toBe(0.02);
    expect(await priceOf("anthropic:claude-haiku-4-5 prompt-2 ontology-abc")).toBe(1);
    expect(await priceOf("own:model prompt-2", fileOf("own:model: { input: 3 }\n"))).toBe(3);
    expect(await priceOf("own:model prompt-2")).toBeNull();
  });

  it("is free without named models", async () => {
    const { extract: extraction, embed: embedding } = await find({});
    expect(extraction).toMatchObject({ model: "rules", source: "runs on this machine" });
    expect(embedding).toMatchObject({ model: "hashed words", source: "runs on this machine" });
    for (const { cost, mostOf } of [extraction, embedding]) {
      expect(cost(USED)).toBe(0);
      expect(mostOf(CALL)).toBe(0);
    }
  });

  it("uses the list for named models", async () => {
    const { extract: extraction, embed: embedding } = await find({
      model: "gpt-4o-mini",
      embeddingModel: "google:gemini-embedding-001",
    });
    expect(extraction).toMatchObject({ model: "openai:gpt-4o-mini", source: expect.stringMatching(/^list of /) });
    expect(extraction.cost(USED)).toBeCloseTo((600 * 0.15 + 400 * 0.075 + 100 * 0.6) / 1e6, 12);
    expect(embedding.model).toBe("google:gemini-embedding-001");
    expect(embedding.mostOf({ inputTokens: 1e6, maxOutputTokens: 0 })).toBeCloseTo(0.15);
  });

  it("prefers the user's file to the list", async () => {
    const prices = fileOf("gpt-4o-mini: { input: 1, cached-input: 0.5, output: 2 }\n");
    const { extract: extraction, embed: embedding } = await find({
      prices,
      model: "gpt-4o-mini",
      embeddingModel: "gpt-4o-mini",
    });
    expect(extraction).toMatchObject({ model: "openai:gpt-4o-mini", source: "prices.yaml" });
    expect(extraction.prices).toEqual({ input: 1, cachedInput: 0.5, output: 2 });
    expect(extraction.cost(USED)).toBeCloseTo((600 + 200 + 200) / 1e6, 12);
    expect(extraction.cost({ ...USED, inputTokens: 0 })).toBeCloseTo(200 / 1e6, 12);
    expect(extraction.mostOf(CALL)).toBeCloseTo(3000 / 1e6, 12);
    expect(embedding.source).toBe("prices.yaml");
  });

  it("counts cache writes, and assumes in the highest cost that all input is written", async () => {
    const prices = fileOf("claude-haiku-4-5: { input: 1, cached-input: 0.1, cache-write: 1.25, output: 5 }\n");
    const { extract: extraction } = await find({ prices, model: "claude-haiku-4-5" });
    const written = extraction.cost({ ...USED, cacheWrittenTokens: 500 });
    expect(written).toBeCloseTo((100 * 1 + 400 * 0.1 + 500 * 1.25 + 100 * 5) / 1e6, 12);
    expect(extraction.mostOf(CALL)).toBeCloseTo((1000 * 1.25 + 1000 * 5) / 1e6, 12);
  });

  it("is unknown, not 0, for a model in neither the file nor the list", async () => {
    const prices = fileOf("something-else: { input: 1 }\n");
    const { extract: extraction } = await find({ prices, model: "llama3.1:8b", baseUrl: "http://127.0.0.1:11434/v1" });
    expect(extraction).toMatchObject({ model: "openai:llama3.1:8b", source: null, prices: null });
    expect(extraction.cost(USED)).toBeNull();
    expect(extraction.mostOf(CALL)).toBeNull();
  });

  it("uses the file for a local model, also with a provider's name", async () => {
    const prices = fileOf("mistral:7b: { input: 0, output: 0 }\n");
    const { extract: extraction } = await find({ prices, model: "mistral:7b", baseUrl: "http://127.0.0.1:11434/v1" });
    expect(extraction).toMatchObject({ model: "openai:mistral:7b", source: "prices.yaml" });
    expect(extraction.cost(USED)).toBe(0);
  });

  it("uses the model's price at another address and names the address without its password", async () => {
    const { extract: extraction } = await find({ model: "gpt-4o-mini", baseUrl: "https://me:secret@proxy.example/v1" });
    expect(extraction.source).toMatch(
      /^list of @pydantic\/genai-prices [\d.]+ for openai:gpt-4o-mini; the server at https:\/\/\*\*\*@proxy\.example\/v1 may bill otherwise$/,
    );
    expect(extraction.cost(USED)).toBeGreaterThan(0);
    expect(extraction.mostOf(CALL)).toBeCloseTo(0.00075);
  });

  it("is unknown for output when only input has a price", async () => {
    const prices = fileOf("m: { input: 1 }\n");
    const { extract: extraction } = await find({ prices, model: "m" });
    expect(extraction.cost(USED)).toBeNull();
    expect(extraction.cost({ ...USED, outputTokens: 0 })).toBeCloseTo(0.001);
  });

  it("uses a cache price above the input price in the highest cost", async () => {
    const prices = fileOf("m: { input: 1, cached-input: 3, output: 0 }\n");
    const { extract: extraction } = await find({ prices, model: "m" });
    expect(extraction.mostOf(CALL)).toBeCloseTo(0.003);
  });

  it("is free for a free port of the caller, and uses the file for a paid port's profile", async () => {
    const free = { extractor: extractor("words-2 tuned", false), embeddingModel: embedding("hashing-512@1", false) };
    const nothing = await find({ ports: free, model: "gpt-4o-mini" });
    expect(nothing.extract).toMatchObject({ model: "words-2", source: "runs on this machine" });
    expect(nothing.embed.cost(USED)).toBe(0);

    const paid = { extractor: extractor("acme-1 prompt-3", true), embeddingModel: embedding("acme:embed/512", true) };
    const unknown = await find({ ports: paid });
    expect(unknown.extract).toMatchObject({ model: "acme-1", source: null });

    const prices = fileOf("acme-1: { input: 1, output: 1 }\nacme:embed: { input: 2 }\n");
    const known = await find({ prices, ports: paid });
    expect(known.extract.source).toBe("prices.yaml");
    expect(known.embed.cost({ ...USED, outputTokens: 0, cachedInputTokens: 0 })).toBeCloseTo(0.002);
  });

  it("refuses an invalid file", async () => {
    await expect(find({ prices: fileOf("m: 1") })).rejects.toMatchObject({ code: "configuration" });
    await expect(find({ prices: join(folder, "none.yaml") })).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("a budget", () => {
  it("is refused when the price of a model of the run is unknown", async () => {
    const options = { model: "acme", embeddingModel: "acme-embed", maxCostUsd: 5 };
    const pricing = await find(options);
    expect(() => requirePrices(options, pricing)).toThrow(
      "The price of openai:acme is unknown, so --max-cost cannot be enforced: set it in a file with --prices, in US dollars per million tokens (`openai:acme: { input: 0.15, output: 0.6 }`), or omit --max-cost.",
    );
    expect(() => requirePrices({ ...options, skipKg: true }, pricing)).toThrow(
      "The price of openai:acme-embed is unknown, so --max-cost cannot be enforced: set it in a file with --prices, in US dollars per million tokens (`openai:acme-embed: { input: 0.02 }`), or omit --max-cost.",
    );
    expect(() => requirePrices({ ...options, skipKg: true, skipEmbeddings: true }, pricing)).not.toThrow();
  });

  it("is refused without an output price of a chat model; an embedding model needs none", async () => {
    const prices = fileOf("m: { input: 1 }\n");
    const options = { model: "m", embeddingModel: "m", maxCostUsd: 5, prices };
    const pricing = await find(options);
    expect(() => requirePrices(options, pricing)).toThrow("The price of the output of openai:m is unknown");
    expect(() => requirePrices({ ...options, skipKg: true }, pricing)).not.toThrow();
  });

  it("is refused when the caller's extractor has no method `cost`", async () => {
    const prices = fileOf("mine: { input: 1, output: 2 }\n");
    const own = extractor("mine", true);
    const options = (given: Extractor): RunOptions => ({ ports: { extractor: given }, maxCostUsd: 5, prices });
    const pricing = await find(options(own));
    expect(() => requirePrices(options(own), pricing)).toThrow(
      "The extractor mine does not report the highest cost of a batch, so --max-cost cannot be enforced: add a method `callTokens` to it, or omit --max-cost.",
    );
    expect(() => requirePrices({ ...options(own), skipKg: true }, pricing)).not.toThrow();
    expect(() => requirePrices(options({ ...own, callTokens: () => CALL }), pricing)).not.toThrow();
    expect(() => requirePrices(options(extractor("mine", false)), pricing)).not.toThrow();
  });

  it("needs no prices when it is absent, and accepts free work", async () => {
    requirePrices({}, await find({ model: "acme" }));
    requirePrices({ maxCostUsd: 1 }, await find({}));
    requirePrices({ maxCostUsd: 1 }, await find({ model: "gpt-4o-mini", embeddingModel: "text-embedding-3-small" }));
  });
});

const neverCalled = () => Promise.reject(new Error("Finding prices sends no call."));

function extractor(profile: string, paid: boolean): Extractor {
  return {
    profile,
    description: "One of the caller's.",
    paid,
    extract: neverCalled,
    [Symbol.asyncDispose]: neverCalled,
  };
}

function embedding(profile: string, paid: boolean): EmbeddingModel {
  const calls = { embed: neverCalled, embedQuery: neverCalled, [Symbol.asyncDispose]: neverCalled };
  return { profile, dimensions: 2, paid, batchSize: 1, ...calls };
}
