import { CallAccount } from "../../src/calls/index.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../../src/model/index.ts";
import type { Extraction, Ontology } from "../../src/model/index.ts";
import {
  CallError,
  type EmbeddingModel,
  type ExtractionReply,
  type ExtractionRequest,
  type Extractor,
  NO_USAGE,
  type Usage,
} from "../../src/ports/index.ts";
import { createRateLimiter, type LimiterSnapshot } from "@colloquy/rate-limit";
import { createObserver } from "../observers.ts";
import { PlainLimiter } from "../plain-limiter.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { RunFixture, UnitVectors } from "./run-fixture.ts";

let workspace: RunFixture;
beforeEach(async () => {
  workspace = new RunFixture();
  await workspace.write("a.txt", 20);
  await workspace.write("b.txt", 13);
});
afterEach(() => workspace[Symbol.asyncDispose]());

/** A paid extractor with the optional methods of its port; `change` alters its replies. */
class Model extends ScriptedExtractor implements Extractor {
  ontology?: Ontology;
  pings = 0;
  refusal: unknown = null;
  readonly order: string[] = [];
  change: (reply: ExtractionReply) => ExtractionReply = (reply) => reply;

  constructor(options: ConstructorParameters<typeof ScriptedExtractor>[0] = {}) {
    super({ paid: true, ...options });
  }

  callTokens(batch: readonly ExtractionRequest[]) {
    return { inputTokens: 1_000 + 100 * batch.length, maxOutputTokens: 50 * batch.length };
  }

  async ping(): Promise<Usage | null> {
    this.pings += 1;
    this.order.push("ping");
    if (this.refusal !== null) throw this.refusal;
    return { ...NO_USAGE, inputTokens: 20, outputTokens: 3 };
  }

  override async extract(batch: readonly ExtractionRequest[]): Promise<ExtractionReply> {
    this.order.push("extract");
    return this.change(await super.extract(batch));
  }
}

const withUsage = (reply: ExtractionReply): ExtractionReply => ({
  ...reply,
  usage: { inputTokens: 1_000, cachedInputTokens: 900, outputTokens: 100, reasoningTokens: 0 },
});

