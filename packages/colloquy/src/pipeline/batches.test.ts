import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ledger, PendingChunk } from "../ports/index.ts";
import { cutBatches, type StagePlan, sampleBatches } from "./batches.ts";

/** A ledger with chunks of these sizes. */
function ledgerOf(tokens: readonly number[]): Pick<Ledger, "pending"> {
  const contents = tokens.map((count, index): PendingChunk => ({
    contentKey: `k${index}`,
    chunk: `c${index}`,
    view: [],
    tokens: count,
  }));
  return {
    async pending(_lane, { after, limit }) {
      const from = Number(after ?? 0);
      const items = contents.slice(from, from + limit);
      return { items, next: from + limit < contents.length ? String(from + limit) : null };
    },
  };
}

function planFor(total: number, batchSize: number, batchTokens = Number.POSITIVE_INFINITY): StagePlan {
  return { stage: "extract", profile: "p", paid: true, force: false, batchSize, batchTokens, total };
}

async function cut(tokens: readonly number[], plan: StagePlan, width = 1): Promise<readonly PendingChunk[][]> {
  const batches: PendingChunk[][] = [];
  for await (const batch of cutBatches(ledgerOf(tokens), plan, async () => width)) batches.push([...batch]);
  return batches;
}

describe("cutting pending chunks into batches", () => {
  it("returns every chunk once and in order, in batches within both limits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 350 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 50 }),
        async (tokens, batchSize, batchTokens, width) => {
          const batches = await cut(tokens, planFor(tokens.length, batchSize, batchTokens), width);
          expect(batches.flat().map((content) => content.tokens)).toEqual(tokens);
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(batchSize);
            const sum = batch.reduce((all, content) => all + content.tokens, 0);
            if (batch.length > 1) expect(sum).toBeLessThanOrEqual(batchTokens);
          }
        },
      ),
    );
  });

  it("ends at the total, for any number of pending chunks", async () => {
    const batches = await cut(
      Array.from({ length: 300 }, () => 1),
      planFor(25, 10),
    );
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(await cut([1, 1], planFor(0, 10))).toEqual([]);
  });

  it("requests the width once, after most chunks are cut", async () => {
    const seen: string[] = [];
    const width = async (): Promise<number> => {
      seen.push("width");
      return 4;
    };
    const tokens = Array.from({ length: 400 }, () => 1);
    for await (const batch of cutBatches(ledgerOf(tokens), planFor(400, 10), width)) seen.push(String(batch.length));
    expect(seen.indexOf("width")).toBe(35);
    expect(seen.filter((entry) => entry === "width")).toHaveLength(1);
    expect(seen.at(-2)).toBe("3");
  });

  it("has the first batches of a long list as its sample", async () => {
    const tokens = Array.from({ length: 400 }, () => 1);
    const sample = await sampleBatches(ledgerOf(tokens), planFor(400, 30));
    expect(sample.map((batch) => batch.length)).toEqual([30, 30, 30]);
    const short = await sampleBatches(ledgerOf(tokens), planFor(40, 30));
    expect(short.map((batch) => batch.length)).toEqual([30, 10]);
  });
});
