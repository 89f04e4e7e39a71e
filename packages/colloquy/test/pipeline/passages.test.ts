import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cutPassages, encodePassages, meanVector, PASSAGE_CUT } from "../../src/embedding/index.ts";
import type { TurnView, VectorRow } from "../../src/model/index.ts";
import { type CallOptions, type EmbeddingModel, NO_USAGE, type PendingChunk } from "../../src/ports/index.ts";
import { createMemoryVectorStore } from "../../src/testing/index.ts";
import { sampleChunks, sampleRecord } from "../../src/testing/suites/sample-transcripts.ts";
import { RunFixture } from "./run-fixture.ts";

let workspace: RunFixture;
beforeEach(async () => {
  workspace = new RunFixture();
  await writeTalk();
});
afterEach(() => workspace[Symbol.asyncDispose]());

const CHUNKS = 12;

/** Chunks of one passage, of two, and so on. */
async function writeTalk(): Promise<void> {
  const { key } = await workspace.ledger.registerSource(workspace.transcriptsDir, new Map());
  const sample = Array.from({ length: CHUNKS }, (_, index) => ({
    speaker: index % 2 === 0 ? "Ada" : "Ben",
    words: `Of matter ${index} we said that the price of the remote is high, and nobody was sure about it. `.repeat(
      index + 1,
    ),
  }));
  await workspace.ledger.putTranscript(sampleRecord(key, "talk.txt", sampleChunks(sample)));
}

/** A model that matches meaning, as far as a run knows. A vector follows from the letters of its text. */
class LetterVectors implements EmbeddingModel {
  readonly profile = "letters@1";
  readonly dimensions = 3;
  readonly paid = true;
  readonly batchSize = 16;
  readonly calls: (readonly string[])[] = [];

  async embed(texts: readonly string[], _options: CallOptions) {
    this.calls.push(texts);
    return { vectors: texts.map(vectorOf), usage: { ...NO_USAGE, inputTokens: texts.length } };
  }

  async embedQuery(text: string): Promise<Float32Array> {
    return vectorOf(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function vectorOf(text: string): Float32Array {
  const counts = [/[ae]/gu, /[io]/gu, /\d/gu].map((letters) => text.match(letters)?.length ?? 0);
  const length = Math.hypot(...counts) || 1;
  return Float32Array.from(counts, (count) => count / length);
}

async function rows(): Promise<readonly VectorRow[]> {
  const all: VectorRow[] = [];
  for await (const batch of workspace.vectorStore.rows()) all.push(...batch);
  return all.toSorted((one, other) => one.ordinal - other.ordinal);
}

async function pendingChunks(): Promise<readonly PendingChunk[]> {
  const selection = { profile: "none", paid: true, force: false, after: null, limit: 100 };
  return (await workspace.ledger.pending("embed", selection)).items;
}

function viewOf({ turns, text, startOffset: start }: VectorRow): readonly TurnView[] {
  return turns.map(({ speaker, startOffset, endOffset }) => ({
    speaker,
    text: text.slice(startOffset - start, endOffset - start),
  }));
}

describe("a run with a model that matches meaning", () => {
  it("embeds the passages of each chunk in one call, and stores them with their mean", async () => {
    const pending = await pendingChunks();
    const embeddingModel = new LetterVectors();
    const { digest } = await workspace.run({ embeddingModel }, { skipKg: true });
    expect(embeddingModel.calls.length).toBeGreaterThan(2);
    for (const texts of embeddingModel.calls) expect(texts.length).toBeLessThanOrEqual(16);
    const stored = await rows();
    expect(stored).toHaveLength(CHUNKS);
    for (const row of stored) {
      const { view = [] } = pending.find(({ chunk }) => chunk === row.id) ?? {};
      const texts = cutPassages(view).map(({ text }) => text);
      const vectors = texts.map(vectorOf);
      expect({ vector: row.vector, passages: row.passages }).toEqual({
        vector: meanVector(vectors),
        passages: encodePassages(vectors),
      });
      expect(cutPassages(viewOf(row)).map(({ text }) => text)).toEqual(texts);
      expect(embeddingModel.calls.filter((call) => texts.every((text) => call.includes(text)))).toHaveLength(1);
    }
    workspace.vectorStore = createMemoryVectorStore();
    expect((await workspace.run({ embeddingModel }, { skipKg: true })).digest).toBe(digest);
    expect(await rows()).toEqual(stored);
  });

  it("embeds chunks again whose passages are of another cut, and keeps their vectors until then", async () => {
    const embeddingModel = new LetterVectors();
    const { digest } = await workspace.run({ embeddingModel }, { skipKg: true });
    const [stored, calls] = [await rows(), embeddingModel.calls.length];
    const { profile, paid } = embeddingModel;
    const others = (await pendingChunks()).slice(0, 2).map(({ contentKey }) => ({
      contentKey,
      vector: Float32Array.of(0, 0, 1),
      passages: encodePassages([Float32Array.of(0, 0, 1)], PASSAGE_CUT + 1),
    }));
    await workspace.ledger.putVectors({ profile, paid, raw: null, usage: NO_USAGE }, others);
    expect((await workspace.ledger.counts()).chunks.embedded).toBe(CHUNKS);
    const limited = await workspace.run({ embeddingModel }, { skipKg: true, limit: 1 });
    expect([limited.digest === digest, embeddingModel.calls.length]).toEqual([false, calls + 1]);
    expect((await workspace.run({ embeddingModel }, { skipKg: true })).digest).toBe(digest);
    expect(embeddingModel.calls.length).toBe(calls + 2);
    expect(await rows()).toEqual(stored);
    await workspace.run({ embeddingModel }, { skipKg: true });
    expect(embeddingModel.calls.length).toBe(calls + 2);
  });

  it("keeps vectors of whole chunks, which are paid for, until they are forced", async () => {
    const embeddingModel = new LetterVectors();
    const { profile, paid } = embeddingModel;
    const whole = (await pendingChunks()).map(({ contentKey }) => ({ contentKey, vector: Float32Array.of(0, 0, 1) }));
    await workspace.ledger.putVectors({ profile, paid, raw: null, usage: NO_USAGE }, whole);
    const { digest } = await workspace.run({ embeddingModel }, { skipKg: true });
    expect(embeddingModel.calls).toEqual([]);
    expect((await rows()).filter(({ passages }) => passages !== undefined)).toEqual([]);
    const renewed = await workspace.run({ embeddingModel }, { skipKg: true, force: true });
    expect(embeddingModel.calls.length).toBeGreaterThan(0);
    expect((await rows()).filter(({ passages }) => passages === undefined)).toEqual([]);
    expect(renewed.digest).not.toBe(digest);
  });
});