describe("a run with paid models", () => {
  it("reports its estimate, then pings both models, then starts", async () => {
    const extractor = new Model();
    const embeddingModel = Object.assign(new UnitVectors("unit@1", 2), {
      ping: async () => {
        extractor.order.push("ping");
        return null;
      },
    });
    await workspace.run({ extractor, embeddingModel }, { batchSize: 10 });
    expect(workspace.eventsOf("estimate.made")).toEqual([
      {
        event: "estimate.made",
        estimate: expect.objectContaining({ stage: "extract", profile: extractor.profile, chunks: 33 }),
      },
      { event: "estimate.made", estimate: expect.objectContaining({ stage: "embed", chunks: 33 }) },
    ]);
    expect(extractor.order.slice(0, 3)).toEqual(["ping", "ping", "extract"]);
    const names = workspace.events.map(({ event }) => event);
    expect(names.indexOf("estimate.made")).toBeLessThan(names.indexOf("stage.started"));
  });

  it("does not ping a model again that replied just before the run, and counts the usage of that ping", async () => {
    const extractor = new Model();
    const embeddingModel = Object.assign(new UnitVectors("unit@1", 2), {
      ping: () => Promise.reject(new Error("The model was pinged again.")),
    });
    const account = new CallAccount();
    const observer = createObserver("embed", { account });
    const refusal = new CallError("rate-limited", "Too many.");
    const ping = observer.pinging(
      { inputTokens: 1, maxOutputTokens: 0 },
      () => replies.shift()?.() ?? Promise.resolve(null),
      (used) => used,
    );
    const replies = [() => Promise.reject(refusal), () => Promise.resolve({ ...NO_USAGE, inputTokens: 3 })];
    const { signal } = new AbortController();
    await expect(ping({ signal, attempt: 1 })).rejects.toBe(refusal);
    await ping({ signal, attempt: 2 });
    const { usage } = await workspace.run({
      extractor,
      embeddingModel,
      account,
    });
    expect(extractor.pings).toBe(1);
    expect(usage).toMatchObject({ calls: 1 + 1 + 7 + 9, rateLimited: 1, embeddingTokens: 3 + 7 * 33 });
    expect(usage.attempts).toBe(usage.calls + 1);
  });

  it("spends nothing in either stage when one ping fails", async () => {
    const extractor = new Model();
    extractor.refusal = new CallError("unauthorised", "openai refused the key.");
    const embeddingModel = new UnitVectors("unit@1", 2);
    await expect(workspace.run({ extractor, embeddingModel })).rejects.toMatchObject({
      code: "provider",
      message: expect.stringMatching(/^openai refused the key\. Finished work is kept/),
    });
    expect([extractor.calls, embeddingModel.texts]).toEqual([[], []]);
  });

  it("does not wait for one model's ping after the other model refused", async () => {
    const extractor = new Model();
    extractor.refusal = new CallError("unauthorised", "openai refused the key.");
    const embeddingModel = Object.assign(new UnitVectors("unit@1", 2), {
      ping: async () => {
        throw new CallError("rate-limited", "Too many.", { retryAfterMs: 300_000 });
      },
    });
    await expect(workspace.run({ extractor, embeddingModel })).rejects.toMatchObject({ code: "provider" });
  });

  it("makes no ping and no estimate when no chunk is pending or no model is paid", async () => {
    await workspace.run({ extractor: new Model() });
    const again = new Model();
    await workspace.run({ extractor: again });
    expect(again.pings).toBe(0);
    expect(workspace.eventsOf("estimate.made")).toEqual([]);
    await workspace.write("c.txt", 3);
    await workspace.run({ extractor: new ScriptedExtractor({ profile: "local@1" }) }, { skipEmbeddings: true });
    expect(workspace.eventsOf("estimate.made")).toEqual([]);
  });

  it("reports the chunks of other paid models, which --force extracts again", async () => {
    await workspace.run({ extractor: new Model({ profile: "first@1" }) });
    const extractor = new Model({ profile: "second@1" });
    await workspace.run({ extractor });
    expect(workspace.eventsOf("notice").map(({ message }) => message)).toContain(
      "33 chunks were extracted by first@1 before and do not change; extract them again with --force.",
    );
    expect(extractor.calls).toEqual([]);
    const result = await workspace.run({ extractor }, { force: true });
    expect(result.profiles).toEqual([{ profile: "second@1", chunks: 33 }]);
    expect(workspace.eventsOf("notice")).toEqual([]);
  });

  it("reports that another --min-confidence does not change settled chunks", async () => {
    await workspace.run({ extractor: new Model() });
    const extractor = new Model();
    await workspace.run({ extractor }, { minConfidence: 0.3 });
    expect(extractor.calls).toEqual([]);
    expect(workspace.eventsOf("notice").map(({ message }) => message)).toEqual([
      "33 chunks were extracted with --min-confidence 0.5 before and do not change; extract them again with --force.",
    ]);
    await workspace.run({ extractor }, { minConfidence: 0.5 });
    expect(workspace.eventsOf("notice")).toEqual([]);
  });
});

describe("paid extractions", () => {
  it("are kept when a free extractor runs with --force, with a notice", async () => {
    await workspace.run({ extractor: new Model({ profile: "paid@1" }) });
    await workspace.write("c.txt", 3);
    const rules = new ScriptedExtractor({ profile: "free@1" });
    await workspace.run({ extractor: rules });
    const again = new ScriptedExtractor({ profile: "free@1" });
    const result = await workspace.run({ extractor: again }, { force: true });
    expect(again.calls.flat()).toHaveLength(3);
    expect(result.profiles).toEqual([
      { profile: "free@1", chunks: 3 },
      { profile: "paid@1", chunks: 33 },
    ]);
    expect(workspace.eventsOf("notice").map(({ message }) => message)).toContain(
      "33 chunks were extracted by paid@1 before and do not change; extract them again with --force and a model (--model).",
    );
  });
});

