import { describe, expect, it } from "vitest";
import type { Extractor, Ledger, PendingChunk } from "../ports/index.ts";
import { countBatches, plannedBatches } from "../estimation/planned-batches.ts";
import { cutBatches } from "./batches.ts";
import { planExtraction } from "./plan-stage.ts";

type Pending = Pick<Ledger, "pending" | "pendingCount" | "pendingTranscripts" | "settledChunks">;

/** A ledger with pending chunks of these sizes in tokens, in this order. */
function ledgerOf(tokens: readonly number[]): Ledger {
  const contents = tokens.map((each, at): PendingChunk => ({
    contentKey: String(at),
    chunk: String(at),
    tokens: each,
    view: [{ speaker: "Ada", text: "x".repeat(4 * each) }],
  }));
  const ledger: Pending = {
    pendingCount: async () => contents.length,
    pendingTranscripts: async () => [
      { transcript: "t", chunks: contents.length, tokens: tokens.reduce((sum, each) => sum + each, 0) },
    ],
    settledChunks: async () => [],
    pending: async (_lane, { after, limit, spread = { take: 1, of: 1 } }) => {
      const from = after === null ? 0 : Number(after);
      const taken = contents.filter((_, rank) => rank % Math.floor(spread.of / spread.take) === 0);
      const items = taken.slice(from, from + limit);
      return { items, next: from + limit < taken.length ? String(from + limit) : null };
    },
  };
  return ledger as Ledger;
}

const FRAME = 1_500;
const extractor: Extractor = {
  profile: "model prompt-1",
  description: "",
  paid: true,
  callTokens: (batch) => ({
    inputTokens: FRAME + batch.reduce((sum, { turns }) => sum + (turns[0]?.text.length ?? 0) / 4, 0),
    maxOutputTokens: 4_000,
  }),
  extract: async () => {
    throw new Error("The plan must not call the model.");
  },
  [Symbol.asyncDispose]: async () => undefined,
};

const CHOICE = { batchSize: 10, limit: Number.POSITIVE_INFINITY, force: false, deadLettersOnly: false };
const repeated = (count: number, tokens: number): number[] => Array.from({ length: count }, () => tokens);

describe("the plan of a stage", () => {
  it("uses the mean length of all chunks, also when the first chunks are shorter", async () => {
    const planned = await planExtraction(ledgerOf([...repeated(200, 100), ...repeated(200, 500)]), extractor, CHOICE);
    expect(planned.usualTokens).toEqual({ inputTokens: FRAME + 10 * 300, maxOutputTokens: 4_000 });
    expect(planned.frameTokens).toBeCloseTo(FRAME);
    expect(planned.chunkTokens).toBeCloseTo(300);
    expect(planned.calls).toBe(40);
  });

  it("samples chunks from the whole ledger for a limited run, which is spread over it", async () => {
    const ledger = ledgerOf([...repeated(200, 100), ...repeated(200, 500)]);
    const planned = await planExtraction(ledger, extractor, { ...CHOICE, limit: 50 });
    const plan = { total: 50, pending: 400 };
    expect(planned).toMatchObject({ calls: 5, usualTokens: { inputTokens: FRAME + 10 * 300 }, plan });
    const asked: string[] = [];
    for await (const batch of cutBatches(ledger, planned.plan, async () => 1))
      asked.push(batch.map(({ tokens }) => tokens).join());
    expect(asked).toHaveLength(5);
    expect([asked[0], asked[4]]).toEqual([repeated(10, 100).join(), repeated(10, 500).join()]);
  });

  it("has the tokens of a chunk also when calls are not full", async () => {
    const bounded = { ...extractor, batchTokens: 2_100 };
    const planned = await planExtraction(ledgerOf(repeated(1_003, 1_000)), bounded, CHOICE);
    expect(planned).toMatchObject({ calls: 502, frameTokens: FRAME, chunkTokens: 1_000 });
    const rest = await planExtraction(ledgerOf(repeated(95, 1_000)), extractor, { ...CHOICE, batchSize: 50 });
    expect(rest).toMatchObject({ calls: 2, chunkTokens: 1_000 });
  });

  it("counts calls by whole batches of any size", async () => {
    const planned = await planExtraction(ledgerOf(repeated(2_000, 100)), extractor, { ...CHOICE, batchSize: 100 });
    expect(planned.calls).toBe(20);
  });

  it("expects the batches that are cut later", async () => {
    for (const [contents, batchSize, width] of [
      [95, 10, 1],
      [1_000, 10, 12],
      [3_000, 10, 40],
      [700, 25, 200],
    ] as const) {
      const ledger = ledgerOf(repeated(contents, 100));
      const { plan, calls } = await planExtraction(ledger, extractor, { ...CHOICE, batchSize });
      let cut = 0;
      for await (const _batch of cutBatches(ledger, plan, async () => width)) cut += 1;
      expect(countBatches(plannedBatches({ chunks: contents, batchSize, plannedCalls: calls }, width))).toBe(cut);
    }
  });
});
