import { describe, expect, it } from "vitest";
import { CallError, type ChatRequest, type Clock } from "../../ports/index.ts";
import { createFakeClock, type FakeClock } from "@colloquy/rate-limit/testing";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { createSimulatedCalls } from "./calls.ts";
import { createSimulatedChatModel } from "./chat-model.ts";
import { createSimulatedEmbeddingModel } from "./embedding-model.ts";

const REQUEST: ChatRequest = {
  system: "Read.",
  messages: [{ role: "user", text: "=== c1 ===\n> Ada: Regular sleep reduces anxiety.\n\n=== end ===\n" }],
  schema: {
    type: "object",
    properties: {
      chunks: { type: "array", items: { type: "object", properties: { label: { type: "string" } } } },
    },
  },
  maxOutputTokens: 1_000,
};
/** 100 ms to the head, 1 s a chunk of 100 tokens. */
const EXACT: SimulationOptions = {
  latency: { firstTokenMs: 100, firstTokenSigma: 0, tokensPerSecond: 100, speedSigma: 0, stragglers: 0 },
  outputTokensPerChunk: 100,
  pieceMs: 200,
};

const never = (): AbortSignal => new AbortController().signal;

/** Runs in virtual time until a promise is settled. */
async function settled<Value>(clock: FakeClock, promise: Promise<Value>): Promise<PromiseSettledResult<Value>> {
  const results: PromiseSettledResult<Value>[] = [];
  void Promise.allSettled([promise]).then((settledOnes) => results.push(...settledOnes));
  while (results.length === 0) await clock.advance(Math.max(0, (clock.nextWake ?? clock.now()) - clock.now()));
  return results[0] as PromiseSettledResult<Value>;
}

describe("a simulated chat model", () => {
  it("replies in virtual time, and reports its limits with the head and its progress in pieces", async () => {
    const clock = createFakeClock(5_000);
    const model = createSimulatedChatModel({ clock, options: EXACT });
    const reports: unknown[] = [];
    const reply = await settled(
      clock,
      model.complete(REQUEST, {
        signal: never(),
        onLimits: (limits) =>
          void reports.push([clock.now(), limits.map(({ resource, remaining }) => [resource, remaining])]),
        onProgress: (tokens) => void reports.push([clock.now(), tokens]),
      }),
    );
    const { value } = reply as PromiseFulfilledResult<Awaited<ReturnType<typeof model.complete>>>;
    expect(JSON.parse(value.text)).toEqual({ chunks: [{ label: "c1" }] });
    expect(value).toMatchObject({ finishReason: "stop", interruption: null });
    expect(reports.slice(0, 2)).toEqual([
      [
        5_100,
        [
          ["requests", 499],
          ["tokens", 199_000],
        ],
      ],
      [5_100, 0],
    ]);
    const tokens = reports.slice(2) as [number, number][];
    expect(tokens.length).toBeGreaterThanOrEqual(5);
    expect(tokens.reduce((sum, [, each]) => sum + each, 0)).toBe(value.usage?.outputTokens);
    expect(model.accounts().chat).toMatchObject({ calls: 1, complete: 1, tokensCharged: 1_000 });
    expect(model.log()[0]?.endedMs).toBeCloseTo(100 + (value.usage?.outputTokens ?? 0) * 10);
  });

  it("resolves with the received part when it is aborted, and rejects if there is none", async () => {
    const clock = createFakeClock();
    const model = createSimulatedChatModel({ clock, options: EXACT });
    const patience = new AbortController();
    const reply = model.complete(REQUEST, { signal: patience.signal });
    await clock.advance(700);
    const reason = new CallError("timeout", "too slow");
    patience.abort(reason);
    expect(await reply).toMatchObject({ finishReason: "interrupted", interruption: reason, usage: null });
    expect((await reply).text).toMatch(/^\{"chunks/);
    const early = new AbortController();
    const rejected = model.complete(REQUEST, { signal: early.signal });
    await clock.advance(50);
    early.abort(reason);
    await expect(rejected).rejects.toBe(reason);
    expect(model.accounts().chat).toMatchObject({ abandoned: 2, inFlight: 0 });
  });

  it.each([
    ["server-error", "server"],
    ["bad-request", "invalid"],
  ] as const)("fails with a CallError: %s is %s", async (fault, kind) => {
    const clock = createFakeClock();
    const model = createSimulatedChatModel({ clock, options: { ...EXACT, triggers: [{ contains: "sleep", fault }] } });
    const result = await settled(clock, model.complete(REQUEST, { signal: never() }));
    expect((result as PromiseRejectedResult).reason).toMatchObject({ kind });
    expect(model.accounts().chat).toMatchObject({ admitted: 1, failed: 1 });
  });

  it("is interrupted by an outage, with a part or with a network error", async () => {
    const outage = (fromSeconds: number): SimulationOptions => ({
      ...EXACT,
      phases: [{ kind: "outage", fromSeconds, toSeconds: 60 }],
    });
    const clock = createFakeClock();
    const late = createSimulatedChatModel({ clock, options: outage(0.8) });
    const part = await settled(clock, late.complete(REQUEST, { signal: never() }));
    expect(part).toMatchObject({ value: { finishReason: "interrupted", interruption: { kind: "network" } } });
    const early = createSimulatedChatModel({ clock, options: outage(0.05) });
    const lost = await settled(clock, early.complete(REQUEST, { signal: never() }));
    expect(lost).toMatchObject({ reason: { kind: "network" } });
    expect(late.accounts().chat).toMatchObject({ lost: 1, complete: 0 });
  });

  it("has the facts of a 429: the size of the request, the time to wait, the remaining limit", async () => {
    const clock = createFakeClock();
    const model = createSimulatedChatModel({ clock, options: { ...EXACT, tpm: 1_500 } });
    await settled(clock, model.complete(REQUEST, { signal: never() }));
    const { reason } = (await settled(clock, model.complete(REQUEST, { signal: never() }))) as PromiseRejectedResult;
    expect(reason).toMatchObject({
      kind: "rate-limited",
      requested: { resource: "tokens", amount: 1_000, limit: 1_500 },
    });
    await clock.advance((reason as CallError).retryAfterMs ?? 0);
    expect((await settled(clock, model.complete(REQUEST, { signal: never() }))).status).toBe("fulfilled");
    const large = await settled(clock, model.complete({ ...REQUEST, maxOutputTokens: 2_000 }, { signal: never() }));
    expect(large).toMatchObject({ reason: { kind: "too-large", requested: { amount: 2_000, limit: 1_500 } } });
  });
});

describe("a simulated embedding model", () => {
  it("shares a provider with chat, with limits and counts of its own", async () => {
    const clock: Clock = { now: () => 0, sleep: async () => {} };
    const calls = createSimulatedCalls({ clock });
    const chat = createSimulatedChatModel({ calls });
    const embedding = createSimulatedEmbeddingModel({ calls });
    await chat.complete(REQUEST, { signal: never() });
    const { vectors } = await embedding.embed(["deep sleep", "..."], { signal: never() });
    expect(vectors.map((vector) => Math.round(Math.hypot(...vector)))).toEqual([1, 0]);
    expect(calls.accounts()).toMatchObject({ chat: { calls: 1 }, embeddings: { calls: 1, tokensCharged: 4 } });
  });
});
