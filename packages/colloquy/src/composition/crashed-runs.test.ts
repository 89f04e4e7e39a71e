import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReports, renderTextReport, renderReportPage } from "../metrics/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import type { BookedReplies, CrashedRun } from "../ports/index.ts";
import { bookCrashedRuns } from "./crashed-runs.ts";
import { flatPricing, unknownPricing } from "./flat-pricing.ts";

const RUN = "20260301-140509-ab12";
const CHAT: BookedReplies = {
  stage: "extract",
  profile: "openai:m prompt-1 ontology-a",
  replies: 4,
  unreported: 0,
  inputTokens: 40_000,
  cachedInputTokens: 8_000,
  outputTokens: 10_000,
  reasoningTokens: 0,
};
const VECTORS: BookedReplies = {
  ...CHAT,
  stage: "embed",
  profile: "openai:e/256",
  replies: 2,
  inputTokens: 20_000,
  cachedInputTokens: 0,
  outputTokens: 0,
};

/** The part of a ledger that records crashed runs. */
class Crashes {
  readonly closed: string[] = [];
  readonly #runs: readonly CrashedRun[];

  constructor(replies: readonly BookedReplies[], inFlight: CrashedRun["inFlight"] = []) {
    this.#runs = [{ run: RUN, startedAt: "2026-03-01T14:05:09.000Z", replies, inFlight }];
  }

  async crashedRuns(): Promise<readonly CrashedRun[]> {
    return this.#runs.filter(({ run }) => !this.closed.includes(run));
  }

  async closeRun(run: string): Promise<void> {
    this.closed.push(run);
  }
}

let folder: string;
let events: RunEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-crash-"));
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function book(ledger: Crashes): Promise<void> {
  const pricingOf = async (profile: string) =>
    profile.startsWith("openai:m ")
      ? flatPricing("openai:m", "a test", { input: 1, cachedInput: 0.5, cacheWrite: 1, output: 2 })
      : unknownPricing("openai:e");
  const emit = (event: RunEvent): void => void events.push(event);
  await bookCrashedRuns(ledger, { reportsIn: folder, workspace: "talks", pricingOf, emit });
}

describe("a run that was killed", () => {
  it("is booked by the next run with the least costs of its replies", async () => {
    const ledger = new Crashes([CHAT]);
    await book(ledger);
    expect(ledger.closed).toEqual([RUN]);
    const { cost, performance } = readReports(folder, null);
    expect(cost).toMatchObject({
      runId: RUN,
      outcome: "crashed",
      exitCode: null,
      seconds: null,
      finishedAt: null,
      costUsd: null,
      // 32,000 at 1, 8,000 at 0.5 and 10,000 at 2 dollars per million.
      costAtLeastUsd: 0.056,
      costAtMostUsd: null,
      tokens: { inputTokens: 40_000, outputTokens: 10_000 },
    });
    expect(cost.models).toMatchObject([{ model: "openai:m", operation: "extract", replies: 4, costUsd: 0.056 }]);
    expect(performance).toMatchObject({ outcome: "crashed", modelStages: [] });
    const data = JSON.parse(readFileSync(join(folder, "cost_data.json"), "utf8")) as Record<string, unknown>;
    expect(data).toMatchObject({
      totals: { runs: 1, crashedRuns: 1, knownUsd: 0.056, unpricedReplies: 0, replies: 4 },
    });
    expect(events).toMatchObject([
      { event: "notice", message: expect.stringContaining(`Run ${RUN} wrote no reports`) },
    ]);
    const text = renderTextReport({ cost, performance });
    expect(text).toContain("at least $0.056 for 40,000 tokens read");
    expect(text).toContain("The run left no reports");
    expect(renderReportPage({ cost, performance })).toContain(">crashed<");
  });

  it("is booked with the highest cost of its calls in flight", async () => {
    const { stage, profile } = CHAT;
    const inFlight = { calls: 2, inputTokens: 8_000, maxOutputTokens: 2_000 };
    await book(new Crashes([CHAT], [{ stage, profile, ...inFlight }]));
    const { cost } = readReports(folder, null);
    // 10,000 tokens at 1 and 2,000 at 2 dollars per million: prompts may be a quarter larger than estimated.
    const unknownSpend = { attempts: 2, inputTokens: 10_000, outputTokens: 2_000, upToUsd: 0.014 };
    expect(cost.models).toMatchObject([{ calls: 6, replies: 4, costUsd: 0.056, costAtMostUsd: 0.07, unknownSpend }]);
    expect(cost).toMatchObject({ costUsd: null, costAtLeastUsd: 0.056, costAtMostUsd: null });
  });

  it("is booked with calls in flight and without replies", async () => {
    const { stage, profile } = CHAT;
    await book(new Crashes([], [{ stage, profile, calls: 1, inputTokens: 4_000, maxOutputTokens: 1_000 }]));
    const { cost } = readReports(folder, null);
    expect(cost.models).toMatchObject([{ replies: 0, costUsd: 0, unknownSpend: { attempts: 1, upToUsd: 0.007 } }]);
  });

  it("is booked once, and not at all when it wrote its reports", async () => {
    await book(new Crashes([CHAT]));
    const again = new Crashes([CHAT, VECTORS]);
    await book(again);
    expect(again.closed).toEqual([RUN]);
    expect(JSON.parse(readFileSync(join(folder, "cost_data.json"), "utf8"))).toMatchObject({ totals: { runs: 1 } });
  });

  it("gets no report without replies and calls in flight", async () => {
    const ledger = new Crashes([]);
    await book(ledger);
    expect(ledger.closed).toEqual([RUN]);
    expect(readdirSync(folder)).toEqual([]);
    expect(events).toEqual([]);
  });

  it("has unknown costs without a price, and a lower bound when only some models have a price", async () => {
    await book(new Crashes([{ ...CHAT, unreported: 1 }, VECTORS]));
    const { cost } = readReports(folder, null);
    expect(cost).toMatchObject({ costUsd: null, costAtLeastUsd: 0.056, costAtMostUsd: null });
    expect(cost.models.map(({ costUsd }) => costUsd)).toEqual([null, null]);
    expect(JSON.parse(readFileSync(join(folder, "cost_data.json"), "utf8"))).toMatchObject({
      totals: { knownUsd: 0.056, unpricedReplies: 2 },
    });
  });

  it("is booked by a later run when its report cannot be written", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file, where the folder should be");
    const ledger = new Crashes([CHAT]);
    await book(ledger);
    expect(ledger.closed).toEqual([]);
    expect(events).toMatchObject([{ event: "warning" }]);
  });
});