describe("the reply of a model", () => {
  const unsure = (reply: ExtractionReply): ExtractionReply => ({
    ...reply,
    extractions: new Map(
      [...reply.extractions].map(([label, extraction]): [string, Extraction] => [
        label,
        { ...extraction, quotes: extraction.quotes.map((quote) => ({ ...quote, confidence: 0.4 })) },
      ]),
    ),
  });

  it("is filtered by --min-confidence and counted, if the model is paid", async () => {
    const free = new Model({ paid: false });
    free.change = unsure;
    const kept = await workspace.run({ extractor: free });
    expect(kept.rejected.lowConfidence).toBe(0);
    expect(kept.graph.quotes).toBeGreaterThan(0);

    const paid = new Model({ profile: "paid@1" });
    paid.change = unsure;
    const { rejected, graph } = await workspace.run({ extractor: paid });
    expect(rejected.lowConfidence).toBe(kept.graph.quotes);
    expect(graph.quotes).toBe(0);
    const lenient = await workspace.run({ extractor: paid }, { force: true, minConfidence: 0.3 });
    expect(lenient.graph.quotes).toBe(kept.graph.quotes);
  });

  it("is checked against the ontology of its extractor", async () => {
    const extractor = new Model();
    extractor.ontology = {
      entityTypes: [{ name: "Person", description: "Somebody." }],
      relationTypes: [{ name: "KNOWS", description: "One knows the other." }],
    };
    const { rejected } = await workspace.run({ extractor });
    expect(rejected.schema).toBeGreaterThan(0);
  });

  it("is recorded and counted also when it is unusable", async () => {
    const extractor = new Model();
    extractor.change = (reply) => ({
      ...withUsage(reply),
      ...(extractor.calls.length === 1 ? { extractions: new Map(), raw: "Sorry.", invalid: "It is not JSON." } : {}),
    });
    const { usage, chunks } = await workspace.run({ extractor }, { skipEmbeddings: true });
    expect(chunks).toMatchObject({ pending: 0, deadLetters: 0 });
    expect(usage).toMatchObject({ calls: 1 + 8, failed: 1, inputTokens: 20 + 8_000, outputTokens: 3 + 800 });
    expect(workspace.eventsOf("batch.failed")).toMatchObject([{ chunks: 5, reason: "It is not JSON." }]);
  });

  it("has batches of the size that the model reports after its ping", async () => {
    const extractor = new Model();
    const smallest = Object.defineProperty(extractor, "batchTokens", {
      get: () => (extractor.pings > 0 ? 1 : undefined),
    });
    await workspace.run({ extractor: smallest }, { skipEmbeddings: true });
    expect(extractor.calls).toHaveLength(33);
  });

  it("is counted by its reported usage, and unreported usage is counted separately", async () => {
    const extractor = new Model();
    extractor.change = (reply) => (extractor.calls.length === 2 ? { ...reply, usage: null } : withUsage(reply));
    const { usage } = await workspace.run({ extractor, extractionLimiter: createRateLimiter({ maxConcurrent: 1 }) });
    expect(usage).toMatchObject({
      calls: 1 + 7 + 9,
      unreportedUsage: 1,
      inputTokens: 20 + 6_000,
      cachedInputTokens: 5_400,
      outputTokens: 3 + 600,
      embeddingTokens: 7 * 33,
      failed: 0,
      rateLimited: 0,
    });
    expect(usage.attempts).toBe(17);
  });
});

describe("a run with a limit", () => {
  it("estimates the remaining chunks with the limits of the provider", async () => {
    const perMinute: LimiterSnapshot["perMinute"] = { requests: 60, tokens: 1_100 };
    const extractor = new Model();
    extractor.change = withUsage;
    const { remaining, chunks } = await workspace.run(
      { extractor, extractionLimiter: new PlainLimiter(4, perMinute) },
      { limit: 10, skipEmbeddings: true },
    );
    expect(chunks.pending).toBe(23);
    expect(remaining).toMatchObject({ chunks: 23, calls: 5, inputTokens: 4_600, outputTokens: 460 });
    // Prompts of 1,000 tokens. The next run can use a minute's worth of the limits at once.
    expect(remaining?.seconds).toBeCloseTo((4.6 * (1_000 / 1_100) - 1) * 60);
    const next = await workspace.run({ extractor }, { skipEmbeddings: true });
    expect(next.remaining).toBeNull();
    expect(extractor.calls.flat()).toHaveLength(33);
  });
});

describe("an interrupted run", () => {
  it("reports its usage in its last event, including replies that arrive while it stops", async () => {
    const stop = new AbortController();
    const extractor = new ScriptedExtractor({
      paid: true,
      script: (_, call) => {
        if (call === 3) stop.abort();
      },
    });
    const used = { ...NO_USAGE, inputTokens: 100, outputTokens: 10 };
    const extract: Extractor["extract"] = async (batch) => ({
      ...(await ScriptedExtractor.prototype.extract.call(extractor, batch)),
      usage: used,
    });
    const counting: Extractor = { ...extractor, extract, [Symbol.asyncDispose]: async () => {} };
    const options = { skipEmbeddings: true, signal: stop.signal };
    await expect(workspace.run({ extractor: counting }, options)).rejects.toMatchObject({ code: "interrupted" });
    const calls = extractor.calls.length;
    expect(calls).toBeLessThan(7);
    expect(workspace.events.at(-1)).toMatchObject({
      event: "run.stopped",
      usage: { calls, attempts: calls, inputTokens: 100 * calls, outputTokens: 10 * calls, costUsd: null },
    });
  });
});

