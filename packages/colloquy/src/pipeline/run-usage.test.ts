import { describe, expect, it } from "vitest";
import { NOTHING_COUNTED, type ObservedUsage } from "./observed-usage.ts";
import { RunTally } from "./run-tally.ts";
import { runUsage } from "./run-usage.ts";

const NOTHING: ObservedUsage = {
  ...NOTHING_COUNTED,
  costUsd: 0,
  costAtLeastUsd: 0,
  costAtMostUsd: 0,
  unknownSpend: { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 },
};

describe("what a run used", () => {
  it("counts calls to models, and no batches of rules or hashed words", () => {
    const tally = new RunTally();
    tally.failed("extraction");
    tally.failed("embedding");
    tally.failed("embedding");
    const usage = { ...NOTHING, calls: 7, attempts: 9, rateLimited: 1, inputTokens: 70 };
    const hashed = { ...NOTHING, calls: 160, attempts: 160 };
    const lanes = {
      extraction: { observer: { usage }, paid: true },
      embedding: { observer: { usage: hashed }, paid: false },
    };
    const counted = { calls: 7, attempts: 9, rateLimited: 1, failed: 1, inputTokens: 70, embeddingTokens: 0 };
    expect(runUsage(lanes, tally)).toMatchObject(counted);
    const both = runUsage({ ...lanes, embedding: { observer: { usage: hashed }, paid: true } }, tally);
    expect(both).toMatchObject({ calls: 167, attempts: 169, failed: 3 });
  });

  it("costs what both lanes cost, in the same dollars as its report", () => {
    const lane = (costUsd: number) => ({
      observer: { usage: { ...NOTHING, costUsd, costAtLeastUsd: costUsd, costAtMostUsd: costUsd } },
      paid: true,
    });
    const usage = runUsage({ extraction: lane(0.7), embedding: lane(0.1) }, new RunTally());
    expect(0.7 + 0.1).not.toBe(0.8);
    expect(usage).toMatchObject({ costUsd: 0.8, costAtLeastUsd: 0.8, costAtMostUsd: 0.8 });
  });
});
