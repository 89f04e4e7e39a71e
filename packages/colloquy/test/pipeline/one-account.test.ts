import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { createRateLimiter } from "@colloquy/rate-limit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AttemptCompleted, Budget, CallAccount, StageWaits } from "../../src/calls/index.ts";
import { StageWatches } from "../../src/metrics/index.ts";
import { RunEvents } from "../../src/composition/run-events.ts";
import { Collector, createRunLog } from "../../src/metrics/index.ts";
import type { CallsProgress, RunEvent } from "../../src/pipeline/index.ts";
import { RunTally } from "../../src/pipeline/run-tally.ts";
import { runUsage } from "../../src/pipeline/result.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { attemptOf } from "../attempts.ts";

const MODEL_STAGES = ["extract", "embed"] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-account-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tokens = fc.integer({ min: 0, max: 100_000 });
const millionths = fc.integer({ min: 0, max: 1_000_000 });
const anyAttempt: fc.Arbitrary<AttemptCompleted> = fc
  .record({
    stage: fc.constantFrom(...MODEL_STAGES),
    isPing: fc.boolean(),
    model: fc.constantFrom("openai:a", "openai:b"),
    attempt: fc.integer({ min: 1, max: 3 }),
    end: fc.oneof(
      fc.record({
        failure: fc.constant(null),
        usage: fc.record({
          inputTokens: tokens,
          cachedInputTokens: tokens,
          outputTokens: tokens,
          reasoningTokens: tokens,
        }),
        costUsd: millionths.map((cost) => cost / 1e6),
      }),
      fc.record({
        failure: fc.constantFrom("timeout" as const, "server" as const),
        usage: fc.constant(null),
        costUsd: fc.constant(null),
        unknownSpend: fc.record({
          inputTokens: tokens,
          outputTokens: tokens,
          upToUsd: millionths.map((cost) => cost / 1e6),
        }),
      }),
      fc.constant({ failure: "rate-limited" as const, usage: null, costUsd: 0 }),
    ),
  })
  .map(({ stage, isPing, end, ...rest }) =>
    attemptOf({ ...rest, ...end, stage, operation: isPing ? "ping" : stage === "extract" ? "extract" : "embed" }),
  );

/** The consumers of a run's attempts, connected as in composition. */
class Consumers {
  readonly account = new CallAccount();
  readonly budget = new Budget(1e9, this.account);
  readonly progress = new Map<string, CallsProgress>();
  readonly #logFile = join(folder, "log.txt");
  readonly #log = createRunLog(this.#logFile, { account: this.account });
  readonly #events = new RunEvents("r1", (event) => {
    if (event.event === "calls.progress") this.progress.set(event.stage, event);
  });
  readonly #collector = new Collector({
    workspace: "w",
    runId: "r1",
    startedAt: 0,
    now: () => 1000,
    account: this.account,
  });

  /** Sends the attempts of a run to all consumers, from its first event to the last progress of both stages. */
  async take(attempts: readonly AttemptCompleted[]): Promise<void> {
    const { account } = this;
    const emit = (event: RunEvent): void => this.#events.emit(event);
    const clock = createFakeClock();
    using watches = new StageWatches({ account, emit, clock });
    this.#events.addFirst(this.#log.record);
    this.#events.addFirst((event) => this.#collector.record(event));
    this.#events.addFirst((event) => watches.listen(event));
    await using limiter = createRateLimiter();
    for (const stage of MODEL_STAGES)
      watches.watch(stage, { port: { paid: true }, limiter, observer: { waits: new StageWaits() } });
    for (const stage of ["extract", "embed"] as const) emit({ event: "stage.started", stage, total: 9 });
    await limiter.run({ tokens: { inputTokens: 1, maxOutputTokens: 1 }, send: async () => "reply" });
    for (const attempt of attempts) {
      account.add(attempt);
      emit(attempt);
    }
    for (const stage of MODEL_STAGES) watches.end(stage);
  }

  get reports() {
    return this.#collector.reports({ outcome: "completed", exitCode: 0, failure: null });
  }

  get usage() {
    return runUsage(this.account, { extract: true, embed: true }, new RunTally());
  }

  /** The last amount of dollars in the log; NaN if there is none. */
  get loggedUsd(): number {
    this.#log[Symbol.dispose]();
    return Number(readFileSync(this.#logFile, "utf8").match(/; \$([\d.]+) so far\n$/)?.[1]);
  }
}

/** The sums that follow from the events. */
function sumsOf(attempts: readonly AttemptCompleted[]) {
  const sum = (read: (attempt: AttemptCompleted) => number): number =>
    attempts.reduce((total, attempt) => total + read(attempt), 0);
  return {
    attempts: attempts.length,
    retries: sum(({ attempt }) => (attempt > 1 ? 1 : 0)),
    calls: sum(({ attempt }) => (attempt === 1 ? 1 : 0)),
    rateLimited: sum(({ failure }) => (failure === "rate-limited" ? 1 : 0)),
    inputTokens: sum(({ usage }) => usage?.inputTokens ?? 0),
    outputTokens: sum(({ usage }) => usage?.outputTokens ?? 0),
    costUsd: sum(({ costUsd }) => Math.round((costUsd ?? 0) * 1e6)) / 1e6,
    upToUsd: sum(({ unknownSpend }) => Math.round((unknownSpend?.upToUsd ?? 0) * 1e6)) / 1e6,
  };
}

describe("any sequence of attempts", () => {
  it("has the same sums in budget, progress, log, result and reports", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAttempt, { maxLength: 40 }), async (attempts) => {
        rmSync(join(folder, "log.txt"), { force: true });
        const consumers = new Consumers();
        await consumers.take(attempts);
        const all = sumsOf(attempts);
        const { cost, performance } = consumers.reports;
        const { usage, budget } = consumers;

        expect(budget.spentUsd).toBe(all.costUsd);
        expect(budget.boundUsd).toBeCloseTo(all.costUsd + all.upToUsd, 9);
        expect(usage).toMatchObject({ attempts: all.attempts, retries: all.retries, calls: all.calls });
        expect(usage).toMatchObject({ rateLimited: all.rateLimited, costUsd: all.costUsd });
        expect(cost).toMatchObject({ costUsd: all.costUsd, costAtMostUsd: budget.boundUsd });
        expect(cost.tokens).toMatchObject({ inputTokens: all.inputTokens, outputTokens: all.outputTokens });
        for (const stage of MODEL_STAGES) {
          const own = attempts.filter((attempt) => attempt.stage === stage);
          const sums = sumsOf(own);
          const counts = { attempts: sums.attempts, retries: sums.retries, rateLimited: sums.rateLimited };
          expect(consumers.progress.get(stage)).toMatchObject({ ...counts, costUsd: sums.costUsd });
          const reported = performance.modelStages.find((each) => each.stage === stage);
          if (own.length > 0) expect(reported).toMatchObject({ ...counts, calls: sums.calls });
        }
        // A progress line follows the last attempt and ends with the rounded cost of the run.
        if (all.costUsd >= 0.01) expect(consumers.loggedUsd / all.costUsd).toBeCloseTo(1, 1);
      }),
      { numRuns: 60 },
    );
  });
});
