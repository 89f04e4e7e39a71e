import { describe, expect, it } from "vitest";
import { type EmbeddingModel, NO_USAGE } from "../ports/index.ts";
import { embedBatch } from "./index.ts";

const signal = new AbortController().signal;

/** A model of two dimensions that returns these vectors. */
function modelAnswering(...vectors: number[][]): EmbeddingModel {
  return {
    profile: "broken@1",
    dimensions: 2,
    paid: false,
    concurrency: 1,
    batchSize: 8,
    embed: async () => ({ vectors: vectors.map((vector) => Float32Array.from(vector)), usage: NO_USAGE }),
    embedQuery: async () => new Float32Array(2),
    [Symbol.asyncDispose]: async () => {},
  };
}

describe("embedBatch", () => {
  it("returns valid vectors, including zeros", async () => {
    const { vectors, invalid } = await embedBatch(modelAnswering([0.6, 0.8], [0, 0]), ["a", ""], { signal });
    expect(invalid).toBeNull();
    expect(vectors).toEqual([Float32Array.of(0.6, 0.8), Float32Array.of(0, 0)]);
  });

  it.each([
    ["too few", [[1, 0]], "returned 1 vector for 2 texts"],
    [
      "too many",
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      "returned 3 vectors for 2 texts",
    ],
    [
      "of other dimensions",
      [
        [1, 0],
        [1, 0, 0],
      ],
      "returned 3 dimensions instead of 2 for text 2 of 2",
    ],
    [
      "not a number",
      [
        [1, NaN],
        [1, 0],
      ],
      "infinite or missing numbers for text 1 of 2",
    ],
    [
      "infinite",
      [
        [1, 0],
        [Infinity, 0],
      ],
      "infinite or missing numbers for text 2 of 2",
    ],
    [
      "not of length 1",
      [
        [1, 0],
        [3, 4],
      ],
      "a vector of length 5.00 instead of 1 for text 2 of 2",
    ],
  ])("names the first invalid vector (%s), and keeps the usage", async (_, vectors, message) => {
    const { invalid, usage } = await embedBatch(modelAnswering(...vectors), ["a", "b"], { signal });
    expect(invalid).toContain(message);
    expect(usage).toBe(NO_USAGE);
  });
});
