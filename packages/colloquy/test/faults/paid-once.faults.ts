import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IngestOptions, open } from "../../src/index.ts";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "../ingest-fixture.ts";
import { chunksOf, type RecordingProxy, startRecordingProxy } from "../recording-proxy.ts";

let folder: IngestFixture;
let provider: SimulatedServer;
let proxy: RecordingProxy;
beforeEach(async () => {
  folder = new IngestFixture();
  for (let seed = 1; seed <= 8; seed += 1) folder.writeTalk(`talk-${seed}.txt`, seed, 120);
  const faults = { serverError: 0.1, overloaded: 0.05, reset: 0.05, hang: 0, cutOff: 0.1, badJson: 0.05 };
  provider = await startSimulatedProvider({ seed: 4, timeScale: 100, rpm: null, tpm: null, faults });
  proxy = await startRecordingProxy(provider.url.replace(/\/v1$/, ""));
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await provider.close();
  folder[Symbol.dispose]();
});

const inLine = (chunk: string): string => chunk.replace(/^> /gm, "").replace(/\s+/g, " ").trim();

/** The chunks with a reply in the ledger. */
async function settledChunks(): Promise<Set<string>> {
  await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
  let rows = "";
  for await (const part of workspace.exportRows("jsonl")) rows += part;
  const chunks = rows
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly kind: string; readonly text: string; readonly profile: unknown })
    .filter(({ kind, profile }) => kind === "chunk" && profile !== null);
  return new Set(chunks.map(({ text }) => inLine(text)));
}

describe("a workspace that is filled in several runs by a failing provider", () => {
  it("never requests settled chunks again: half of the chunks, then another batch size, then a new first file", async () => {
    const ingest = (options: Partial<IngestOptions>) =>
      folder.ingest({
        model: "simulated",
        baseUrl: `${proxy.url}/v1`,
        environment: {},
        skipEmbeddings: true,
        ...options,
      });
    const half = await ingest({ limit: 60, batchSize: 8 });
    const settledInHalf = await settledChunks();
    expect(settledInHalf.size).toBe(half.chunks.extracted);
    expect(settledInHalf.size).toBeGreaterThan(50);
    const callsOfHalf = proxy.calls.length;

    await ingest({ batchSize: 3 });
    const settledInAll = await settledChunks();
    const callsOfAll = proxy.calls.length;

    folder.writeTalk("a-new-talk.txt", 99, 120);
    const added = await ingest({ batchSize: 7 });
    const { extracted, deadLetters, total } = added.chunks;
    // Three replies may be unusable by chance.
    expect(extracted + deadLetters).toBe(total);
    expect(deadLetters).toBeLessThan(3);

    const requestedBetween = (from: number, to?: number) => proxy.calls.slice(from, to).flatMap(chunksOf).map(inLine);
    const [first, second, third] = [
      requestedBetween(0, callsOfHalf),
      requestedBetween(callsOfHalf, callsOfAll),
      requestedBetween(callsOfAll),
    ];
    // Checks that the ledger and the prompts have the same texts, so that the next check can fail.
    expect([...settledInHalf].filter((chunk) => !first.includes(chunk))).toEqual([]);
    expect(second.filter((chunk) => settledInHalf.has(chunk))).toEqual([]);
    expect(third.filter((chunk) => settledInAll.has(chunk))).toEqual([]);
    expect(first.length).toBeGreaterThan(60);
    expect(third.length).toBeGreaterThan(0);
  });
});
