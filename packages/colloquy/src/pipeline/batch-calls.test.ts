import { describe, expect, it } from "vitest";
import { createObserver } from "../../test/observers.ts";
import { CallError, NO_USAGE, type PendingChunk, type Pricing, type SubmittedBatch } from "../ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "@colloquy/rate-limit/testing";
import { Budget, CallAccount, CallPipeline, UNTRACED } from "../calls/index.ts";
import type { RunEvent } from "./events.ts";
import { BatchCalls, type BatchOutcome } from "./batch-calls.ts";
import type { StageWork } from "./run-types.ts";
import { RunTally } from "./run-tally.ts";

/** A call costs 0.01 for each token of its reply, and at most 0.4 is expected. */
const PRICING: Pricing = {
  model: "test:model",
  source: "this test",
  prices: { input: 1, cachedInput: 1, output: 1 },
  cost: ({ outputTokens }) => outputTokens / 100,
  mostOf: () => 0.4,
};
const EXPECTED = { inputTokens: 100, maxOutputTokens: 100 };

const contentOf = (contentKey: string): PendingChunk => ({ contentKey, chunk: contentKey, view: [], tokens: 1 });

/** Calls for chunks whose content keys name their outcomes, with a budget of one dollar. */
function openCalls({ maxConcurrent, onSend = async () => {}, onSubmit = async () => {} }: CallsOptions) {
  const clock = createFakeClock();
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  const sent: string[] = [];
  const account = new CallAccount();
  const asked = { profile: "p", paid: true, force: false } as const;
  const work: StageWork<string> = {
    plan: { stage: "extract", ...asked, batchSize: 1, batchTokens: 1e9, total: 3 },
    operation: "extract",
    limiter: createRateLimiter({ clock, random: () => 0.5, maxConcurrent }),
    observer: createObserver("extract", { pricing: PRICING, emit, account }),
    taperedTokens: null,
    tokens: () => EXPECTED,
    request:
      ([content]) =>
      async () => {
        const key = content?.contentKey ?? "";
        sent.push(key);
        await onSend(key, sent);
        return key;
      },
    read: (key) => ({
      limits: [],
      text: null,
      usage: { ...NO_USAGE, inputTokens: 100, outputTokens: key === "dear" ? 70 : 10 },
    }),
    commit: async () => ({ settled: 1, missing: [], unusable: new Map(), cutOff: false, invalid: null }),
    deadLetter: async () => undefined,
  };
  const budget = new Budget(1, account);
  const { signal: stop } = new AbortController();
  const submitted: SubmittedBatch[] = [];
  const failed: number[] = [];
  const submissions = {
    submit: async (batch: SubmittedBatch) => {
      const number = submitted.push(batch);
      await onSubmit(batch);
      return number;
    },
    failBatch: async (batch: number) => void failed.push(batch),
  };
  const context = {
    runId: "run-1",
    now: () => new Date(0),
    emit,
    stop,
    halt: () => undefined,
    tally: new RunTally(),
    budget,
    span: UNTRACED.stage("extract"),
  };
  const calls = new BatchCalls(context, work, submissions);
  const { limiter, observer } = work;
  const parts = { stage: "extract", work, budget, limiter, observer, stop, emit } as const;
  const pipeline = new CallPipeline<string, BatchOutcome | null>(parts);
  return {
    events,
    sent,
    submitted,
    failed,
    budget,
    send(key: string) {
      const chunks = [contentOf(key)];
      return pipeline.run(chunks, () => calls.begin({ chunks, before: 0 }));
    },
    async pass(seconds: number) {
      for (let second = 0; second < seconds; second += 1) await clock.advance(1_000);
    },
  };
}

interface CallsOptions {
  readonly maxConcurrent: number;
  readonly onSend?: (key: string, sent: readonly string[]) => Promise<void>;
  readonly onSubmit?: (batch: SubmittedBatch) => Promise<void>;
}

