import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createObserver } from "../../../test/observers.ts";
import type { RunEvent } from "../../pipeline/index.ts";
import { CallError, type EmbeddingModel } from "../../ports/index.ts";
import { HashingEmbeddingModel } from "../../adapters/hashing/index.ts";
import { ReadingPool } from "../reading-pool.ts";
import type { NamedEmbeddingModel } from "./create-models.ts";
import { openEmbeddingStage } from "./embedding-stage.ts";

/** A model that counts the calls for its dimensions. */
class Named implements NamedEmbeddingModel {
  readonly paid = true;
  readonly profile = "openai:unit";
  readonly dimensions: number | null;
  created = 0;
  readonly #script: (created: number) => void;

  constructor(script: (created: number) => void, dimensions: number | null = null) {
    this.#script = script;
    this.dimensions = dimensions;
  }

  async create(): Promise<EmbeddingModel> {
    this.created += 1;
    this.#script(this.created);
    const near = new HashingEmbeddingModel();
    return {
      profile: this.profile,
      dimensions: near.dimensions,
      paid: true,
      batchSize: near.batchSize,
      embed: (given, options) => near.embed(given, options),
      embedQuery: (text, options) => near.embedQuery(text, options),
      [Symbol.asyncDispose]: () => near[Symbol.asyncDispose](),
    };
  }
}

let texts: ReadingPool;
beforeEach(() => {
  texts = new ReadingPool(1);
});
afterEach(() => texts[Symbol.asyncDispose]());

const ledger = { activeEmbedding: async () => null, dimensionsOf: async () => null };
const stop = new AbortController();

describe("an embedding stage with unknown dimensions", () => {
  it("throws `interrupted` and sends no call when the run stops while it waits for a retry", async () => {
    const named = new Named(() => {
      throw new CallError("rate-limited", "Wait.", { retryAfterMs: 500_000 });
    });
    const parts = { models: { embedding: named }, ledger, texts };
    const emit = (event: RunEvent): void => {
      if (event.event === "calls.paused") setImmediate(() => stop.abort());
    };
    const observer = createObserver("embed", { emit });
    const opened = openEmbeddingStage(parts, { signal: stop.signal }, observer, emit);
    await expect(opened).rejects.toMatchObject({ code: "interrupted", exitCode: 130 });
    expect(named.created).toBe(1);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });
});

it("an embedding stage with dimensions from the options sends and counts no call for them", async () => {
  const parts = { models: { embedding: new Named(() => undefined, 256) }, ledger, texts };
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  const observer = createObserver("embed", { emit });
  await using _lane = await openEmbeddingStage(parts, {}, observer, emit);
  expect(events).toEqual([]);
  expect(observer.usage).toMatchObject({ attempts: 0, costUsd: 0 });
});
