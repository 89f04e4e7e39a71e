import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { CallError, ColloquyError, NO_USAGE } from "../../src/index.ts";
import { inFastTime } from "../in-fast-time.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { chunksOf, type RecordingProxy, startRecordingProxy } from "../recording-proxy.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { expectTrueCosts } from "./expect-true-costs.ts";
import { SpendingTimeline } from "./spending-timeline.ts";
import { MANY_FAULTS, SpendingFixture } from "./spending-fixture.ts";

/** When the last attempt was sent, the budget was not exceeded. Only attempts in flight at that time may exceed it. */
function expectKept({ spentUsd, lastSending }: SpendingTimeline, maxCostUsd: number): void {
  expect(lastSending.inFlight).toBeGreaterThan(0);
  expect(lastSending.spentUsd).toBeLessThanOrEqual(maxCostUsd);
  expect(spentUsd).toBeLessThanOrEqual(maxCostUsd + lastSending.inFlightUsd + 1e-12);
}

/** The chunks of a talk in all calls with a reply. */
function repliedChunks(proxy: RecordingProxy): string[] {
  return proxy.completed.flatMap(chunksOf).filter((chunk) => chunk.includes(" told "));
}

describe("--max-cost", () => {
  it("stops new calls with exit code 4; a second run has the digest of an undisturbed run and pays for no chunk twice", async () => {
    const latency = { firstTokenSigma: 0, speedSigma: 0, stragglers: 0 };
    await using undisturbed = await SpendingFixture.open({ latency });
    const whole = await undisturbed.ingest();
    await using spending = await SpendingFixture.open({ latency });
    await using proxy = await startRecordingProxy(spending.provider.url.replace(/\/v1$/, ""));
    const models = { ...spending.models, baseUrl: `${proxy.url}/v1` };

    const timeline = new SpendingTimeline();
    const { telemetry, record: onEvent } = timeline;
    const first = await spending.ingest({ ...models, maxCostUsd: 0.008, ports: { telemetry }, onEvent });
    expect(first.exitCode).toBe(4);
    expectKept(timeline, 0.008);
    expect(first.chunks.extracted).toBeGreaterThan(0);
    expect(first.chunks.pending).toBeGreaterThan(0);
    const second = await spending.ingest({ ...models, maxCostUsd: 5 });
    expect(second).toMatchObject({ exitCode: 0, digest: whole.digest });
    expect(spending.reports().cost.budget).toEqual({ maxCostUsd: 5, reached: false });

    const chunks = repliedChunks(proxy);
    expect(chunks).toHaveLength(whole.chunks.total);
    expect(new Set(chunks).size).toBe(chunks.length);
    expectTrueCosts(spending);
  });

  it.each([1, 2])("is exceeded only by calls in flight at a provider with many faults (seed %i)", async (seed) => {
    await using spending = await SpendingFixture.open({ seed, faults: MANY_FAULTS }, 6);
    const maxCostUsd = 0.012;
    const timeline = new SpendingTimeline();
    const { telemetry, record: onEvent } = timeline;
    const { exitCode, usage } = await spending.ingest({ maxCostUsd, batchSize: 2, ports: { telemetry }, onEvent });
    expect(exitCode).toBe(4);
    expectKept(timeline, maxCostUsd);
    // The known and the unknown costs that the run reports.
    expect(timeline.spentUsd).toBeCloseTo(
      (usage.costUsd ?? Number.NaN) + (usage.unknownSpend.upToUsd ?? Number.NaN),
      12,
    );
    expectTrueCosts(spending);
  });

  it("is shared by both stages", async () => {
    await using spending = await SpendingFixture.open();
    const prices = join(spending.folder.root, "prices.yaml");
    // All embeddings together cost 0.05 of the 0.06 dollars.
    writeFileSync(prices, "gpt-4o-mini: { input: 0.15, output: 0.6 }\ntext-embedding-3-small: { input: 2 }\n");
    const { exitCode, usage, chunks } = await spending.ingest({ prices, maxCostUsd: 0.06 });
    expect(exitCode).toBe(4);
    expect(usage.costUsd).toBeLessThanOrEqual(0.06);
    const { models } = spending.reports().cost;
    const costOf = (stage: string): number =>
      models.reduce((sum, each) => sum + (each.stage === stage ? (each.costUsd ?? 0) : 0), 0);
    expect(costOf("extract") + costOf("embed")).toBeCloseTo(usage.costUsd ?? Number.NaN, 12);
    expect(chunks.embedded + chunks.extracted).toBeGreaterThan(0);
    expect(chunks.embedded + chunks.extracted).toBeLessThan(2 * chunks.total);
    expect(costOf("embed")).toBeGreaterThan(0);
  });

  it("stops every call that exceeds it, including the ping of a model", async () => {
    await using spending = await SpendingFixture.open();
    const { exitCode, chunks } = await spending.ingest({ maxCostUsd: 1e-6, skipEmbeddings: true });
    expect(exitCode).toBe(4);
    expect(chunks.extracted).toBe(0);
    expect(spending.provider.accounts.chat.calls).toBe(0);
    expect(spending.reports().cost).toMatchObject({ outcome: "budget-reached", costUsd: 0, models: [] });
    // This is enough for the ping, but not for a batch.
    await spending.ingest({ maxCostUsd: 1e-4, skipEmbeddings: true });
    expect(spending.provider.accounts.chat.calls).toBe(1);
  });

  it("leaves no room for a ping in an outage when the waiting call may cost the rest; the call is sent again", async () => {
    using folder = new IngestFixture();
    folder.write("talk.txt", "Ada: Mirela told Tobias that sleep matters.\n");
    const prices = join(folder.root, "prices.yaml");
    writeFileSync(prices, "scripted: { input: 1, output: 1 }\n");
    // A ping costs up to 0.6, and so does the call.
    const most = { inputTokens: 0, maxOutputTokens: 600_000 };
    const ping = vi.fn(async () => NO_USAGE);
    const script = (_batch: unknown, call: number): void => {
      if (call <= 3) throw new CallError("network", "There is no connection.", { unspent: true });
    };
    const scripted = new ScriptedExtractor({ paid: true, profile: "scripted", script });
    const extractor = Object.assign(scripted, { callTokens: () => most, pingTokens: most, ping });
    const options = { ports: { extractor }, prices, skipEmbeddings: true, maxCostUsd: 1 };
    const { exitCode } = await inFastTime(() => folder.ingest(options));
    expect({ exitCode, calls: scripted.calls.length, pings: ping.mock.calls.length }).toEqual({
      exitCode: 0,
      calls: 4,
      pings: 1,
    });
  });

  it("is refused in one sentence, before any call, when a price is unknown", async () => {
    await using spending = await SpendingFixture.open();
    const failure: unknown = await spending
      .ingest({ model: "unheard-of", maxCostUsd: 5 })
      .catch((error: unknown) => error);
    expect(ColloquyError.isInstance(failure) && failure.exitCode).toBe(2);
    expect(String(failure)).toContain("The price of openai:unheard-of is unknown, so --max-cost cannot be enforced");
    expect(spending.provider.accounts.chat.calls + spending.provider.accounts.embeddings.calls).toBe(0);
    expect(spending.files()).toEqual([]);
  });
});
