import { describe, expect, it } from "vitest";
import { remarksOnModels } from "./model-remarks.ts";

describe("remarks on the options of models", () => {
  it("say which provider was most likely meant by a slip in its name", () => {
    expect(
      remarksOnModels({ model: "antropic:claude-sonnet-4-5", embeddingModel: "opnai:text-embedding-3-small" }),
    ).toEqual([
      "antropic:claude-sonnet-4-5 is taken for a model of that whole name at OpenAI, because antropic is no provider. Did you mean anthropic:claude-sonnet-4-5?",
      "opnai:text-embedding-3-small is taken for a model of that whole name at OpenAI, because opnai is no provider. Did you mean openai:text-embedding-3-small?",
    ]);
  });

  it.each([
    "gpt-4o-mini",
    "anthropic:claude-sonnet-4-5",
    "llama3:8b",
    "llama3.1:8b",
    "gemma3:4b",
    "qwen3:8b",
    "phi4:14b",
    "deepseek-r1:7b",
    "ft:gpt-4o-mini:org::id",
    "openai:antropic:x",
    "hf.co/some/Model-GGUF:Q4_K_M",
    "ollama:llama3:8b",
    "nomic-embed-text:v1.5",
  ])("leave %s alone", (model) => {
    expect(remarksOnModels({ model })).toEqual([]);
  });

  it("leave alone what a server at an address of its own calls its models", () => {
    const baseUrl = "http://127.0.0.1:11434/v1";
    for (const model of ["mistral:7b", "mistrall:7b"]) expect(remarksOnModels({ model, baseUrl })).toEqual([]);
  });

  it("say that an address alone does nothing", () => {
    const baseUrl = "http://127.0.0.1:8080/v1";
    expect(remarksOnModels({ baseUrl })).toEqual([
      "--base-url has no effect, because no model is named: name one with --model or --embedding-model.",
    ]);
    expect(remarksOnModels({ embeddingBaseUrl: baseUrl, model: "m" })).toEqual([
      "--embedding-base-url has no effect, because no embedding model is named: name one with --embedding-model.",
    ]);
    expect(remarksOnModels({ baseUrl, embeddingModel: "m" })).toEqual([]);
    expect(remarksOnModels({})).toEqual([]);
  });
});
