import { describe, expect, it } from "vitest";
import { describeEndpoint } from "./endpoint.ts";
import { isLoopbackHost } from "./loopback-host.ts";
import type { ModelSpec } from "./model-spec.ts";

const KEY = "sk-test-4f7a9c2e1b";

function specOf(baseUrl: string | null, changes: Partial<ModelSpec> = {}): ModelSpec {
  return {
    provider: "openai",
    model: "some-model",
    baseUrl,
    apiKey: KEY,
    contextTokens: null,
    dimensions: null,
    connections: 1,
    ...changes,
  };
}

describe("describeEndpoint", () => {
  it("accepts http for this machine's own addresses only", () => {
    for (const host of ["localhost:11434", "127.0.0.1:8091", "127.9.9.9", "[::1]:80"]) {
      expect(describeEndpoint(specOf(`http://${host}/v1`))).toMatchObject({ loopback: true, compatible: true });
    }
    for (const host of ["model.example", "10.0.0.1", "127.0.0.1.example", "localhost.example", "0.0.0.0"]) {
      expect(() => describeEndpoint(specOf(`http://${host}/v1`))).toThrow(
        expect.objectContaining({ code: "provider", message: expect.stringContaining("use https") }),
      );
    }
    expect(describeEndpoint(specOf("https://model.example/v1/")).baseUrl).toBe("https://model.example/v1");
  });

  it("rejects an invalid address without quoting it", () => {
    for (const text of ["model.example/v1", "ftp://model.example", "", "https://"]) {
      expect(() => describeEndpoint(specOf(text))).toThrow(expect.objectContaining({ code: "configuration" }));
    }
    expect(() => describeEndpoint(specOf("https://ann:secret@model.example/v1"))).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.not.stringContaining("secret") }),
    );
  });

  it("needs a key except on this machine, and names its variable", () => {
    expect(describeEndpoint(specOf("http://localhost:1/v1", { apiKey: null })).apiKey).toBeNull();
    expect(() => describeEndpoint(specOf(null, { provider: "google", apiKey: " " }))).toThrow(
      expect.objectContaining({
        code: "provider",
        message: "google needs a key: set GOOGLE_GENERATIVE_AI_API_KEY in the environment.",
      }),
    );
    expect(() => describeEndpoint(specOf("https://model.example/v1", { apiKey: null }))).toThrow(/OPENAI_API_KEY/);
  });

  it("ignores a line break around a key, and rejects one inside without quoting the key", () => {
    expect(describeEndpoint(specOf(null, { apiKey: `${KEY}\n` })).apiKey).toBe(KEY);
    expect(() => describeEndpoint(specOf(null, { apiKey: "sk-a\nb" }))).toThrow(
      expect.objectContaining({ code: "provider", message: expect.not.stringContaining("sk-a") }),
    );
  });

  it("distinguishes OpenAI from compatible APIs", () => {
    expect(describeEndpoint(specOf(null)).compatible).toBe(false);
    expect(describeEndpoint(specOf("https://api.openai.com/v1")).compatible).toBe(false);
    expect(describeEndpoint(specOf("https://openrouter.ai/api/v1")).compatible).toBe(true);
    expect(describeEndpoint(specOf("https://proxy.example", { provider: "anthropic" })).compatible).toBe(false);
  });

  it("recognises Azure by its hosts", () => {
    for (const host of ["me.openai.azure.com", "me.services.ai.azure.com"])
      expect(describeEndpoint(specOf(`https://${host}/openai/v1`)).azure).toBe(true);
    for (const address of ["https://azure.com.example/v1", "https://notazure.com/v1", null])
      expect(describeEndpoint(specOf(address)).azure).toBe(false);
  });

  it("keeps the query of the address out of its name", () => {
    const endpoint = describeEndpoint(specOf("https://model.example/openai?api-version=preview"));
    expect(endpoint.name).toBe("https://model.example/openai");
    expect(endpoint.query).toEqual({ "api-version": "preview" });
  });

  it("quotes in one short line without the key and its masked parts", () => {
    const { quote } = describeEndpoint(specOf(null));
    expect(quote(`Bad\n\u001b[31mkey ${KEY} or sk-ab***yz`)).toBe("Bad key *** or ***.");
    expect(quote("x".repeat(5_000)).length).toBeLessThan(310);
    expect(quote("Why?")).toBe("Why?");
  });
});

describe("isLoopbackHost", () => {
  it("recognises other spellings, which URL normalises", () => {
    expect(isLoopbackHost(new URL("http://2130706433/").hostname)).toBe(true);
    expect(isLoopbackHost(new URL("http://[::ffff:10.0.0.1]/").hostname)).toBe(false);
  });
});
