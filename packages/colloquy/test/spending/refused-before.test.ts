import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ColloquyError, type IngestOptions } from "../../src/index.ts";
import { colloquy } from "../cli/process.ts";
import { SpendingFixture } from "./spending-fixture.ts";

let spending: SpendingFixture;
beforeAll(async () => {
  spending = await SpendingFixture.open();
});
afterAll(() => spending[Symbol.asyncDispose]());

function file(name: string, text: string): string {
  const path = join(spending.folder.root, name);
  writeFileSync(path, text);
  return path;
}

/** The message of a run that is refused before any call and any file. */
async function refusalOf(options: Partial<IngestOptions>): Promise<string> {
  const failure: unknown = await spending.ingest(options).catch((error: unknown) => error);
  if (!ColloquyError.isInstance(failure)) throw new Error(`The run was not refused: ${String(failure)}`);
  expect(failure.exitCode).toBe(2);
  expect(failure.message).not.toContain("\n");
  expectNothingDone();
  return failure.message;
}

function expectNothingDone(): void {
  const { chat, embeddings } = spending.provider.accounts;
  expect(chat.calls + embeddings.calls).toBe(0);
  expect(existsSync(spending.folder.dataDir)).toBe(false);
  expect(spending.files()).toEqual([]);
}

describe("a run is refused in one sentence, before any spending,", () => {
  it.each([
    ["is a list", "- gpt-4o-mini\n", /p\.yaml must be a list of models and their prices, such as/],
    ["is not YAML", "gpt-4o-mini: { input: 0.15\n", /p\.yaml is no valid YAML, line \d/],
    [
      "has a text for a price",
      'gpt-4o-mini: { input: "cheap" }\n',
      /The price input of gpt-4o-mini in p\.yaml must be a/,
    ],
    ["has a price below 0", "gpt-4o-mini: { input: -1 }\n", /must be a number .* 0 or more/],
    ["has a price that is not a number", "gpt-4o-mini: { input: .nan }\n", /must be a number .* is "NaN"/],
    ["has an infinite price", "gpt-4o-mini: { input: .inf }\n", /must be a number .* is "Infinity"/],
    ["has a number for prices", "gpt-4o-mini: 0.15\n", /The prices of gpt-4o-mini in p\.yaml must be a mapping/],
    ["has an unknown key", "gpt-4o-mini: { inptu: 1 }\n", /unknown key "inptu"\. Did you mean "?input/],
    ["has no price of input", "gpt-4o-mini: { output: 1 }\n", /have no input/],
    ["has a model twice", "m: { input: 1 }\nm: { input: 2 }\n", /a second time/],
    ["is empty", "", /p\.yaml must be a list of models/],
  ])("when the price file %s", async (_, text, sentence) => {
    expect(await refusalOf({ prices: file("p.yaml", text) })).toMatch(sentence);
  });

  it("when the price file is missing or a folder", async () => {
    const missing = join(spending.folder.root, "none.yaml");
    expect(await refusalOf({ prices: missing })).toBe(
      `The file of prices ${missing} does not exist; name a YAML file with --prices.`,
    );
    expect(await refusalOf({ prices: spending.folder.transcriptsDir })).toMatch(
      /^The file of prices .* cannot be read: /,
    );
  });

  it("when the output folder is not writable", async () => {
    const inTheWay = file("in-the-way", "a file\n");
    expect(await refusalOf({ outputDir: inTheWay })).toMatch(
      /^The reports cannot be written to .*: a part of its path is a file\. /,
    );
    expect(await refusalOf({ outputDir: join(inTheWay, "deeper") })).toContain("in-the-way");
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("when the budget is %f", async (maxCostUsd) => {
    expect(await refusalOf({ maxCostUsd })).toBe(
      `Expected \`maxCostUsd\` to be a number of US dollars above 0, got ${String(maxCostUsd)}.`,
    );
  });

  it.each([
    ["--max-cost", "0"],
    ["--max-cost", "much"],
    ["--prices", "none.yaml"],
    ["--output-dir", "in-the-way/deeper"],
  ])("on the command line: %s %s", async (option, value) => {
    file("in-the-way", "a file\n");
    const { model, embeddingModel, baseUrl } = spending.models;
    const models = ["--model", model, "--embedding-model", embeddingModel, "--base-url", baseUrl].map(String);
    const { exitCode, stdout, stderr } = await colloquy(
      ["ingest", "--transcripts-dir", "talks", "--data-dir", "data", "--workspace", "talks", ...models, option, value],
      { cwd: spending.folder.root },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
    expect(stderr).toContain(value.replace("/deeper", ""));
    expectNothingDone();
  });
});
