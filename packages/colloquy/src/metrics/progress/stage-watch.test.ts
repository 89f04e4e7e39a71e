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
  concurrencyLimit: 40,
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

/** A completed batch, with `done` of 400 chunks. */
function batch(done: number): RunEvent {
  const tokens = { inputTokens: 1, outputTokens: 1 };
  return {
    event: "batch.completed",
    stage: "extract",
    batch: 1,
    chunks: 10,
    done,
    total: 400,
    durationMs: 9,
    ...tokens,
  };
}

/** A watched stage, its limiter and the emitted events. */
class Scene implements Disposable {
  readonly clock: FakeClock = createFakeClock(1_000_000);
  readonly waits = new StageWaits(() => this.clock.now());
  readonly limiter = { snapshot: IDLE };
  readonly abort = new AbortController();
  readonly emitted: RunEvent[] = [];
  readonly account = new CallAccount();
  readonly watch: StageWatch;

  constructor(...events: readonly RunEvent[]) {
    const { account, limiter, waits, abort } = this;
    const watched = { stage: "extract", account, limiter, waits, stop: abort.signal } as const;
    this.watch = new StageWatch(watched, (event) => this.emitted.push(event), this.clock);
    for (const event of events) this.listen(event);
  }

  /** Emits an event of the run. An attempt is counted first. */
  listen(event: RunEvent): void {
    if (event.event === "attempt.completed") this.account.add(event);
    this.watch.listen(event);
  }

  now(change: Partial<LimiterSnapshot>): void {
    this.limiter.snapshot = { ...this.limiter.snapshot, ...change };
  }

  get reports(): readonly CallsProgress[] {
    return this.emitted.filter((event) => event.event === "calls.progress");
  }

  /** The progress of the stage after `seconds`. */
  async after(seconds: number): Promise<Partial<CallsProgress>> {
    await this.clock.advance(1000 * seconds);
    return this.reports.at(-1) ?? {};
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }
}

