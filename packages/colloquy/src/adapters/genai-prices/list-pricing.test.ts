import { waitForUpdate } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { PROVIDER_KEYS } from "../ai-sdk/model-name.ts";
import { NO_USAGE, type Pricing, type Usage } from "../../ports/index.ts";
import { findListPricing } from "./list-pricing.ts";

const MILLION = 1_000_000;
const day = (date: string) => () => new Date(`${date}T12:00:00Z`);

async function listed(provider: string, model: string, date = "2026-11-25"): Promise<Pricing> {
  const pricing = await findListPricing(provider, model, day(date));
  if (pricing === null) throw new Error(`${provider}:${model} is not in the list`);
  return pricing;
}

function usage(given: Partial<Usage>): Usage {
  return { ...NO_USAGE, ...given };
}

describe("the price of a listed model", () => {
  it("has prices per million tokens of input, cached input and output", async () => {
    const pricing = await listed("openai", "gpt-4o-mini");
    expect(pricing).toMatchObject({
      model: "openai:gpt-4o-mini",
      prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
    });
    expect(pricing.source).toMatch(/^list of @pydantic\/genai-prices \d+\.\d+\.\d+$/);
    expect(pricing.cost(usage({ inputTokens: MILLION }))).toBeCloseTo(0.15);
    expect(pricing.cost(usage({ inputTokens: MILLION, cachedInputTokens: 400_000 }))).toBeCloseTo(0.09 + 0.03);
    expect(pricing.cost(NO_USAGE)).toBe(0);
  });

  it("counts hidden reasoning once, as part of the output", async () => {
    const pricing = await listed("openai", "gpt-5");
    expect(pricing.cost(usage({ outputTokens: 1000, reasoningTokens: 900 }))).toBeCloseTo(0.01);
  });

  it("has a maximum for a call: uncached input and the longest reply", async () => {
    const pricing = await listed("openai", "gpt-4o-mini");
    expect(pricing.mostOf({ inputTokens: MILLION, maxOutputTokens: MILLION })).toBeCloseTo(0.75);
  });

  it("includes Anthropic's price of cache writes in a reply and in the maximum of a call", async () => {
    const pricing = await listed("anthropic", "claude-haiku-4-5");
    expect(pricing.cost(usage({ inputTokens: MILLION }))).toBeCloseTo(1);
    expect(
      pricing.cost(usage({ inputTokens: MILLION, cachedInputTokens: 200_000, cacheWrittenTokens: 400_000 })),
    ).toBeCloseTo(0.4 + 0.02 + 0.5);
    expect(pricing.mostOf({ inputTokens: MILLION, maxOutputTokens: 0 })).toBeCloseTo(1.25);
  });

  it("includes a price of cache writes, and warns that an alias may be outdated in the list", async () => {
    const { prices, caveat } = await listed("anthropic", "claude-haiku-4-5");
    expect(prices?.cacheWrite).toBeCloseTo(1.25);
    expect(caveat).toBeUndefined();
    expect((await listed("mistral", "magistral-medium-latest")).caveat).toContain("may be outdated");
  });

  it("is higher for all tokens of a call above the tier's threshold", async () => {
    const pricing = await listed("google", "gemini-2.5-pro");
    expect(pricing.prices).toEqual({ input: 1.25, cachedInput: 0.125, output: 10 });
    expect(pricing.cost(usage({ inputTokens: 200_000, outputTokens: 1000 }))).toBeCloseTo(0.25 + 0.01);
    expect(pricing.cost(usage({ inputTokens: 200_001, outputTokens: 1000 }))).toBeCloseTo(0.5 + 0.015);
    expect(pricing.mostOf({ inputTokens: 200_001, maxOutputTokens: 1000 })).toBeCloseTo(0.5 + 0.015);
  });

  it("is the price of the day", async () => {
    expect((await listed("openai", "o3", "2025-06-01")).prices?.input).toBe(10);
    expect((await listed("openai", "o3", "2025-07-01")).prices?.input).toBe(2);
  });

  it("is the input price for cached input if the list has no price for it", async () => {
    const pricing = await listed("groq", "llama-3.3-70b-versatile");
    expect(pricing.prices?.cachedInput).toBeNull();
    expect(pricing.cost(usage({ inputTokens: MILLION, cachedInputTokens: MILLION }))).toBeCloseTo(0.59);
  });

  it("has no output for embeddings, and is unknown if output was reported", async () => {
    const pricing = await listed("openai", "text-embedding-3-small");
    expect(pricing.prices).toEqual({ input: 0.02, cachedInput: null, output: null });
    expect(pricing.cost(usage({ inputTokens: MILLION }))).toBeCloseTo(0.02);
    expect(pricing.mostOf({ inputTokens: MILLION, maxOutputTokens: 0 })).toBeCloseTo(0.02);
    expect(pricing.cost(usage({ inputTokens: 10, outputTokens: 1 }))).toBeNull();
    expect(pricing.mostOf({ inputTokens: 10, maxOutputTokens: 1 })).toBeNull();
  });

  it("does not fail for contradictory counts", async () => {
    const pricing = await listed("anthropic", "claude-haiku-4-5");
    const odd = usage({ inputTokens: 10, cachedInputTokens: 8, cacheWrittenTokens: 8 });
    expect(pricing.cost(odd)).toBeCloseTo((8 * 0.1 + 2 * 1.25) / MILLION);
    expect(pricing.cost(usage({ inputTokens: 0, cachedInputTokens: 8 }))).toBe(0);
  });
});

