import { describe, expect, it } from "vitest";
import { HashingEmbeddingModel } from "./index.ts";

const signal = new AbortController().signal;

async function embed(...texts: string[]): Promise<readonly Float32Array[]> {
  const { vectors } = await new HashingEmbeddingModel().embed(texts, { signal });
  return vectors;
}

function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  return (left ?? new Float32Array()).reduce((sum, value, index) => sum + value * (right?.[index] ?? 0), 0);
}

describe("HashingEmbeddingModel", () => {
  it("returns vectors of its dimensions with length 1, in the order of the texts", async () => {
    const vectors = await embed("wireless microphones", "the budget", "wireless microphones");
    for (const vector of vectors) {
      expect(vector).toHaveLength(512);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
  });

  it("returns zeros for a text without words", async () => {
    expect(await embed("", "... and the")).toEqual([new Float32Array(512), new Float32Array(512)]);
  });

  it("gives texts with more common words a higher similarity", async () => {
    const [one, two, three] = await embed(
      "the wireless microphones failed",
      "microphone, wireless",
      "a budget for Wales",
    );
    expect(cosine(one, two)).toBeGreaterThan(0.7);
    expect(cosine(one, three)).toBeLessThan(0.3);
  });

  it("names its dimensions in its profile", () => {
    expect(new HashingEmbeddingModel().profile).toBe("hashing-512@1");
    expect(new HashingEmbeddingModel({ dimensions: 1024 }).profile).toBe("hashing-1024@1");
  });

  it("rejects invalid dimensions", () => {
    for (const dimensions of [0, -1, 1.5, NaN]) {
      expect(() => new HashingEmbeddingModel({ dimensions })).toThrow("a whole number above 0");
    }
  });

  it("stops when the signal is aborted", async () => {
    await expect(new HashingEmbeddingModel().embed(["a"], { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });
});
