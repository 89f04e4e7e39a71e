import { expect, it } from "vitest";
import { LaneWaits, NEVER_ABORTED, type RunEvent } from "../../pipeline/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "../../testing/index.ts";
import { LaneWatches } from "./lane-watches.ts";

const observed = { waits: new LaneWaits() };

it("the watches pass every event on, and watch the lanes that ask a model until they end", async () => {
  const clock = createFakeClock();
  const told: RunEvent[] = [];
  using watches = new LaneWatches((event) => told.push(event), NEVER_ABORTED, clock);
  await using limiter = createRateLimiter();
  watches.watch("extraction", { port: { paid: true }, limiter }, observed);
  watches.watch("embedding", { port: { paid: false }, limiter }, observed);
  const events: readonly RunEvent[] = [
    { event: "notice", message: "hello" },
    { event: "stage.started", stage: "extract", total: 3 },
    { event: "stage.started", stage: "embed", total: 3 },
  ];
  for (const event of events) watches.hear(event);
  await limiter.run({ cost: { inputTokens: 1, maxOutputTokens: 1 }, send: async () => "reply" });
  await clock.advance(1000);
  expect(told.slice(0, 3)).toEqual(events);
  expect(told.slice(3)).toMatchObject([{ event: "lane.progress", lane: "extraction", attempts: 1, total: 3 }]);
  watches.end("extraction");
  watches.end("extraction");
  expect(clock.sleeping).toBe(0);
  await clock.advance(10_000);
  expect(told).toHaveLength(4);
});

it("the watches count what was asked of a model before its lane is watched, as the reports do", async () => {
  const clock = createFakeClock();
  const told: RunEvent[] = [];
  using watches = new LaneWatches((event) => told.push(event), NEVER_ABORTED, clock);
  const attempt: RunEvent = {
    event: "attempt.completed",
    lane: "embedding",
    operation: "verify",
    model: "openai:e",
    batch: null,
    chunks: 0,
    attempt: 1,
    failure: "rate-limited",
    waitMs: 0,
    firstTokenMs: null,
    ms: 9,
    expected: { inputTokens: 1, maxOutputTokens: 0 },
    usage: null,
    unreported: null,
    costUsd: 0,
    unknownSpend: null,
  };
  watches.hear(attempt);
  watches.hear({ ...attempt, attempt: 2, failure: null, costUsd: 0.25 });
  await using limiter = createRateLimiter();
  watches.watch("embedding", { port: { paid: true }, limiter }, observed);
  watches.hear({ event: "stage.started", stage: "embed", total: 3 });
  await limiter.run({ cost: { inputTokens: 1, maxOutputTokens: 1 }, send: async () => "reply" });
  await clock.advance(1000);
  expect(told.at(-1)).toMatchObject({ event: "lane.progress", retries: 1, costUsd: 0.25, costAtMostUsd: 0.25 });
});

it("the watches of a run that stops end with it", () => {
  const clock = createFakeClock();
  {
    using watches = new LaneWatches(() => undefined, NEVER_ABORTED, clock);
    watches.watch("extraction", { port: { paid: true }, limiter: createRateLimiter() }, observed);
    expect(clock.sleeping).toBe(1);
  }
  expect(clock.sleeping).toBe(0);
});