describe("the watch of a stage", () => {
  it("emits nothing while the total is unknown, and never 0 of 0", async () => {
    using scene = new Scene();
    await scene.after(3);
    expect(scene.reports).toEqual([]);
    scene.listen(ESTIMATED);
    expect(await scene.after(1)).toMatchObject({ done: 0, total: 400, batches: { done: 0, expected: 40 } });
    using empty = new Scene({ ...STARTED, total: 0 });
    await empty.after(3);
    empty.watch[Symbol.dispose]();
    expect(empty.emitted).toEqual([]);
  });

  it("emits nothing before the first call and without a change, and emits once at its end", async () => {
    using scene = new Scene(STARTED);
    scene.now({ attempts: 0 });
    await scene.after(3);
    expect(scene.reports).toHaveLength(0);
    scene.now({ attempts: 5, inFlight: 5 });
    await scene.after(3);
    expect(scene.reports).toHaveLength(1);
    scene.now({ inFlight: 0 });
    scene.watch[Symbol.dispose]();
    expect(scene.reports.map(({ inFlight }) => inFlight)).toEqual([5, 0]);
    await scene.after(10);
    scene.watch[Symbol.dispose]();
    expect(scene.reports).toHaveLength(2);
    expect(scene.clock.sleeping).toBe(0);
  });

  it("counts what its limiter admitted since the estimate, because an earlier stage can have used the limiter", async () => {
    using scene = new Scene();
    await scene.after(30);
    scene.now({ admitted: { ...NONE, requests: 70 } });
    await scene.after(1);
    for (const event of [ESTIMATED, STARTED]) scene.listen(event);
    scene.now({ admitted: { ...NONE, requests: 75 } });
    const progress = await scene.after(1);
    expect(progress.admitted).toEqual({ ...NONE, requests: 5 });
    expect(progress.admittedPerMinute).toEqual({ ...NONE, requests: 75 });
  });

  it("adds up the events of its own stage only", async () => {
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
    scene.listen({ ...ATTEMPT, costUsd: null });
    scene.listen(ATTEMPT);
    expect(await scene.after(1)).toMatchObject({ costUsd: null });
  });

  it("expects the estimated batches, at least those done and in flight, and exactly the done batches at the end", async () => {
    using scene = new Scene(ESTIMATED, STARTED);
    scene.now({ inFlight: 30, waiting: 16 });
    expect(await scene.after(1)).toMatchObject({ batches: { done: 0, expected: 46 } });
    scene.now({ inFlight: 2, waiting: 0 });
    scene.listen(batch(10));
    expect(await scene.after(1)).toMatchObject({ batches: { done: 1, expected: 40 } });
    scene.listen(batch(400));
    expect(await scene.after(1)).toMatchObject({ batches: { done: 2, expected: 2 }, secondsLeft: 0 });
  });

  /** Completes ten batches, one per second. */
  async function tenBatches(scene: Scene): Promise<void> {
    for (let done = 10; done <= 100; done += 10) {
      scene.listen(batch(done));
      await scene.clock.advance(1000);
    }
  }

  it("estimates the time left from its own batches, once as many are done as are in flight", async () => {
    using scene = new Scene(ESTIMATED, STARTED);
    scene.now({ inFlight: 12 });
    expect(await scene.after(10)).toMatchObject({ chunksPerSecond: null, secondsLeft: null });
    scene.listen(batch(10));
    expect(await scene.after(1)).toMatchObject({ secondsLeft: null });
    using steady = new Scene(ESTIMATED, STARTED);
    steady.now({ inFlight: 12 });
    await tenBatches(steady);
    expect(steady.reports.at(-1)).toMatchObject({ done: 100, secondsLeft: null });
    steady.now({ inFlight: 2 });
    const { secondsLeft } = await steady.after(1);
    expect(secondsLeft).toBeCloseTo((300 * 11) / 90);
  });

  it("reports no time left when no batch completes", async () => {
    using scene = new Scene(STARTED);
    await tenBatches(scene);
    expect(scene.reports.at(-1)?.secondsLeft).not.toBeNull();
    expect(await scene.after(120)).toMatchObject({ done: 100, chunksPerSecond: 0, secondsLeft: null });
  });

  it("reports no time left when the run stops or the budget is reached", async () => {
    using stopped = new Scene(STARTED, ESTIMATED);
    await tenBatches(stopped);
    expect(stopped.reports.at(-1)?.secondsLeft).not.toBeNull();
    stopped.abort.abort();
    expect(await stopped.after(1)).toMatchObject({ secondsLeft: null });
    using spent = new Scene(STARTED, ESTIMATED);
    await tenBatches(spent);
    spent.listen({ event: "budget.reached", stage: "extract", maxCostUsd: 1, spentUsd: 1, isBounded: true });
    expect(await spent.after(1)).toMatchObject({ secondsLeft: null });
    spent.listen(batch(400));
    expect(await spent.after(1)).toMatchObject({ secondsLeft: 0 });
  });

  it("reports the reason of a wait: the limiter's reason, the budget, or a slow ledger", async () => {
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
    scene.listen(ATTEMPT);
    scene.listen(ATTEMPT);
    await scene.clock.advance(500);
    expect(scene.reports.at(-1)).toMatchObject({ attempts: 2, waitingFor: null });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "store" });
    slow.resolve();
    await late;
    scene.listen({ event: "budget.reached", stage: "extract", maxCostUsd: 1, spentUsd: 1, isBounded: true });
    expect(await scene.after(1)).toMatchObject({ waitingFor: "budget" });
  });

  it("reports an approached limit once, and again after its use was low", async () => {
    using scene = new Scene(STARTED);
    const admitted = (requests: number) => scene.now({ admitted: { ...NONE, requests }, perMinute: { requests: 100 } });
    const approached = () => scene.emitted.filter((event) => event.event === "limit.approached");
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
