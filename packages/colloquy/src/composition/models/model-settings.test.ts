import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chatSettings, embeddingSettings } from "./model-settings.ts";

const chat = (options: Parameters<typeof chatSettings>[0]) => chatSettings({ environment: {}, ...options });
const embedding = (options: Parameters<typeof chatSettings>[0]) => embeddingSettings({ environment: {}, ...options });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-settings-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keyFile(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, `${name}-key\n`);
  chmodSync(path, 0o600);
  return path;
}

describe("the settings of the chat model", () => {
  it("are null without a named model, with any keys and addresses", () => {
    const environment = { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
    expect(chat({ environment, baseUrl: "http://127.0.0.1:2/v1" })).toBeNull();
    expect(embedding({ environment, model: "gpt", baseUrl: "http://127.0.0.1:2/v1" })).toBeNull();
  });

  it("contain the key of the provider", () => {
    const environment = { OPENAI_API_KEY: "one", ANTHROPIC_API_KEY: "two" };
    expect(chat({ model: "gpt", environment })).toEqual({
      provider: "openai",
      model: "gpt",
      baseUrl: null,
      apiKey: "one",
      keyFrom: "OPENAI_API_KEY",
    });
    expect(chat({ model: "anthropic:claude", environment })?.apiKey).toBe("two");
    expect(chat({ model: "mistral:small", environment })?.apiKey).toBeNull();
    expect(chat({ model: "claude-sonnet-4-5", environment })).toMatchObject({ provider: "anthropic", apiKey: "two" });
  });

  it("are refused for an unknown provider without an address", () => {
    const refused = expect.objectContaining({ code: "configuration", message: expect.stringContaining("--base-url") });
    expect(() => chat({ model: "llama3:8b" })).toThrow(refused);
    for (const own of [{ baseUrl: "https://host/v1" }, { environment: { OPENAI_BASE_URL: "https://host/v1" } }])
      expect(chat({ model: "llama3:8b", ...own })).toMatchObject({ provider: "openai", model: "llama3:8b" });
  });

  it("prefer the key of a file to the key of the environment", () => {
    const environment = { OPENAI_API_KEY: "one" };
    expect(chat({ model: "gpt", environment, apiKeyFile: keyFile("file") })?.apiKey).toBe("file-key");
  });

  it("use OPENAI_BASE_URL only for OpenAI, and prefer --base-url", () => {
    const environment = { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };
    expect(chat({ model: "gpt", environment })?.baseUrl).toBe("http://127.0.0.1:1/v1");
    expect(chat({ model: "anthropic:claude", environment })?.baseUrl).toBeNull();
    expect(chat({ model: "gpt", environment, baseUrl: "http://127.0.0.1:2/v1" })?.baseUrl).toBe(
      "http://127.0.0.1:2/v1",
    );
  });

  it("do not read Ollama's mistral:7b as a model of Mistral", () => {
    const baseUrl = "http://127.0.0.1:11434/v1";
    expect(chat({ model: "mistral:7b", baseUrl })).toMatchObject({ provider: "openai", model: "mistral:7b", baseUrl });
    // A provider's embedding model keeps its provider next to a local chat model.
    const environment = { GOOGLE_GENERATIVE_AI_API_KEY: "two" };
    expect(embedding({ model: "mistral:7b", baseUrl, embeddingModel: "google:embed", environment })).toMatchObject({
      provider: "google",
      baseUrl: null,
      apiKey: "two",
    });
    expect(embedding({ model: "mistral:7b", baseUrl, embeddingModel: "nomic-embed-text:v1.5" })?.baseUrl).toBe(baseUrl);
  });

  it("ignore an empty variable", () => {
    expect(chat({ model: "gpt", environment: { OPENAI_API_KEY: "", OPENAI_BASE_URL: " " } })).toMatchObject({
      baseUrl: null,
      apiKey: null,
      keyFrom: null,
    });
  });
});

describe("the settings of the embedding model", () => {
  const environment = { OPENAI_API_KEY: "one" };

  it("are taken from a chat model of the same provider", () => {
    const options = { model: "gpt", embeddingModel: "embed", baseUrl: "https://host/v1", apiKeyFile: keyFile("chat") };
    expect(embedding({ ...options, environment })).toEqual({
      provider: "openai",
      model: "embed",
      baseUrl: "https://host/v1",
      apiKey: "chat-key",
      keyFrom: "the file of api-key-file",
    });
  });

  it("have priority over the settings of the chat model", () => {
    const options = { model: "gpt", embeddingModel: "embed", baseUrl: "https://host/v1", apiKeyFile: keyFile("chat") };
    const own = { ...environment, COLLOQUY_EMBEDDING_API_KEY: "own" };
    expect(embedding({ ...options, environment: own })?.apiKey).toBe("own");
    expect(embedding({ ...options, environment: own, embeddingApiKeyFile: keyFile("file") })?.apiKey).toBe("file-key");
    expect(embedding({ ...options, environment, embeddingBaseUrl: "https://other/v1" })?.baseUrl).toBe(
      "https://other/v1",
    );
  });

  it("are never taken from a chat model of another provider", () => {
    const options = { model: "anthropic:claude", baseUrl: "https://proxy/v1", apiKeyFile: keyFile("chat") };
    expect(embedding({ ...options, embeddingModel: "embed", environment })).toEqual({
      provider: "openai",
      model: "embed",
      baseUrl: null,
      apiKey: "one",
      keyFrom: "OPENAI_API_KEY",
    });
  });

  it("are refused for an unknown provider when neither they nor the chat model have an address", () => {
    const embeddingModel = "nomic-embed-text:v1.5";
    const refused = expect.objectContaining({ message: expect.stringContaining("--embedding-base-url") });
    expect(() => embedding({ embeddingModel })).toThrow(refused);
    expect(() => embedding({ embeddingModel, model: "anthropic:claude", baseUrl: "https://proxy/v1" })).toThrow(
      refused,
    );
    for (const own of [{ embeddingBaseUrl: "https://host/v1" }, { baseUrl: "https://host/v1" }])
      expect(embedding({ embeddingModel, ...own })).toMatchObject({ provider: "openai", baseUrl: "https://host/v1" });
  });

  it("use --base-url without a named chat model", () => {
    expect(embedding({ embeddingModel: "embed", baseUrl: "http://127.0.0.1:2/v1" })?.baseUrl).toBe(
      "http://127.0.0.1:2/v1",
    );
  });
});
