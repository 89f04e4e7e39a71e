import { describe, expect, it } from "vitest";
import { createObserver } from "../../test/observers.ts";
import {
  CallError,
  type CallTokens,
  NO_USAGE,
  type PendingChunk,
  type Pricing,
  type SubmittedBatch,
  type Usage,
} from "../ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "@colloquy/rate-limit/testing";
import { Budget, CallAccount, CallPipeline, UNTRACED } from "../calls/index.ts";
import type { RunEvent } from "./events.ts";
import { BatchCalls, type BatchOutcome } from "./batch-calls.ts";
import type { StageWork } from "./run-types.ts";
import { RunTally } from "./run-tally.ts";

/** A call costs 0.01 for each token of its reply, and at most 0.4 is expected; at most 0.048 for a ping. */
const PRICING: Pricing = {
  model: "test:model",
  source: "this test",
  prices: { input: 1, cachedInput: 1, output: 1 },
  cost: ({ outputTokens }) => outputTokens / 100,
  mostOf: ({ maxOutputTokens }) => maxOutputTokens / 250,
};
const EXPECTED = { inputTokens: 100, maxOutputTokens: 100 };
const PING = { inputTokens: 10, maxOutputTokens: 12 };

const contentOf = (contentKey: string): PendingChunk => ({ contentKey, chunk: contentKey, view: [], tokens: 1 });

/** Calls for chunks whose content keys name their outcomes, with a budget of one dollar. */
function openCalls({
  expected = EXPECTED,
  onSend = async () => {},
  onSubmit = async () => {},
  ...limits
}: CallsOptions) {
  const clock = createFakeClock();
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  const sent: string[] = [];
  const account = new CallAccount();
  const budget = new Budget(1, account);
  const observer = createObserver("extract", { pricing: PRICING, emit, account, budget });
  const ping = async (): Promise<Usage> => {
    sent.push("ping");
    return { ...NO_USAGE, inputTokens: 10, outputTokens: 1 };
  };
  const pinging = {
    ping: observer.pinging(PING, ping, (usage) => usage),
    mayPing: () => observer.hasRoomFor(PING),
  };
  const asked = { profile: "p", paid: true, force: false } as const;
  const work: StageWork<string> = {
    plan: { stage: "extract", ...asked, batchSize: 1, batchTokens: 1e9, total: 3 },
    operation: "extract",
    limiter: createRateLimiter({ clock, random: () => 0.5, ...limits, ...pinging }),
    observer,
    taperedTokens: null,
    tokens: () => expected,
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
  const { limiter } = work;
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
  /** The expected tokens of a call. */
  readonly expected?: CallTokens;
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

describe("an outage in which failed calls used up the budget", () => {
  /** After a call that costs 0.1, three calls that fail once. */
  async function failThree({ maxOutputTokens }: Pick<CallTokens, "maxOutputTokens">) {
    const calls = openCalls({
      maxConcurrent: 4,
      expected: { inputTokens: 100, maxOutputTokens },
      async onSend(key, before) {
        if (key !== "first" && before.filter((one) => one === key).length === 1)
          throw new CallError("network", "The connection was lost.");
      },
    });
    await calls.send("first");
    const outcomes = Promise.all(["a", "b", "c"].map(calls.send));
    await calls.pass(60);
    return { ...calls, settled: (await outcomes).map((outcome) => outcome?.settled) };
  }

  it("has no ping, and its waiting calls are not sent", async () => {
    // Each costs up to 0.24, and 0.1 + 3 * 0.24 + 0.24 exceeds 1.
    const { events, sent, budget, settled } = await failThree({ maxOutputTokens: 60 });
    expect(settled).toEqual([undefined, undefined, undefined]);
    expect(sent).toEqual(["first", "a", "b", "c"]);
    expect(events.some(({ event }) => event === "budget.reached")).toBe(true);
    expect(budget.boundUsd).toBeCloseTo(0.82);
  });

  it("has no ping while its waiting calls need the rest of the budget, and they are sent", async () => {
    // Each costs up to 0.144, and 0.1 + 3 * 0.144 + 3 * 0.144 leaves 0.036.
    const { events, sent, budget, settled } = await failThree({ maxOutputTokens: 36 });
    expect(settled).toEqual([1, 1, 1]);
    expect(sent.toSorted()).toEqual(["a", "a", "b", "b", "c", "c", "first"]);
    expect(events.some(({ event }) => event === "budget.reached")).toBe(false);
    expect(budget.boundUsd).toBeCloseTo(0.832);
  });

  it("has a ping if there is room for it beside the waiting calls", async () => {
    const { sent, budget, settled } = await failThree({ maxOutputTokens: 25 });
    expect(settled).toEqual([1, 1, 1]);
    expect(sent.slice(0, 5)).toEqual(["first", "a", "b", "c", "ping"]);
    expect(budget.boundUsd).toBeCloseTo(0.71);
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
