import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "./ingest-fixture.ts";
import { chunksOf, type RecordedCall, type RecordingProxy, startRecordingProxy } from "./recording-proxy.ts";

let folder: IngestFixture;
let provider: SimulatedServer;
let proxy: RecordingProxy;
beforeEach(async () => {
  folder = new IngestFixture();
  for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed, 120);
  // No reply is slow enough to be cut off, so that each chunk is paid for once.
  const latency = { firstTokenSigma: 0, speedSigma: 0, stragglers: 0 };
  provider = await startSimulatedProvider({ timeScale: 1000, latency });
  proxy = await startRecordingProxy(provider.url.replace(/\/v1$/, ""));
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await provider.close();
  folder[Symbol.dispose]();
});

/** The chunks of each call. Pings have no chunks of a talk. */
function promptsFrom(calls: readonly RecordedCall[]): string[][] {
  return calls.map(chunksOf).filter((chunks) => chunks.some((chunk) => chunk.includes(" told ")));
}

function textsFrom(calls: readonly RecordedCall[]): string[] {
  const embedded = calls.filter(({ path }) => path.endsWith("/embeddings")).flatMap(({ words }) => words);
  return embedded.filter((text) => text.includes(" told "));
}

describe("a workspace that is filled in several runs", () => {
  it("pays for no chunk twice: half of the chunks, then another batch size, then a new first file", async () => {
    const models = {
      model: "simulated",
      embeddingModel: "simulated-embedding",
      baseUrl: `${proxy.url}/v1`,
      environment: {},
    };
    const half = await folder.ingest({ ...models, limit: 8, batchSize: 5 });
    expect(half.chunks).toMatchObject({ extracted: 8, deadLetters: 0 });
    expect(half.remaining?.chunks).toBeGreaterThan(4);
    const firstPrompts = promptsFrom(proxy.completed);
    expect(firstPrompts.flat()).toHaveLength(8);

    const regrouped = await folder.ingest({ ...models, batchSize: 3 });
    expect(regrouped.chunks.extracted).toBe(half.chunks.total);
    const regroupedPrompts = promptsFrom(proxy.completed).slice(firstPrompts.length);
    expect(Math.max(...firstPrompts.map(({ length }) => length))).toBeGreaterThan(3);
    expect(Math.max(...regroupedPrompts.map(({ length }) => length))).toBe(3);

    folder.writeTalk("a-new-talk.txt", 3, 120);
    const added = await folder.ingest({ ...models, batchSize: 7 });
    expect(added.chunks.extracted).toBe(added.chunks.total);
    expect(added.chunks.total).toBeGreaterThan(half.chunks.total);

    const chunks = promptsFrom(proxy.completed).flat();
    expect(chunks).toHaveLength(added.chunks.total);
    expect(new Set(chunks).size).toBe(chunks.length);
    const texts = textsFrom(proxy.completed);
    // A chunk has several passages.
    expect(texts.length).toBeGreaterThan(added.chunks.total);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
