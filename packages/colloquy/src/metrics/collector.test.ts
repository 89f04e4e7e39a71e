import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StageEstimate } from "../estimation/index.ts";
import { type AttemptCompleted, CallAccount } from "../calls/index.ts";
import type { CallsProgress, RunEvent } from "../pipeline/index.ts";
import { Collector, type RunOutcome } from "./collector.ts";

const DONE: RunOutcome = { outcome: "completed", exitCode: 0, failure: null };
const NONE = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };

const ATTEMPT: AttemptCompleted = {
  event: "attempt.completed",
  stage: "extract",
  operation: "extract",
  model: "openai:gpt-4o",
  batch: 1,
  chunks: 10,
  attempt: 1,
  failure: null,
  waitMs: 0,
  firstTokenMs: null,
  durationMs: 1000,
  expected: { inputTokens: 5000, maxOutputTokens: 4000 },
  usage: { inputTokens: 5100, cachedInputTokens: 100, outputTokens: 1500, reasoningTokens: 0 },
  costUsd: 0.02,
  unreported: null,
  unknownSpend: null,
};
const PROGRESS: CallsProgress = {
  event: "calls.progress",
  stage: "extract",
  done: 0,
  total: 100,
  batches: { done: 0, expected: 10 },
  chunksPerSecond: null,
  secondsLeft: null,
  inFlight: 0,
  waiting: 0,
  waitingFor: null,
  concurrencyLimit: 20,
  attempts: 0,
  rateLimited: 0,
  retries: 0,
  deadLetters: 0,
  admittedPerMinute: NONE,
  admitted: NONE,
  perMinute: {},
  costUsd: 0,
  costAtLeastUsd: 0,
  costAtMostUsd: 0,
};
const RANGE = { least: 1, likely: 2, most: 3 };
const ESTIMATE: StageEstimate = {
  stage: "extract",
  profile: "gpt-4o/prompt-3",
  model: "openai:gpt-4o",
  chunks: 100,
  calls: RANGE,
  inputTokens: RANGE,
  outputTokens: RANGE,
  costUsd: null,
  prices: { input: 2.5, cachedInput: 1.25, output: 10 },
  priceSource: "a table",
  seconds: null,
  measuredOn: null,
  basis: "what is usual",
};

interface TimedEvent {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly event: RunEvent;
}

const STARTED_AT = Date.UTC(2026, 0, 2, 12);

function collected(
  events: readonly TimedEvent[],
  end = DONE,
  endsAt = events.at(-1)?.at ?? 0,
  maxCostUsd: number | null = null,
) {
  let now = STARTED_AT;
  const account = new CallAccount();
  const about = { workspace: "talks", runId: "r1", startedAt: STARTED_AT };
  const collector = new Collector({ ...about, now: () => now, account, maxCostUsd });
  for (const { at, event } of events) {
    now = STARTED_AT + at;
    if (event.event === "attempt.completed") account.add(event);
    collector.record(event);
  }
  now = STARTED_AT + endsAt;
  return { ...collector.reports(end), measurements: collector.measurements() };
}

function stageOf({ performance }: Pick<ReturnType<typeof collected>, "performance">, index = 0) {
  const stage = performance.modelStages[index];
  if (stage === undefined) throw new Error(`There is no stage ${index}.`);
  return stage;
}

const tokens = fc.integer({ min: 0, max: 100_000 });
const usage = fc.record({
  inputTokens: tokens,
  cachedInputTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
});
const dollars = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6);
const unknownSpend = fc.record({
  inputTokens: tokens,
  outputTokens: tokens,
  upToUsd: fc.option(dollars, { freq: 20 }),
});
const anyAttempt: fc.Arbitrary<AttemptCompleted> = fc
  .record({
    stage: fc.constantFrom("extract" as const, "embed" as const),
    model: fc.constantFrom("openai:a", "openai:b"),
    pings: fc.boolean(),
    attempt: fc.integer({ min: 1, max: 3 }),
    waitMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
    durationMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
    end: fc.oneof(
      fc.record({
        failure: fc.constant(null),
        usage,
        costUsd: fc.option(dollars, { freq: 30 }),
        unknownSpend: fc.constant(null),
      }),
      fc.record({ failure: fc.constant(null), usage: fc.constant(null), costUsd: fc.constant(null), unknownSpend }),
      fc.record({
        failure: fc.constantFrom("timeout" as const, "server" as const),
        usage: fc.constant(null),
        costUsd: fc.constant(null),
        unknownSpend,
      }),
      fc.record({
        failure: fc.constant("rate-limited" as const),
        usage: fc.constant(null),
        costUsd: fc.constant(0),
        unknownSpend: fc.constant(null),
      }),
    ),
  })
  .map(({ pings, stage, end, ...rest }) => ({
    ...ATTEMPT,
    ...rest,
    ...end,
    stage,
    operation: pings ? "ping" : stage === "extract" ? "extract" : "embed",
  }));

