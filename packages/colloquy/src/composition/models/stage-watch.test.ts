import { describe, expect, it } from "vitest";
import type { StageEstimate } from "../../estimation/index.ts";
import { CallAccount, StageWaits } from "../../calls/index.ts";
import type { CallsProgress, RunEvent } from "../../pipeline/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { createFakeClock, type FakeClock } from "../../testing/index.ts";
import { attemptOf } from "../../../test/attempts.ts";
import { StageWatch } from "./stage-watch.ts";

const NONE = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };
const IDLE: LimiterSnapshot = {
  waiting: 0,
  inFlight: 0,
  ceiling: 40,
  perMinute: {},
  admitted: NONE,
  waitingFor: null,
  calls: 1,
  attempts: 1,
  rateLimited: 0,
};
const STARTED: RunEvent = { event: "stage.started", stage: "extract", total: 400 };
const range = (likely: number) => ({ least: likely / 2, likely, most: 2 * likely });
const ESTIMATE: StageEstimate = {
  stage: "extract",
  profile: "m prompt-1",
  model: "openai:m",
  chunks: 400,
  calls: range(40),
  inputTokens: range(1),
  outputTokens: range(1),
  costUsd: null,
  prices: null,
  priceSource: null,
  seconds: range(100),
  measuredOn: null,
  basis: "what is usual",
};
const ESTIMATED: RunEvent = { event: "estimate.made", estimate: ESTIMATE };
const ATTEMPT = attemptOf();

/** A batch that was done when so many chunks of 400 are. */
function batch(done: number): RunEvent {
  const tokens = { inputTokens: 1, outputTokens: 1 };
  return { event: "batch.completed", stage: "extract", batch: 1, chunks: 10, done, total: 400, ms: 9, ...tokens };
}

/** A stage that is watched, its limiter, and what was told of it. */
class Scene implements Disposable {
  readonly clock: FakeClock = createFakeClock(1_000_000);
  readonly waits = new StageWaits(() => this.clock.now());
  readonly limiter = { snapshot: IDLE };
  readonly abort = new AbortController();
  readonly told: RunEvent[] = [];
  readonly account = new CallAccount();
  readonly watch: StageWatch;

  constructor(...events: readonly RunEvent[]) {
    const { account, limiter, waits, abort } = this;
    const watched = { stage: "extract", account, limiter, waits, stop: abort.signal } as const;
    this.watch = new StageWatch(watched, (event) => this.told.push(event), this.clock);
    for (const event of events) this.hear(event);
  }

  /** An event of the run; an attempt is in the account before. */
  hear(event: RunEvent): void {
    if (event.event === "attempt.completed") this.account.add(event);
    this.watch.listen(event);
  }

  now(change: Partial<LimiterSnapshot>): void {
    this.limiter.snapshot = { ...this.limiter.snapshot, ...change };
  }

  get standings(): readonly CallsProgress[] {
    return this.told.filter((event) => event.event === "calls.progress");
  }

  /** How the stage stands when so many seconds have passed. */
  async after(seconds: number): Promise<Partial<CallsProgress>> {
    await this.clock.advance(1000 * seconds);
    return this.standings.at(-1) ?? {};
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }
}

