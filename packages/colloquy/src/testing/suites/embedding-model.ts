import assert from "node:assert/strict";
import type { EmbeddingModel } from "../../ports/index.ts";
import type { ConformanceCase } from "../conformance.ts";
import { assertUsage, rejectsAborted } from "./assertions.ts";

const TEXTS: readonly string[] = [
  "Ann: the committee asked for a smaller budget",
  "Bo: sleep deprivation reduces attention, and attention is what we need",
  "Ünïcødé 日本語 👩‍🚀",
  "Ann: the committee asked for a smaller budget",
  "a\0b \ud800 c",
  "word ".repeat(3_000),
];

const going = () => ({ signal: new AbortController().signal });

function assertVector(vector: Float32Array | undefined, dimensions: number): void {
  assert.ok(vector instanceof Float32Array, "expected a Float32Array");
  assert.equal(vector.length, dimensions);
  assert.ok(vector.every(Number.isFinite), "expected finite values");
  const length = Math.hypot(...vector);
  assert.ok(length === 0 || Math.abs(length - 1) < 1e-3, `expected length 1 or all zeros, got ${length}`);
}

function assertClose(left: Float32Array | undefined, right: Float32Array | undefined): void {
  assert.ok(left !== undefined && right !== undefined);
  const product = left.reduce((sum, value, index) => sum + value * (right[index] as number), 0);
  const zero = left.every((value) => value === 0) && right.every((value) => value === 0);
  assert.ok(zero || product > 0.999, `expected equal vectors, got a cosine of ${product}`);
}

/** Embeds the texts in calls of at most the model's batch size. */
async function embedAll(model: EmbeddingModel, texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += model.batchSize) {
    vectors.push(...(await model.embed(texts.slice(at, at + model.batchSize), going())).vectors);
  }
  return vectors;
}

/** The requirements on every EmbeddingModel. */
export const embeddingModelConformance: readonly ConformanceCase<EmbeddingModel>[] = [
  {
    name: "has a profile, dimensions, and the numbers of texts and concurrent calls",
    async run(make) {
      await using model = await make();
      assert.ok(model.profile.length > 0);
      for (const number of [model.dimensions, model.concurrency ?? 1, model.batchSize, model.batchTokens ?? 1]) {
        assert.ok(Number.isSafeInteger(number) && number >= 1, `expected a whole number above 0, got ${number}`);
      }
      assert.equal(typeof model.paid, "boolean");
    },
  },
  {
    name: "returns a finite vector of its dimensions and of length 1 for each text, in their order",
    async run(make) {
      await using model = await make();
      const vectors = await embedAll(model, TEXTS);
      assert.equal(vectors.length, TEXTS.length);
      for (const vector of vectors) assertVector(vector, model.dimensions);
      const [single] = await embedAll(model, TEXTS.slice(1, 2));
      assertClose(single, vectors[1]);
      assert.notDeepEqual(vectors[0], vectors[1]);
    },
  },
  {
    name: "returns the same vector for a text in any batch, and again",
    async run(make) {
      await using model = await make();
      const forward = await embedAll(model, TEXTS);
      const backward = (await embedAll(model, TEXTS.toReversed())).toReversed();
      assertClose(forward[0], forward[3]);
      for (const [index, vector] of forward.entries()) assertClose(vector, backward[index]);
    },
  },
  {
    name: "embeds texts without words",
    async run(make) {
      await using model = await make();
      for (const vector of await embedAll(model, ["", " \n", "..."])) assertVector(vector, model.dimensions);
      assertVector(await model.embedQuery("", going()), model.dimensions);
    },
  },
  {
    name: "replies to no texts with no vectors, and reports usage in whole numbers",
    async run(make) {
      await using model = await make();
      assert.deepEqual((await model.embed([], going())).vectors, []);
      const { usage } = await model.embed(TEXTS.slice(0, 1), going());
      assertUsage(usage);
    },
  },
  {
    name: "returns a query vector that is nearest to the text with its words",
    async run(make) {
      await using model = await make();
      const vectors = await embedAll(model, TEXTS.slice(0, 3));
      const query = await model.embedQuery("sleep deprivation and attention", going());
      assertVector(query, model.dimensions);
      const scores = vectors.map((vector) =>
        vector.reduce((sum, value, index) => sum + value * (query[index] as number), 0),
      );
      assert.equal(scores.indexOf(Math.max(...scores)), 1, `got ${scores.join(", ")}`);
    },
  },
  {
    name: "pings the model, if it can, and rejects once its signal is aborted",
    async run(make) {
      await using model = await make();
      if (model.ping === undefined) return;
      assertUsage(await model.ping(going()));
      await rejectsAborted(model.ping({ signal: AbortSignal.abort() }));
    },
  },
  {
    name: "makes no call once its signal is aborted",
    async run(make) {
      await using model = await make();
      const aborted = AbortSignal.abort();
      await rejectsAborted(model.embed(TEXTS.slice(0, 1), { signal: aborted }));
      await rejectsAborted(model.embedQuery("words", { signal: aborted }));
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const model = await make();
      await model[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
      await assert.rejects(model.embed(TEXTS.slice(0, 1), going()));
    },
  },
];
