import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULTS, type ResolvedOptions } from "../../config/index.ts";
import { checkPrices } from "./prices.ts";

const folder = mkdtempSync(join(tmpdir(), "colloquy-prices-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(given: Partial<ResolvedOptions>, file?: string): Promise<readonly string[]> {
  const prices = join(folder, "prices.yaml");
  if (file !== undefined) writeFileSync(prices, file);
  const options = { ...DEFAULTS, ...given, ...(file === undefined ? {} : { prices }) };
  const findings = await checkPrices({ options, environment: {}, file: null, warnings: [] });
  return findings.map(({ state, message }) => `${state}: ${message}`);
}

describe("the prices of the models", () => {
  it("are shown with their source", async () => {
    const model = "openai:gpt-4o-mini";
    expect(await check({ model, embeddingModel: "openai:text-embedding-3-small" })).toEqual([
      expect.stringMatching(
        /^ok: openai:gpt-4o-mini: \$[\d.]+ in, \$[\d.]+ in from the cache, \$[\d.]+ out a million tokens \(/,
      ),
      expect.stringMatching(/^ok: openai:text-embedding-3-small: \$[\d.]+ in a million tokens \(/),
    ]);
    expect(await check({ model }, "gpt-4o-mini: { input: 1, output: 2 }")).toEqual([
      "ok: openai:gpt-4o-mini: $1.00 in, $1.00 in from the cache, $2.00 out a million tokens (prices.yaml)",
    ]);
  });

  it("include the price of cache writes, and a note if an alias may have a newer price", async () => {
    expect(await check({ model: "anthropic:claude-haiku-4-5" })).toEqual([
      expect.stringContaining("$1.00 in, $0.10 in from the cache, $1.25 into the cache, $5.00 out a million tokens"),
    ]);
    expect(await check({ model: "mistral:magistral-medium-latest" })).toEqual([
      expect.stringMatching(/^ok: mistral:magistral-medium-latest: /),
      expect.stringMatching(/^note: mistral:magistral-medium-latest is an alias .* may be outdated\. /),
    ]);
  });

  it("are a note when unknown, and a fault when a budget needs them", async () => {
    const note =
      "note: no price of openai:llama9:8b is known, so runs show its cost as unknown; give it in a file with --prices.";
    expect(await check({ model: "openai:llama9:8b" })).toEqual([note]);
    expect(await check({ model: "openai:llama9:8b", maxCost: 5 })).toEqual([
      note,
      expect.stringMatching(/^fault: The price of openai:llama9:8b is unknown, so --max-cost cannot be enforced/),
    ]);
  });

  it("are a fault when their file is wrong, with and without models", async () => {
    expect(await check({}, "m: { input: x }")).toEqual([
      expect.stringMatching(/^fault: The price input of m in prices\.yaml must be a number/),
    ]);
    expect(await check({})).toEqual([]);
  });
});