function sum<Item>(items: readonly Item[], value: (item: Item) => number | null): number | null {
  return items.reduce<number | null>((total, item) => {
    const one = value(item);
    return total === null || one === null ? null : total + one;
  }, 0);
}

function expectDollars(found: number | null | undefined, right: number | null): void {
  if (right === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(right, 9);
}

describe("the collector of a run", () => {
  it("sums the reported usage and the unknown spend of all attempts by model, stage and operation", () => {
    fc.assert(
      fc.property(fc.array(anyAttempt, { maxLength: 80 }), (attempts) => {
        const { cost } = collected(attempts.map((event, index) => ({ at: 10 * index, event })));
        const reported = attempts.filter((attempt) => attempt.usage !== null);
        const unknown = attempts.flatMap((attempt) => attempt.unknownSpend ?? []);
        expect(cost.tokens).toEqual({
          inputTokens: sum(reported, (attempt) => attempt.usage?.inputTokens ?? 0),
          cachedInputTokens: sum(reported, (attempt) => attempt.usage?.cachedInputTokens ?? 0),
          outputTokens: sum(reported, (attempt) => attempt.usage?.outputTokens ?? 0),
          reasoningTokens: sum(reported, (attempt) => attempt.usage?.reasoningTokens ?? 0),
        });
        expectDollars(
          cost.costUsd,
          sum(reported, (attempt) => attempt.costUsd),
        );
        expect(cost.unknownSpend.attempts).toBe(unknown.length);
        expect(cost.unknownSpend.inputTokens).toBe(sum(unknown, (spend) => spend.inputTokens));
        expectDollars(
          cost.unknownSpend.upToUsd,
          sum(unknown, (spend) => spend.upToUsd),
        );
        for (const model of cost.models) {
          const own = attempts.filter(
            (one) => one.model === model.model && one.stage === model.stage && one.operation === model.operation,
          );
          const replies = own.filter((one) => one.failure === null);
          expect(model.attempts).toBe(own.length);
          expect(model.calls).toBe(own.filter(({ attempt }) => attempt === 1).length);
          expect(model.replies).toBe(replies.length);
          expect(model.unreported).toBe(replies.filter((one) => one.usage === null).length);
          expect(model.outputTokens).toBe(sum(own, (one) => one.usage?.outputTokens ?? 0));
          expectDollars(
            model.costUsd,
            sum(
              own.filter((one) => one.usage !== null),
              (one) => one.costUsd,
            ),
          );
        }
        expect(sum(cost.models, (model) => model.attempts)).toBe(attempts.length);
      }),
    );
  });

  it("counts replies without usage, cache writes, and the common beginning of all prompts", () => {
    const expected = { inputTokens: 5_000, sharedInputTokens: 2_000, maxOutputTokens: 4_000 };
    const usage = { inputTokens: 6_000, cachedInputTokens: 0, outputTokens: 900, reasoningTokens: 0 };
    const unknownSpend = { inputTokens: 6_250, outputTokens: 4_000, upToUsd: 0.04 };
    const silent = { ...ATTEMPT, expected, usage: null, costUsd: null, unknownSpend };
    const { cost } = collected(
      [
        { ...ATTEMPT, expected, usage: { ...usage, cacheWrittenTokens: 2_400 } },
        { ...ATTEMPT, expected, usage },
        { ...silent, unreported: "missing" as const },
        { ...silent, unreported: "implausible" as const },
      ].map((event, index) => ({ at: index, event })),
    );
    const model = { replies: 4, unreported: 2, implausible: 1, cacheWrittenTokens: 2_400, sharedInputTokens: 4_800 };
    const bounds = { costUsd: null, costAtLeastUsd: 0.04, costAtMostUsd: 0.12 };
    expect(cost.models).toMatchObject([{ ...model, ...bounds }]);
    expect(cost).toMatchObject({ ...bounds, tokens: { inputTokens: 12_000, cacheWrittenTokens: 2_400 } });
  });

  it("counts calls, retries and failures of each stage", () => {
    fc.assert(
      fc.property(fc.array(anyAttempt, { minLength: 1, maxLength: 80 }), (attempts) => {
        const reports = collected(attempts.map((event, index) => ({ at: 10 * index, event })));
        for (const stage of reports.performance.modelStages) {
          const own = attempts.filter((attempt) => attempt.stage === stage.stage);
          const failed = Object.values(stage.failures).reduce((total, count) => total + count, 0);
          expect(stage.attempts).toBe(own.length);
          expect(stage.calls + stage.retries).toBe(own.length);
          expect(stage.calls).toBe(own.filter(({ attempt }) => attempt === 1).length);
          expect(stage.rateLimited).toBe(own.filter(({ failure }) => failure === "rate-limited").length);
          expect(stage.rateLimited + failed + (stage.latencyMs?.count ?? 0)).toBe(own.length);
          expect(stage.waitMs?.count).toBe(own.length);
        }
      }),
    );
  });

  it("reports a stage independently of the other stage", () => {
    const anyTold = fc.array(
      fc.record({
        passed: fc.integer({ min: 0, max: 2000 }),
        event: fc.oneof(
          anyAttempt,
          fc.record({
            event: fc.constant("calls.progress" as const),
            stage: fc.constantFrom("extract" as const, "embed" as const),
            done: fc.nat(100),
            inFlight: fc.nat(50),
            waitingFor: fc.constantFrom(null, "tokens" as const, "concurrencyLimit" as const, "provider" as const),
            perMinute: fc.constantFrom({}, { tokens: 30_000 }, { tokens: 60_000, requests: 500 }),
          }),
        ),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(anyTold, (steps) => {
        let at = 0;
        const events = steps.map(({ passed, event }): TimedEvent & { readonly stage: string } => {
          at += passed;
          return event.event === "calls.progress"
            ? { at, event: { ...PROGRESS, ...event }, stage: event.stage }
            : { at, event, stage: event.stage };
        });
        for (const stage of collected(events).performance.modelStages) {
          const alone = collected(
            events.filter((one) => one.stage === stage.stage),
            DONE,
            at,
          );
          expect(alone.performance.modelStages).toEqual([stage]);
          const shares = stage.bottlenecks.map(({ share }) => share);
          if (shares.length > 0) expect(sum(shares, (share) => share)).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it("reports the bottlenecks of a stage and the utilisation of its limits", () => {
    const at = (second: number, progress: Partial<CallsProgress>): TimedEvent => ({
      at: 1000 * second,
      event: { ...PROGRESS, ...progress },
    });
    const limits = { perMinute: { tokens: 30_000 }, concurrencyLimit: 40 };
    const stage = stageOf(
      collected([
        { at: 0, event: { event: "limit.changed", stage: "extract", resource: "tokens", perMinute: 90_000 } },
        { at: 1000, event: ATTEMPT },
        at(1, { ...limits, waitingFor: "tokens", inFlight: 3, done: 10 }),
        at(91, { ...limits, waitingFor: null, inFlight: 7, done: 40 }),
        { at: 101_000, event: { ...ATTEMPT, attempt: 2, durationMs: 1000 } },
        { at: 101_000, event: { event: "limit.changed", stage: "extract", resource: "tokens", perMinute: 95_000 } },
        at(101, { ...limits, admitted: { ...NONE, requests: 2, tokens: 40_800 }, done: 70 }),
      ]),
    );
    expect(stage.bottlenecks).toEqual([
      { by: "tokens", share: 0.9 },
      { by: "none", share: 0.1 },
    ]);
    expect(stage.perMinute).toEqual({ tokens: 30_000 });
    expect(stage.reportedLimits).toEqual({ tokens: 95_000 });
    expect(stage.admitted).toEqual({ requests: 2, tokens: 40_800 });
    // A full bucket, and 100 s of 30,600 a minute on average.
    expect(stage.utilisation.tokens).toBeCloseTo(0.5, 9);
    expect(stage.timeline.map(({ atSeconds, done }) => [atSeconds, done])).toEqual([
      [1, 10],
      [91, 40],
      [101, 70],
    ]);
  });

  it("reports the used share of the allowed output tokens, and full replies", () => {
    const replied = (outputTokens: number): TimedEvent => ({
      at: 5,
      event: { ...ATTEMPT, usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 } },
    });
    const stage = stageOf(
      collected([replied(1000), replied(4000), { at: 6, event: { ...ATTEMPT, failure: "timeout", usage: null } }]),
    );
    expect([stage.outputTokensPerReply, stage.maxOutputTokensPerCall, stage.fullReplies]).toEqual([2500, 4000, 1]);
  });

  it("takes the peak of calls in flight from the attempts, not from progress events", () => {
    const stage = stageOf(
      collected([
        { at: 1000, event: { ...ATTEMPT, durationMs: 900 } },
        { at: 1100, event: { ...ATTEMPT, durationMs: 700, failure: "server", usage: null } },
        { at: 1200, event: { ...ATTEMPT, durationMs: 200 } },
        { at: 1200, event: { ...PROGRESS, inFlight: 0 } },
        { at: 2000, event: { ...ATTEMPT, durationMs: 800 } },
      ]),
    );
    expect(stage.peakInFlight).toBe(2);
  });

  it("reports failed calls with the usage of their replies and the reasons", () => {
    const refused = "The model refused to answer: I cannot speak of";
    const settled = {
      stage: "extract",
      chunks: 10,
      done: 10,
      total: 100,
      durationMs: 90,
      inputTokens: 1,
      outputTokens: 1,
    } as const;
    const failed = (batch: number, reason: string): TimedEvent => ({
      at: 9,
      event: { event: "batch.failed", stage: "extract", batch, chunks: 10, reason },
    });
    const lost = { failure: "server", usage: null, costUsd: null } as const;
    const events: readonly TimedEvent[] = [
      { at: 1, event: { ...ATTEMPT, operation: "ping", batch: null } },
      { at: 2, event: { ...ATTEMPT, batch: 1 } },
      { at: 2, event: { ...ATTEMPT, batch: 2 } },
      { at: 2, event: { event: "batch.completed", batch: 1, ...settled } },
      failed(2, `${refused} 2.`),
      { at: 3, event: { ...ATTEMPT, batch: 3, ...lost } },
      { at: 3, event: { ...ATTEMPT, batch: 3, attempt: 2 } },
      failed(3, `${refused} 3.`),
      { at: 3, event: { ...ATTEMPT, batch: 4, ...lost } },
      failed(4, "The provider answered with HTTP 500."),
    ];
    expect(stageOf(collected(events)).failedCalls).toEqual({
      calls: 3,
      replies: 2,
      inputTokens: 10_200,
      outputTokens: 3_000,
      costUsd: 0.04,
      reasons: [
        { reason: `${refused} 2. (and others like it)`, calls: 2 },
        { reason: "The provider answered with HTTP 500.", calls: 1 },
      ],
    });
    const unreported: readonly TimedEvent[] = [
      { at: 4, event: { ...ATTEMPT, batch: 5, usage: null, costUsd: null } },
      failed(5, "No."),
    ];
    expect(stageOf(collected([...events, ...unreported])).failedCalls).toMatchObject({
      replies: 3,
      inputTokens: null,
      costUsd: null,
    });
    expect(stageOf(collected(events.slice(0, 4))).failedCalls).toMatchObject({
      calls: 0,
      replies: 0,
      costUsd: 0,
      reasons: [],
    });
  });

  it("lists extraction first, independent of the order of events", () => {
    const reports = collected([
      { at: 0, event: { ...ATTEMPT, stage: "embed", operation: "embed" } },
      { at: 1, event: ATTEMPT },
    ]);
    expect(reports.performance.modelStages.map(({ stage }) => stage)).toEqual(["extract", "embed"]);
  });

  it("reports a stage without a model", () => {
    const events = Array.from({ length: 20 }, (_, index): readonly TimedEvent[] => [
      {
        at: 100 * (index + 1),
        event: {
          ...ATTEMPT,
          model: "rules",
          usage: { ...NONE, cachedInputTokens: 0, reasoningTokens: 0 },
          costUsd: 0,
          durationMs: 90,
        },
      },
      {
        at: 100 * (index + 1),
        event: {
          event: "batch.completed",
          stage: "extract",
          batch: 1,
          chunks: 10,
          done: 10 * (index + 1),
          total: 200,
          durationMs: 90,
          inputTokens: 0,
          outputTokens: 0,
        },
      },
    ]).flat();
    const reports = collected(events);
    const stage = stageOf(reports);
    expect(stage).toMatchObject({
      model: "rules",
      profile: "rules",
      chunks: 200,
      perMinute: {},
      utilisation: {},
      bottlenecks: [],
    });
    expect(stage.chunksPerSecond).toBeCloseTo(200 / 1.99, 6);
    expect(stage.timeline.at(-1)).toMatchObject({ atSeconds: 2, done: 200, costUsd: 0, perMinute: {} });
    expect(stage.timeline.at(-1)?.chunksPerSecond).toBeCloseTo(200 / 1.99, 6);
    expect(reports.cost.costUsd).toBe(0);
    expect(reports.measurements).toEqual([]);
    expect(reports.performance.advice).toEqual([]);
  });

  it("reports a run that stopped before any stage began", () => {
    const failure = "The store refused the connection.";
    const { cost, performance } = collected(
      [
        { at: 0, event: { event: "run.started", workspace: "talks" } },
        { at: 10, event: { event: "stage.started", stage: "read", total: 5 } },
      ],
      { outcome: "failed", exitCode: 1, failure },
      2500,
      5,
    );
    expect(cost).toMatchObject({ runId: "r1", outcome: "failed", failure, seconds: 2.5, costUsd: 0, models: [] });
    expect(cost.budget).toEqual({ maxCostUsd: 5, reached: false });
    expect(performance.stages).toEqual([{ stage: "read", startedSeconds: 0.01, seconds: 2.49 }]);
    expect(performance.modelStages).toEqual([]);
  });

  it("ends a stage without an end at its last event", () => {
    const stage = stageOf(
      collected(
        [
          { at: 0, event: { event: "stage.started", stage: "extract", total: 5 } },
          { at: 2000, event: ATTEMPT },
          { at: 4000, event: { ...ATTEMPT, failure: "unauthorised", usage: null, costUsd: 0 } },
        ],
        { outcome: "failed", exitCode: 1, failure: "The key was refused." },
        60_000,
      ),
    );
    expect(stage.seconds).toBe(3);
  });

  it("reports 0 for a limit without any admission, not an unknown amount", () => {
    const { performance } = collected([
      { at: 1000, event: ATTEMPT },
      { at: 2000, event: { ...PROGRESS, perMinute: { requests: 9, tokens: 9 }, admitted: { ...NONE, requests: 2 } } },
    ]);
    expect(stageOf({ performance })).toMatchObject({
      admitted: { requests: 2, tokens: 0 },
      utilisation: { tokens: 0 },
    });
  });

  it("ends the run when it stopped, not when its reports are made", () => {
    const usage = {} as Extract<RunEvent, { event: "run.stopped" }>["usage"];
    const { cost } = collected([
      { at: 1000, event: ATTEMPT },
      { at: 2000, event: { event: "run.stopped", outcome: "failed", usage } },
      { at: 7000, event: { event: "warning", message: "Traces could not be sent." } },
    ]);
    expect(cost).toMatchObject({ seconds: 2, finishedAt: new Date(Date.parse(cost.startedAt) + 2000).toISOString() });
  });

  it("has the duration of an ended stage, the reasons of dead letters, warnings, pauses and the budget", () => {
    const { cost, performance } = collected([
      { at: 0, event: { event: "stage.started", stage: "extract", total: 5 } },
      { at: 2000, event: ATTEMPT },
      { at: 2100, event: { event: "calls.paused", stage: "extract", pauseMs: 500, reason: "asked for" } },
      { at: 2200, event: { event: "chunk.deadLettered", stage: "extract", contentKey: "a", reason: "poison" } },
      { at: 2200, event: { event: "chunk.deadLettered", stage: "extract", contentKey: "b", reason: "poison" } },
      { at: 2300, event: { event: "warning", message: "little space" } },
      {
        at: 2300,
        event: { event: "budget.reached", stage: "extract", maxCostUsd: 5, spentUsd: 4.99, isBounded: true },
      },
      { at: 4000, event: { event: "stage.completed", stage: "extract", seconds: 4 } },
    ]);
    expect(stageOf({ performance })).toMatchObject({ seconds: 4, deadLetters: 2, pauses: { count: 1, seconds: 0.5 } });
    expect(performance.deadLetterReasons).toEqual([{ stage: "extract", reason: "poison", chunks: 2 }]);
    expect(performance.warnings).toEqual(["little space"]);
    expect(cost.budget).toEqual({ maxCostUsd: 5, reached: true });
  });

  it("keeps the measurements for estimates of later runs, and the prices", () => {
    const { measurements, cost } = collected([
      { at: 0, event: { event: "estimate.made", estimate: ESTIMATE } },
      { at: 1000, event: { ...ATTEMPT, operation: "ping", chunks: 0, batch: null } },
      { at: 2000, event: ATTEMPT },
      {
        at: 2000,
        event: {
          event: "batch.completed",
          stage: "extract",
          batch: 1,
          chunks: 10,
          done: 10,
          total: 20,
          durationMs: 90,
          inputTokens: 5100,
          outputTokens: 1500,
        },
      },
      {
        at: 2000,
        event: { ...PROGRESS, perMinute: { tokens: 9 }, admitted: { ...NONE, requests: 2, tokens: 8 }, inFlight: 2 },
      },
    ]);
    expect(measurements).toEqual([
      expect.objectContaining({
        stage: "extract",
        profile: "gpt-4o/prompt-3",
        model: "openai:gpt-4o",
        batchSize: 10,
        settled: 10,
        calls: 1,
        attempts: 1,
        replies: 1,
        perMinute: { tokens: 9 },
        admitted: { tokens: 8 },
        peakInFlight: 1,
        samples: [
          {
            chunks: 10,
            expectedInputTokens: 5000,
            maxOutputTokens: 4000,
            inputTokens: 5100,
            cachedInputTokens: 100,
            outputTokens: 1500,
            durationMs: 1000,
          },
        ],
      }),
    ]);
    expect(cost.prices).toEqual([{ model: "openai:gpt-4o", source: "a table", prices: ESTIMATE.prices }]);
    expect(cost.estimates).toEqual([ESTIMATE]);
  });

  it("has reports of the same size after an hour and after a day", () => {
    const sizeAfter = (seconds: number): number => {
      const events = Array.from({ length: seconds }, (_, second): readonly TimedEvent[] => [
        { at: 1000 * second, event: { ...ATTEMPT, durationMs: 20_000 + (second % 1000), waitMs: second % 777 } },
        { at: 1000 * second, event: { ...PROGRESS, done: second, waitingFor: second % 3 === 0 ? "tokens" : null } },
        {
          at: 1000 * second,
          event: { event: "chunk.deadLettered", stage: "extract", contentKey: "k", reason: `no ${second}` },
        },
        { at: 1000 * second, event: { event: "warning", message: `warning ${second}` } },
      ]).flat();
      const reports = collected([
        { at: 0, event: { event: "estimate.made", estimate: ESTIMATE } },
        {
          at: 0,
          event: {
            event: "batch.completed",
            stage: "extract",
            batch: 1,
            chunks: 10,
            done: 10,
            total: 20,
            durationMs: 90,
            inputTokens: 5100,
            outputTokens: 1500,
          },
        },
        ...events,
      ]);
      expect(stageOf(reports).timeline.length).toBeLessThanOrEqual(300);
      expect(stageOf(reports).timeline.at(-1)?.done).toBe(seconds - 1);
      expect(reports.measurements[0]?.samples.length).toBeLessThanOrEqual(400);
      return JSON.stringify(reports).length;
    };
    expect(sizeAfter(86_400) / sizeAfter(3600)).toBeLessThan(1.3);
  });
});
