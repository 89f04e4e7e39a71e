import { describe, expect, it } from "vitest";
import { estimateTokens } from "../chunking/index.ts";
import { cutPassages, encodePassages, meanVector } from "../embedding/index.ts";
import { renderView } from "../model/index.ts";
import type { PendingChunk } from "../ports/index.ts";
import { cutBatches, pendingFrom, type StagePlan } from "./batches.ts";
import { type EmbeddedChunk, embeddedChunks, vectorsOf } from "./embedded-chunks.ts";

const SENTENCES = "We talk about the price of the new remote control today, and nobody is sure yet. ";

function chunk(name: string, sentences: number): PendingChunk {
  const view = [{ speaker: "Ann", text: SENTENCES.repeat(sentences) }];
  return { contentKey: name, chunk: name, tokens: estimateTokens(renderView(view)), view };
}

async function embedded(
  chunks: readonly PendingChunk[],
  model: { readonly matchesWords?: boolean; readonly batchSize: number; readonly batchTokens?: number },
): Promise<readonly (readonly EmbeddedChunk[])[]> {
  const { batchSize, batchTokens = Number.POSITIVE_INFINITY } = model;
  const plan: StagePlan = {
    stage: "embed",
    profile: "p",
    paid: true,
    force: false,
    total: chunks.length,
    batchSize,
    batchTokens,
  };
  const batches: (readonly EmbeddedChunk[])[] = [];
  for await (const batch of cutBatches(embeddedChunks(pendingFrom(chunks), model), plan, async () => 1))
    batches.push(batch);
  return batches;
}

describe("chunks for an embedding model", () => {
  it("are passages for a model that matches meaning, with labels in the tokens", async () => {
    const pending = chunk("a", 20);
    const [[item] = []] = await embedded([pending], { batchSize: 256 });
    expect(item?.texts).toEqual(cutPassages(pending.view).map(({ text }) => text));
    expect(item?.texts.length).toBeGreaterThan(10);
    expect(item?.tokens).toBe(item?.texts.reduce((sum, text) => sum + estimateTokens(text), 0));
    expect(item?.tokens).toBeGreaterThan(pending.tokens);
  });

  it("are whole for a model that matches words", async () => {
    const pending = chunk("a", 20);
    const [[item] = []] = await embedded([pending], { batchSize: 256, matchesWords: true });
    expect(item?.texts).toEqual([renderView(pending.view)]);
    expect(item?.tokens).toBe(pending.tokens);
    expect(vectorsOf([item as EmbeddedChunk], [Float32Array.of(1, 0)])).toEqual([
      { contentKey: "a", vector: Float32Array.of(1, 0) },
    ]);
  });

  it("fill calls up to the most texts and tokens, each chunk whole in one call", async () => {
    const chunks = Array.from({ length: 9 }, (_, index) => chunk(`c${index}`, 3 + index));
    const byTexts = await embedded(chunks, { batchSize: 25 });
    const texts = byTexts.map((batch) => batch.flatMap((item) => item.texts).length);
    expect(byTexts.flat().map(({ contentKey }) => contentKey)).toEqual(chunks.map(({ contentKey }) => contentKey));
    expect(Math.max(...texts)).toBeLessThanOrEqual(25);
    expect(byTexts.length).toBeLessThan(chunks.length);
    const byTokens = await embedded(chunks, { batchSize: 256, batchTokens: 300 });
    for (const batch of byTokens)
      if (batch.length > 1) expect(batch.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(300);
  });

  it("have no more passages than a call may have texts", async () => {
    const batches = await embedded([chunk("a", 20), chunk("b", 20)], { batchSize: 4 });
    expect(batches.map((batch) => batch.map(({ texts }) => texts.length))).toEqual([[4], [4]]);
    const [[whole] = []] = await embedded([chunk("a", 20)], { batchSize: 1 });
    expect(whole?.texts).toHaveLength(1);
  });

  it("have the mean of their passages as their vector", async () => {
    const [batch = []] = await embedded([chunk("a", 2), chunk("b", 4)], { batchSize: 256 });
    const [a = 0, b = 0] = batch.map(({ texts }) => texts.length);
    const vectors = Array.from({ length: a + b }, (_, index) => Float32Array.of(Math.cos(index), Math.sin(index)));
    const [ofA, ofB] = [vectors.slice(0, a), vectors.slice(a)];
    expect(b).toBeGreaterThan(1);
    expect(vectorsOf(batch, vectors)).toEqual([
      { contentKey: "a", vector: meanVector(ofA), passages: encodePassages(ofA) },
      { contentKey: "b", vector: meanVector(ofB), passages: encodePassages(ofB) },
    ]);
  });
});