describe("a run whose account has no money left", () => {
  const failing = (failFrom: number) =>
    new Model({
      script: (_, call) => {
        if (call >= failFrom) throw new CallError("quota-exhausted", "The account has no money left.");
      },
    });

  it("writes the settled chunks to the stores, and fails with the same error", async () => {
    await expect(workspace.run({ extractor: failing(3) })).rejects.toMatchObject({ code: "provider", exitCode: 1 });
    const { chunks, unwritten, digest } = await workspace.ledger.counts();
    expect(chunks.extracted).toBeGreaterThan(0);
    expect(chunks.pending).toBeGreaterThan(0);
    expect(unwritten).toBe(0);
    expect(await workspace.vectorStore.count()).toBe(chunks.embedded);
    expect(await workspace.graphStore.state()).toMatchObject({ epoch: await workspace.ledger.epoch() });
    expect(workspace.events.at(-1)?.event).toBe("run.stopped");
    expect((await workspace.run({ extractor: new Model() })).digest).not.toBe(digest);
  });

  it("writes nothing to the stores when no chunk was settled", async () => {
    await expect(workspace.run({ extractor: failing(0) }, { skipEmbeddings: true })).rejects.toMatchObject({
      message: expect.stringContaining("The account has no money left.") as string,
    });
    expect(workspace.eventsOf("stage.started").map(({ stage }) => stage)).not.toContain("resolve");
    expect((await workspace.ledger.counts()).unwritten).toBe(33);
  });
});

describe("an unusable embedding reply", () => {
  it("is counted, and its chunks are requested again", async () => {
    const model = new UnitVectors("unit@1", 2);
    let replies = 0;
    const embed: EmbeddingModel["embed"] = async (texts, options) => {
      const reply = await new UnitVectors("unit@1", 2).embed(texts, options);
      replies += 1;
      return replies === 1 ? { ...reply, vectors: [] } : reply;
    };
    const { usage, chunks } = await workspace.run(
      { embeddingModel: Object.assign(model, { embed }) },
      { skipKg: true },
    );
    expect(chunks.embedded).toBe(chunks.total);
    expect(usage).toMatchObject({ calls: replies, failed: 1, embeddingTokens: 7 * (chunks.total + 4) });
  });
});

describe("the dead letters", () => {
  it("are retried alone: a success removes one, a failure updates its reason", async () => {
    const poison = (words: string, reason: string) =>
      new Model({
        script: (batch) => {
          if (batch.some(({ turns }) => turns.some(({ text }) => words.split("|").some((word) => text.includes(word)))))
            throw new CallError("invalid", reason);
        },
      });
    const first = await workspace.run({ extractor: poison("chunk 3 of a|chunk 4 of b", "It refused.") });
    expect(first).toMatchObject({ exitCode: 3, chunks: { deadLetters: 2, pending: 0 } });

    await workspace.write("c.txt", 5);
    const retry = poison("chunk 3 of a", "It refused again.");
    const second = await workspace.run({ extractor: retry }, { deadLettersOnly: true });
    expect(second).toMatchObject({ exitCode: 3, chunks: { deadLetters: 1, pending: 5 } });
    expect(new Set(retry.calls.flat())).toHaveLength(2);
    expect(await workspace.ledger.deadLetterReasons()).toMatchObject([{ reason: "It refused again.", chunks: 1 }]);

    const third = await workspace.run({ extractor: new Model() }, { deadLettersOnly: true });
    expect(third).toMatchObject({ exitCode: 0, chunks: { deadLetters: 0, pending: 5 } });
  });
});