describe("the watch of a stage", () => {
  it("tells nothing until it is known what there is to do, and never 0 of 0", async () => {
    using scene = new Scene();
    await scene.after(3);
    expect(scene.standings).toEqual([]);
    scene.hear(ESTIMATED);
    expect(await scene.after(1)).toMatchObject({ done: 0, total: 400, batches: { done: 0, expected: 40 } });
    using empty = new Scene({ ...STARTED, total: 0 });
    await empty.after(3);
    empty.watch[Symbol.dispose]();
    expect(empty.told).toEqual([]);
  });

  it("tells nothing before a call is sent, nor where nothing changed, and at last when it ends", async () => {
    using scene = new Scene(STARTED);
    scene.now({ attempts: 0 });
    await scene.after(3);
    expect(scene.standings).toHaveLength(0);
    scene.now({ attempts: 5, inFlight: 5 });
    await scene.after(3);
    expect(scene.standings).toHaveLength(1);
    scene.now({ inFlight: 0 });
    scene.watch[Symbol.dispose]();
    expect(scene.standings.map(({ inFlight }) => inFlight)).toEqual([5, 0]);
    await scene.after(10);
    scene.watch[Symbol.dispose]();
    expect(scene.standings).toHaveLength(2);
    expect(scene.clock.sleeping).toBe(0);
  });

  it("adds up what the events of its stage tell, and of no other", async () => {
    const unknown = { inputTokens: 1, outputTokens: 1, upToUsd: 1 };
    using scene = new Scene(
      STARTED,
      batch(10),
      { ...ATTEMPT, stage: "embed" },
      ATTEMPT,
      ATTEMPT,
      { ...ATTEMPT, usage: null, costUsd: null, unknownSpend: unknown },
      { event: "call.retried", stage: "extract", kind: "server", reason: "500", attempt: 2, waitMs: 1 },
      { ...ATTEMPT, attempt: 2, failure: "rate-limited", usage: null, costUsd: 0 },
      { event: "chunk.deadLettered", stage: "extract", contentKey: "k", reason: "poison" },
      { event: "chunk.deadLettered", stage: "embed", contentKey: "k", reason: "poison" },
    );
    expect(await scene.after(1)).toMatchObject({
      done: 11,
      total: 400,
      batches: { done: 1 },
      retries: 1,
      deadLetters: 1,
      costUsd: 0.5,
    });
    scene.hear({ ...ATTEMPT, costUsd: null });
    scene.hear(ATTEMPT);
    expect(await scene.after(1)).toMatchObject({ costUsd: null });
  });

  it("expects as many batches as were estimated, no fewer than are done and under way, and in the end those that were", async () => {
    using scene = new Scene(ESTIMATED, STARTED);
    scene.now({ inFlight: 30, waiting: 16 });
    expect(await scene.after(1)).toMatchObject({ batches: { done: 0, expected: 46 } });
    scene.now({ inFlight: 2, waiting: 0 });
    scene.hear(batch(10));
    expect(await scene.after(1)).toMatchObject({ batches: { done: 1, expected: 40 } });
    scene.hear(batch(400));
    expect(await scene.after(1)).toMatchObject({ batches: { done: 2, expected: 2 }, secondsLeft: 0 });
  });

  /** Ten batches, one a second. */
  async function tenBatches(scene: Scene): Promise<void> {
    for (let done = 10; done <= 100; done += 10) {
      scene.hear(batch(done));
      await scene.clock.advance(1000);
    }
  }

  it("judges the time left by its own batches, once enough came back, and as many as are in flight", async () => {
    using scene = new Scene(ESTIMATED, STARTED);
    scene.now({ inFlight: 12 });
    expect(await scene.after(10)).toMatchObject({ chunksPerSecond: null, secondsLeft: null });
    scene.hear(batch(10));
    expect(await scene.after(1)).toMatchObject({ secondsLeft: null });
    using steady = new Scene(ESTIMATED, STARTED);
    steady.now({ inFlight: 12 });
    await tenBatches(steady);
    expect(steady.standings.at(-1)).toMatchObject({ done: 100, secondsLeft: null });
    steady.now({ inFlight: 2 });
    const { secondsLeft } = await steady.after(1);
    expect(secondsLeft).toBeCloseTo((300 * 11) / 90);
  });

  it("gives no time where nothing is done any more", async () => {
    using scene = new Scene(STARTED);
    await tenBatches(scene);
    expect(scene.standings.at(-1)?.secondsLeft).not.toBeNull();
    expect(await scene.after(120)).toMatchObject({ done: 100, chunksPerSecond: 0, secondsLeft: null });
  });

  it("gives no time once nothing more is begun, be it that the run is stopped or that its budget is reached", async () => {
    using stopped = new Scene(STARTED, ESTIMATED);
    await tenBatches(stopped);
    expect(stopped.standings.at(-1)?.secondsLeft).not.toBeNull();
    stopped.abort.abort();
    expect(await stopped.after(1)).toMatchObject({ secondsLeft: null });
    using spent = new Scene(STARTED, ESTIMATED);
    await tenBatches(spent);
    spent.hear({ event: "budget.reached", stage: "extract", maxUsd: 1, spentUsd: 1, isBounded: true });
    expect(await spent.after(1)).toMatchObject({ secondsLeft: null });
    spent.hear(batch(400));
    expect(await spent.after(1)).toMatchObject({ secondsLeft: 0 });
  });

  it("tells what the stage waits for: its limiter's reason, or room in the budget, or the ledger where that takes long", async () => {
    using scene = new Scene(STARTED);
    const { promise, resolve } = Promise.withResolvers<void>();
    const committing = scene.waits.during("store", () => promise);
    const sending = scene.waits.during("budget", () => promise);
    scene.now({ waitingFor: "tokens" });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "tokens" });
    scene.now({ waitingFor: null });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "budget" });
    resolve();
    await Promise.all([sending, committing]);
    expect(await scene.after(1)).toMatchObject({ waitingFor: null });
    const slow = Promise.withResolvers<void>();
    await scene.clock.advance(500);
    const late = scene.waits.during("store", () => slow.promise);
    scene.hear(ATTEMPT);
    scene.hear(ATTEMPT);
    await scene.clock.advance(500);
    expect(scene.standings.at(-1)).toMatchObject({ attempts: 2, waitingFor: null });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "store" });
    slow.resolve();
    await late;
    scene.hear({ event: "budget.reached", stage: "extract", maxUsd: 1, spentUsd: 1, isBounded: true });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "budget" });
  });

  it("says once that a limit is approached, and again when it was left alone meanwhile", async () => {
    using scene = new Scene(STARTED);
    const admitted = (requests: number) => scene.now({ admitted: { ...NONE, requests }, perMinute: { requests: 100 } });
    const approached = () => scene.told.filter((event) => event.event === "limit.approached");
    admitted(89);
    await scene.after(1);
    expect(approached()).toEqual([]);
    admitted(90);
    await scene.after(5);
    const event = { event: "limit.approached", stage: "extract", resource: "requests", perMinute: 100 };
    expect(approached()).toEqual([{ ...event, admittedPerMinute: 90 }]);
    await scene.after(70);
    admitted(200);
    await scene.after(1);
    expect(approached().slice(1)).toEqual([{ ...event, admittedPerMinute: 110 }]);
  });
});
