import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../model/index.ts";
import { parsePriceFile, readPriceFile } from "./price-file.ts";

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ColloquyError && error.code === "configuration") return error.message;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("a file of prices", () => {
  it("contains prices of models, with and without provider", () => {
    const prices = parsePriceFile(
      [
        "openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }",
        "anthropic:claude-haiku-4-5: { input: 1, cached-input: 0.1, cache-write: 1.25, output: 5 }",
        "text-embedding-3-small:",
        "  input: 0.02",
        "llama3.1:8b: { input: 0, output: 0 }",
      ].join("\n"),
      "prices.yaml",
    );
    expect(prices.name).toBe("prices.yaml");
    const mini = { input: 0.15, cachedInput: 0.075, cacheWrite: 0.15, output: 0.6 };
    for (const name of ["openai:gpt-4o-mini", "gpt-4o-mini", "OpenAI:GPT-4o-mini"]) {
      expect(prices.find(name)).toEqual(mini);
    }
    expect(prices.find("anthropic:claude-haiku-4-5")).toEqual({
      input: 1,
      cachedInput: 0.1,
      cacheWrite: 1.25,
      output: 5,
    });
    expect(prices.find("claude-haiku-4-5")).toBeNull();
    expect(prices.find("openai:text-embedding-3-small")).toEqual({
      input: 0.02,
      cachedInput: 0.02,
      cacheWrite: 0.02,
      output: null,
    });
    expect(prices.find("openai:llama3.1:8b")).toEqual({ input: 0, cachedInput: 0, cacheWrite: 0, output: 0 });
    expect(prices.find("constructor")).toBeNull();
  });

  it("accepts the notations of a configuration for its keys", () => {
    for (const key of ["cached-input", "cachedInput", "cached_input"]) {
      expect(parsePriceFile(`m: { input: 2, ${key}: 1 }`, "p").find("m")?.cachedInput).toBe(1);
    }
  });

  it.each([
    [
      "m: { input: cheap }",
      'The price input of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is "cheap".',
    ],
    [
      "m: { input: -1 }",
      'The price input of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is "-1".',
    ],
    [
      "m: { input: .inf }",
      'The price input of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is "Infinity".',
    ],
    [
      "m: { input: 1, output: }",
      "The price output of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is empty.",
    ],
    [
      "m: { input: 1, output: [1] }",
      "The price output of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is a list or a mapping.",
    ],
    ["m: &a { input: *a }", "p.yaml is no valid YAML: an alias refers to a value that contains it."],
    [
      'm: { input: "0.15" }',
      'The price input of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is the text "0.15": leave out the quotes.',
    ],
    [
      "m:\n  input: 0,15",
      'The price input of m in p.yaml must be a number of US dollars a million tokens, 0 or more, such as `0.15`, and is "0,15": write a decimal with a point.',
    ],
    [
      "m: { input: 0,15 }",
      'The prices of m in p.yaml have the unknown key "15". Write a decimal with a point, such as `0.15`.',
    ],
    [
      "prices:\n  m: { input: 1 }",
      "m is below prices in p.yaml; write each model at the top of the file, as `openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`.",
    ],
    [
      "m: { output: 1 }",
      "The prices of m in p.yaml have no input; it must be a number of US dollars a million tokens, 0 or more, such as `0.15`.",
    ],
    ["m: { input: 1, ouput: 2 }", 'The prices of m in p.yaml have the unknown key "ouput". Did you mean "output"?'],
    [
      "m: { input: 1, per-call: 2 }",
      'The prices of m in p.yaml have the unknown key "per-call". Known keys: input, cached-input, cache-write, output.',
    ],
    [
      "m: { input: 1, cachedInput: 1, cached-input: 2 }",
      "The prices of m in p.yaml have cached-input twice; keep one of them.",
    ],
    [
      "m: 0.15",
      "The prices of m in p.yaml must be a mapping, such as `openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`.",
    ],
    ["m: { input: 1 }\nopenai:M: { input: 2 }", "p.yaml has prices of openai:M twice; keep one of them."],
    ["m: { input: 1 }\nm: { input: 2 }", "p.yaml, line 2, has m a second time; keep one of them."],
    ["m: { input: 1, input: 2 }", "p.yaml, line 1, has input a second time; keep one of them."],
    [
      '"a model": { input: 1 }',
      'p.yaml has prices of "a model", which is no name of a model; write one such as `openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`.',
    ],
    [
      "",
      "p.yaml must be a list of models and their prices, such as `openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`.",
    ],
    [
      "- m",
      "p.yaml must be a list of models and their prices, such as `openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`.",
    ],
    [
      "m: {",
      "p.yaml is no valid YAML, line 1: Flow map in block collection must be sufficiently indented and end with a }.",
    ],
    ["m: *nobody", "p.yaml is no valid YAML: Unresolved alias (the anchor must be set before the alias): nobody."],
  ])("is refused in one sentence: %j", (text, sentence) => {
    expect(failure(() => parsePriceFile(text, "p.yaml"))).toBe(sentence);
  });
});

describe("reading a file of prices", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "colloquy-prices-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it("finds it relative to the working directory", () => {
    writeFileSync(join(cwd, "prices.yaml"), "m: { input: 3 }\n");
    expect(readPriceFile("prices.yaml", cwd).find("m")?.input).toBe(3);
  });

  it.skipIf(process.platform === "win32")("refuses a pipe and an endless device", () => {
    execFileSync("mkfifo", [join(cwd, "pipe.yaml")]);
    for (const path of ["pipe.yaml", "/dev/zero"])
      expect(failure(() => readPriceFile(path, cwd))).toBe(
        `The file of prices ${path} cannot be read: it is a pipe, a socket or a device, not a file; name a YAML file with --prices.`,
      );
  });

  it("names the error if it is missing, is a folder, or is too large", () => {
    writeFileSync(join(cwd, "large.yaml"), `# ${"x".repeat(1_000_001)}`);
    const messages = ["missing.yaml", ".", "large.yaml"].map((path) => failure(() => readPriceFile(path, cwd)));
    expect(messages[0]).toBe("The file of prices missing.yaml does not exist; name a YAML file with --prices.");
    expect(messages[1]).toMatch(/^The file of prices \. cannot be read: .+; name a YAML file with --prices\.$/);
    expect(messages[2]).toBe(
      "The file of prices large.yaml cannot be read: it is larger than a megabyte; name a YAML file with --prices.",
    );
  });
});
