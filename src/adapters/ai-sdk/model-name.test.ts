import { describe, expect, it } from "vitest";
import { parseModelName, PROVIDER_KEYS } from "./index.ts";

describe("parseModelName", () => {
  it("takes a name without a provider for a model of OpenAI's or of what is compatible with it", () => {
    expect(parseModelName("gpt-4o-mini", null)).toEqual({ provider: "openai", model: "gpt-4o-mini" });
  });

  it("parts a known provider from the model, whatever its case", () => {
    expect(parseModelName("anthropic:claude-sonnet-4-5", null)).toEqual({
      provider: "anthropic",
      model: "claude-sonnet-4-5",
    });
    expect(parseModelName("Google:gemini-2.5-flash", null)).toEqual({ provider: "google", model: "gemini-2.5-flash" });
  });

  it("leaves colons in the names of models", () => {
    expect(parseModelName("llama3:8b", null)).toEqual({ provider: "openai", model: "llama3:8b" });
    expect(parseModelName("openai:mistral:7b", null)).toEqual({ provider: "openai", model: "mistral:7b" });
    expect(parseModelName("openai:ft:gpt-4o-mini:org::id", null)).toEqual({
      provider: "openai",
      model: "ft:gpt-4o-mini:org::id",
    });
    expect(parseModelName("constructor:8b", null)).toEqual({ provider: "openai", model: "constructor:8b" });
  });

  it("takes what a server on this machine calls its models as it is, but for openai:", () => {
    for (const baseUrl of ["http://127.0.0.1:11434/v1", "http://localhost:11434/v1"]) {
      expect(parseModelName("mistral:7b", baseUrl)).toEqual({ provider: "openai", model: "mistral:7b" });
      expect(parseModelName("openai:mistral:7b", baseUrl)).toEqual({ provider: "openai", model: "mistral:7b" });
    }
    expect(parseModelName("mistral:small", "https://proxy.example/v1")).toEqual({
      provider: "mistral",
      model: "small",
    });
    expect(parseModelName("mistral:small", "no address")).toEqual({ provider: "mistral", model: "small" });
  });

  it("makes no provider of a name that ends with its colon", () => {
    expect(parseModelName("anthropic:", null)).toEqual({ provider: "openai", model: "anthropic:" });
  });

  it("knows the variable of each provider's key", () => {
    expect(PROVIDER_KEYS).toMatchObject({
      openai: "OPENAI_API_KEY",
      anthropic: "ANTHROPIC_API_KEY",
      google: "GOOGLE_GENERATIVE_AI_API_KEY",
      mistral: "MISTRAL_API_KEY",
    });
  });
});