describe("a failed call that does not fit into the budget together with the calls in flight", () => {
  it("waits for room and is sent again, without a report that the budget is reached", async () => {
    const slow = Promise.withResolvers<void>();
    const { events, sent, budget, send, pass } = openCalls({
      maxConcurrent: 4,
      async onSend(key, before) {
        if (key === "slow") await slow.promise;
        if (key === "failing" && before.filter((one) => one === key).length === 1)
          throw new CallError("server", "It broke.");
      },
    });
    // Until one has a reply, calls are sent one by one.
    await send("first");
    const outcomes = Promise.all(["slow", "failing"].map(send));
    // Its first attempt may have cost 0.4. With 0.4 for each call and the cost of the first call, the sum exceeds 1.
    await pass(30);
    expect(sent).toEqual(["first", "slow", "failing"]);
    slow.resolve();
    await pass(30);
    expect((await outcomes).map((outcome) => outcome?.settled)).toEqual([1, 1]);
    expect(sent).toEqual(["first", "slow", "failing", "failing"]);
    expect(events.some(({ event }) => event === "budget.reached")).toBe(false);
    expect(budget.boundUsd).toBeCloseTo(0.7);
  });
});

describe("a call that waits for the limiter while another call costs more than its reservation", () => {
  it("is not sent beyond the budget", async () => {
    const { events, sent, budget, send, pass } = openCalls({ maxConcurrent: 1 });
    await send("first");
    const outcomes = Promise.all(["dear", "waiting"].map(send));
    await pass(30);
    expect((await outcomes).map((outcome) => outcome?.settled)).toEqual([1, undefined]);
    expect(sent).toEqual(["first", "dear"]);
    expect(events.some(({ event }) => event === "budget.reached")).toBe(true);
    expect(budget.boundUsd).toBeCloseTo(0.8);
  });
});

describe("a call that waits for the ledger while another call costs more than its reservation", () => {
  it("is not sent beyond the budget, and its record in the ledger ends as failed", async () => {
    const written = Promise.withResolvers<void>();
    const { events, sent, submitted, failed, budget, send, pass } = openCalls({
      maxConcurrent: 4,
      async onSubmit({ contentKeys: [key] }) {
        if (key === "waiting") await written.promise;
      },
    });
    await send("first");
    const outcomes = Promise.all(["dear", "waiting"].map(send));
    await pass(30);
    expect(sent).toEqual(["first", "dear"]);
    written.resolve();
    await pass(30);
    expect((await outcomes).map((outcome) => outcome?.settled)).toEqual([1, undefined]);
    expect(sent).toEqual(["first", "dear"]);
    expect(submitted.map(({ contentKeys }) => contentKeys)).toEqual([["first"], ["dear"], ["waiting"]]);
    expect(failed).toEqual([3]);
    expect(events.some(({ event }) => event === "budget.reached")).toBe(true);
    expect(budget.boundUsd).toBeCloseTo(0.8);
  });
});

describe("a paid batch", () => {
  it("is recorded in the ledger before its first attempt, once for all attempts", async () => {
    const recorded: number[] = [];
    const { submitted, failed, send, pass } = openCalls({
      maxConcurrent: 1,
      async onSend(_key, before) {
        recorded.push(submitted.length);
        if (before.length === 1) throw new CallError("server", "It broke.");
      },
    });
    const outcome = send("first");
    await pass(30);
    expect((await outcome)?.settled).toBe(1);
    expect(recorded).toEqual([1, 1]);
    expect(submitted).toEqual([
      {
        run: "run-1",
        stage: "extract",
        number: 1,
        profile: "p",
        contentKeys: ["first"],
        submittedAt: "1970-01-01T00:00:00.000Z",
        expected: EXPECTED,
      },
    ]);
    expect(failed).toEqual([]);
  });

  it("is recorded as failed when its call ends without a reply", async () => {
    const { submitted, failed, send } = openCalls({
      maxConcurrent: 1,
      async onSend() {
        throw new CallError("invalid", "No.");
      },
    });
    expect((await send("first"))?.settled).toBe(0);
    expect([submitted.length, failed]).toEqual([1, [1]]);
  });
});