describe("the list", () => {
  it.each([
    ["openai", "gpt-4o-mini-2024-07-18"],
    ["openai", "GPT-4o-mini"],
    ["openai", "gpt-5-nano-2025-08-07"],
    ["anthropic", "claude-haiku-4-5-20251001"],
    ["anthropic", "claude-sonnet-4-20250514"],
    ["google", "gemini-2.5-pro-preview-06-05"],
    ["google", "gemini-2.0-flash-001"],
    ["google", "gemini-embedding-001"],
    ["mistral", "mistral-embed"],
    ["mistral", "magistral-medium-latest"],
    ["groq", "openai/gpt-oss-120b"],
    ["xai", "grok-4-0709"],
    ["deepseek", "deepseek-chat"],
    ["cohere", "embed-v4.0"],
  ])("knows %s:%s", async (provider, model) => {
    expect((await listed(provider, model)).cost(usage({ inputTokens: 1000 }))).toBeGreaterThan(0);
  });

  it.each([
    ["an unlisted model", "openai", "gpt-99"],
    ["a model of a local server", "openai", "llama3.1:8b"],
    ["an unlisted provider", "deepinfra", "meta-llama/Llama-3.3-70B-Instruct"],
    ["a model of another provider", "openai", "claude-haiku-4-5"],
    ["a model that the list resolves to another provider", "google", "claude-opus-4-5"],
    ["a smaller model with the same beginning of its name", "google", "gemini-3.6-flash-lite"],
    ["a newer model with the same beginning of its name", "anthropic", "claude-sonnet-5-5"],
    ["a newer model with the same beginning of its number", "anthropic", "claude-opus-4-10"],
    ["open weights on a local server", "openai", "gpt-oss-120b"],
    ["a model with only a free tier in the list", "google", "gemma-3-27b-it"],
    ["a model that is billed by the hour", "groq", "whisper-large-v3"],
    ["no name", "openai", ""],
    ["a property name of JavaScript objects", "constructor", "constructor"],
  ])("has no price for %s", async (_, provider, model) => {
    expect(await findListPricing(provider, model)).toBeNull();
  });

  it("returns a price or null for every model of our providers", async () => {
    const theirs = new Map([
      ["togetherai", "together"],
      ["xai", "x-ai"],
    ]);
    const lists = new Map((await waitForUpdate())?.map(({ id, models }) => [id, models]));
    let known = 0;
    for (const provider of Object.keys(PROVIDER_KEYS)) {
      const models = lists.get(theirs.get(provider) ?? provider) ?? [];
      for (const model of models) {
        const pricing = await findListPricing(provider, model.id);
        if (pricing === null) continue;
        known += 1;
        const cost = pricing.cost(usage({ inputTokens: 1000, cachedInputTokens: 500, cacheWrittenTokens: 100 }));
        const most = pricing.mostOf({ inputTokens: 1000, maxOutputTokens: 0 });
        expect(cost).toBeGreaterThanOrEqual(0);
        expect(most).toBeGreaterThanOrEqual(cost ?? Number.POSITIVE_INFINITY);
      }
    }
    expect(known).toBeGreaterThan(250);
  });
});