describe("two stages", () => {
  it("stop together: when one fails, the other sends no new calls and commits its calls in flight", async () => {
    await workspace.write("c.txt", 400);
    const embeddingModel = new UnitVectors("unit@1", 2);
    const extractor = new Model({
      script: () => {
        throw new CallError("quota-exhausted", "The account has no money left.");
      },
    });
    await expect(
      workspace.run({ extractor, extractionLimiter: createRateLimiter({ maxConcurrent: 1 }), embeddingModel }),
    ).rejects.toMatchObject({ code: "provider" });
    expect(embeddingModel.texts.length).toBeLessThan(60);
    const pending = await workspace.ledger.pendingCount("embed", { profile: "unit@1", paid: true, force: false });
    expect(pending).toBe(433 - embeddingModel.texts.length);
  });

  it("have the same digest at any concurrency", async () => {
    const digests = new Set<string>();
    for (const maxConcurrent of [1, 8, 64, 256]) {
      await using fresh = new RunFixture();
      await fresh.write("a.txt", 200);
      const poisoned = new Model({
        script: async (batch, call) => {
          for (let turn = (call * 7919) % 13; turn > 0; turn -= 1) await Promise.resolve();
          if (batch.some(({ turns }) => turns.some(({ text }) => text.includes("chunk 77 "))))
            throw new CallError("invalid", "It refused.");
        },
      });
      const result = await fresh.run({
        extractor: poisoned,
        extractionLimiter: createRateLimiter({ maxConcurrent }),
      });
      expect(result.chunks).toMatchObject({ pending: 0, deadLetters: 1 });
      digests.add(result.digest);
    }
    expect(digests).toHaveLength(1);
  });
});

describe("another embedding model", () => {
  const first = new UnitVectors("first@1", 2);

  it("is used by search only when all chunks are embedded with it", async () => {
    const before = await workspace.run({ embeddingModel: first });
    const second = new UnitVectors("second@1", 3);
    const half = await workspace.run({ embeddingModel: second }, { limit: 20 });
    expect(await workspace.profilesInIndex()).toEqual(["first@1"]);
    expect(half.digest).toBe(before.digest);
    expect(workspace.eventsOf("notice").map(({ message }) => message)).toEqual([
      "Search still uses first@1, because 13 chunks are not embedded by second@1 yet.",
    ]);
    const whole = await workspace.run({ embeddingModel: second });
    expect(await workspace.profilesInIndex()).toEqual(["second@1"]);
    expect(await workspace.vectorStore.count()).toBe(33);
    expect(whole.vectors).toBe(33);
    expect(second.texts).toHaveLength(33);
    const back = await workspace.run({ embeddingModel: first });
    expect(back.digest).toBe(before.digest);
  });

  it("is not called when the index cannot store its vectors, and the index does not change", async () => {
    await workspace.run({ embeddingModel: first });
    const refusal = new ColloquyError("store", "Others have vectors of 2 dimensions in it.");
    workspace.vectorStore.examine = () => Promise.reject(refusal);
    const second = new UnitVectors("second@1", 3);
    await expect(workspace.run({ embeddingModel: second })).rejects.toBe(refusal);
    expect(second.texts).toEqual([]);
    expect(await workspace.vectorStore.count()).toBe(33);
    const without = await workspace.run({ embeddingModel: second }, { skipEmbeddings: true });
    expect(without).toMatchObject({ exitCode: 0, vectors: 33 });
  });

  it("is used by search also when dead letters remain", async () => {
    await workspace.run({ embeddingModel: first });
    const second = new UnitVectors("second@1", 3);
    second.poison = "chunk 3 of a";
    const result = await workspace.run({ embeddingModel: second });
    expect(result).toMatchObject({ exitCode: 3, vectors: 32, chunks: { embeddingDeadLetters: 1 } });
    expect(await workspace.profilesInIndex()).toEqual(["second@1"]);
  });

  it("does not change the index when embeddings are skipped", async () => {
    const { digest } = await workspace.run({ embeddingModel: first });
    const second = new UnitVectors("second@1", 3);
    expect((await workspace.run({ embeddingModel: second }, { skipEmbeddings: true })).digest).toBe(digest);
    expect(second.texts).toEqual([]);
  });

  it.each(["clear", "prepare", "upsert", "complete"] as const)(
    "is in the index after the next run when a run crashes in the store's %s during the switch",
    async (method) => {
      await workspace.run({ embeddingModel: first });
      const second = new UnitVectors("second@1", 3);
      const store = workspace.vectorStore;
      let failing = false;
      const dying = new Proxy(store, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== "function") return value;
          return (...args: readonly unknown[]): unknown => {
            if (property === "clear") failing = true;
            if (failing && property === method) throw new Error("The process died.");
            return Reflect.apply(value, target, args);
          };
        },
      });
      await expect(workspace.run({ embeddingModel: second, vectorStore: dying })).rejects.toThrow("died");
      const { vectors } = await workspace.run({ embeddingModel: second });
      expect(vectors).toBe(33);
      expect(await workspace.profilesInIndex()).toEqual(["second@1"]);
      expect(await workspace.vectorStore.count()).toBe(33);
      expect(second.texts).toHaveLength(33);
    },
  );
});
