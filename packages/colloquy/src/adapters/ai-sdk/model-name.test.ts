import { describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import { parseModelName, PROVIDER_KEYS } from "./index.ts";

const OLLAMA = "http://127.0.0.1:11434/v1";
const FLAGS = { model: "--model", baseUrl: "--base-url" };

/** `provider model` of a name, with a base URL of this model. */
function parsed(name: string, baseUrl: string | null = null, openaiUrl = baseUrl): string {
  const { provider, model } = parseModelName({ name, baseUrl, openaiUrl, flags: FLAGS });
  return `${provider} ${model}`;
}

function refusal(name: string, baseUrl: string | null = null): string {
  try {
    return `taken for ${parsed(name, baseUrl)}`;
  } catch (error) {
    return ColloquyError.isInstance(error) && error.code === "configuration" ? error.message : String(error);
  }
}

describe("parseModelName", () => {
  it("reads a name without a provider as a model of OpenAI or a compatible API", () => {
    for (const name of ["gpt-4o-mini", "o3-mini", "text-embedding-3-small"])
      expect(parsed(name)).toBe(`openai ${name}`);
  });

  it("separates a known provider from the model, in any case", () => {
    expect(parsed("anthropic:claude-sonnet-4-5")).toBe("anthropic claude-sonnet-4-5");
    expect(parsed("Google:gemini-2.5-flash")).toBe("google gemini-2.5-flash");
  });

  it.each([
    ["claude-3-5-sonnet", "anthropic"],
    ["gemini-2.5-flash", "google"],
    ["mistral-small-latest", "mistral"],
    ["open-mistral-nemo", "mistral"],
    ["command-r-plus", "cohere"],
    ["grok-4", "xai"],
    ["deepseek-chat", "deepseek"],
  ])("never sends %s to OpenAI, because it is a model of %s", (name, provider) => {
    expect(parsed(name)).toBe(`${provider} ${name}`);
    expect(parsed(name, null, "https://api.openai.com/v1")).toBe(`${provider} ${name}`);
    // A server that is compatible with OpenAI may offer models of any provider.
    expect(parsed(name, "https://proxy.example/v1")).toBe(`openai ${name}`);
    expect(parsed(name, null, "https://proxy.example/v1")).toBe(`openai ${name}`);
    expect(parsed(`openai:${name}`)).toBe(`openai ${name}`);
  });

  it("keeps colons in the names of models, with a base URL and after openai:", () => {
    for (const baseUrl of [OLLAMA, "https://proxy.example/v1"]) {
      expect(parsed("llama3:8b", baseUrl)).toBe("openai llama3:8b");
      expect(parsed("constructor:8b", baseUrl)).toBe("openai constructor:8b");
      expect(parsed("hf.co/some/Model-GGUF:Q4_K_M", baseUrl)).toBe("openai hf.co/some/Model-GGUF:Q4_K_M");
    }
    expect(parsed("llama3:8b", null, OLLAMA)).toBe("openai llama3:8b");
    expect(parsed("openai:mistral:7b")).toBe("openai mistral:7b");
    expect(parsed("openai:ft:gpt-4o-mini:org::id")).toBe("openai ft:gpt-4o-mini:org::id");
    expect(parsed("ft:gpt-4o-mini:org::id")).toBe("openai ft:gpt-4o-mini:org::id");
  });

  it("keeps model names of a server on this machine, except for openai:", () => {
    for (const baseUrl of [OLLAMA, "http://localhost:11434/v1"]) {
      expect(parsed("mistral:7b", baseUrl)).toBe("openai mistral:7b");
      expect(parsed("openai:mistral:7b", baseUrl)).toBe("openai mistral:7b");
    }
    expect(parsed("mistral:small", "https://proxy.example/v1")).toBe("mistral small");
    expect(parsed("mistral:small", "no address")).toBe("mistral small");
  });

  it("returns the variable of each provider's key", () => {
    expect(PROVIDER_KEYS).toMatchObject({
      openai: "OPENAI_API_KEY",
      anthropic: "ANTHROPIC_API_KEY",
      google: "GOOGLE_GENERATIVE_AI_API_KEY",
      mistral: "MISTRAL_API_KEY",
    });
  });
});

describe("an unknown provider", () => {
  it("that is a server needs its address", () => {
    const way = "a server with OpenAI's protocol needs its address, as in";
    expect(refusal("ollama:llama3:8b")).toBe(
      `Unknown provider "ollama" in ollama:llama3:8b: ${way} --base-url ${OLLAMA} --model openai:llama3:8b.`,
    );
    expect(refusal("ollama:llama3", OLLAMA)).toBe(
      `Unknown provider "ollama" in ollama:llama3: ${way} --model openai:llama3.`,
    );
    expect(refusal("lmstudio:qwen")).toContain("--base-url http://127.0.0.1:1234/v1 --model openai:qwen.");
    expect(refusal("bedrock:meta.llama3")).toContain("amazonaws.com/openai/v1 --model openai:meta.llama3.");
  });

  it("may have hyphens and dots", () => {
    expect(refusal("lm-studio:qwen")).toContain("--base-url http://127.0.0.1:1234/v1 --model openai:qwen.");
    expect(refusal("llama.cpp:qwen")).toContain("--base-url http://127.0.0.1:8080/v1 --model openai:qwen.");
    expect(refusal("together-ai:qwen")).toContain("name it as --model togetherai:qwen.");
    expect(refusal("x-ai:grok-4")).toContain("name it as --model xai:grok-4.");
  });

  it("that is misspelt or has another name gets a correction", () => {
    expect(refusal("claude:claude-sonnet-4-5")).toBe(
      'Unknown provider "claude" in claude:claude-sonnet-4-5: name it as --model anthropic:claude-sonnet-4-5.',
    );
    expect(refusal("gemini:gemini-2.5-flash")).toContain("name it as --model google:gemini-2.5-flash.");
    expect(refusal("antropic:claude-sonnet-4-5")).toContain("did you mean --model anthropic:claude-sonnet-4-5?");
    expect(refusal("anthropic/claude-sonnet-4-5")).toBe(
      "The model anthropic/claude-sonnet-4-5: name it as --model anthropic:claude-sonnet-4-5.",
    );
    expect(refusal("anthropic:")).toBe("The model anthropic:: name it as --model anthropic:MODEL.");
  });

  it.each(["foo:bar", "llama3:8b", "deepseek-r1:7b", "constructor:8b", "meta-llama/llama-3"])(
    "of %s is reported with the known providers and the option for an own server",
    (name) => {
      const prefix = /^[^:/]+/.exec(name)?.[0];
      expect(refusal(name)).toBe(
        `Unknown provider "${prefix}" in ${name}: providers are ${Object.keys(PROVIDER_KEYS).join(", ")}; ` +
          `a model of your own server needs its address, as in --base-url ${OLLAMA} --model ${name}.`,
      );
    },
  );
});
