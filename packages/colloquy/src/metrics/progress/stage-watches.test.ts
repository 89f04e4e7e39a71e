import { expect, it } from "vitest";
import { CallAccount, StageWaits } from "../../calls/index.ts";
import type { RunEvent } from "../../pipeline/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { attemptOf } from "../../../test/attempts.ts";
import { createFakeClock } from "../../testing/index.ts";
import { StageWatches } from "./stage-watches.ts";

const observer = { waits: new StageWaits() };

it("the watches emit the progress of the model stages until they end", async () => {
  const clock = createFakeClock();
  const events: RunEvent[] = [];
  using watches = new StageWatches({ account: new CallAccount(), emit: (event) => events.push(event), clock });
  await using limiter = createRateLimiter();
  watches.watch("extract", { port: { paid: true }, limiter, observer });
  watches.watch("embed", { port: { paid: false }, limiter, observer });
  watches.listen({ event: "notice", message: "hello" });
  watches.listen({ event: "stage.started", stage: "extract", total: 3 });
  watches.listen({ event: "stage.started", stage: "embed", total: 3 });
  await limiter.run({ tokens: { inputTokens: 1, maxOutputTokens: 1 }, send: async () => "reply" });
  await clock.advance(1000);
  expect(events).toMatchObject([{ event: "calls.progress", stage: "extract", inFlight: 0, total: 3 }]);
  watches.end("extract");
  watches.end("extract");
  expect(clock.sleeping).toBe(0);
  await clock.advance(10_000);
  expect(events).toHaveLength(1);
});

it("the watches count calls before a stage is watched, as the reports do", async () => {
  const clock = createFakeClock();
  const events: RunEvent[] = [];
  const account = new CallAccount();
  using watches = new StageWatches({ account, emit: (event) => events.push(event), clock });
  const ping = { stage: "embed", operation: "ping", model: "openai:e", batch: null, chunks: 0 } as const;
  account.add(attemptOf({ ...ping, failure: "rate-limited", usage: null, costUsd: 0 }));
  account.add(attemptOf({ ...ping, attempt: 2, usage: null, costUsd: 0.25 }));
  await using limiter = createRateLimiter();
  watches.watch("embed", { port: { paid: true }, limiter, observer });
  watches.listen({ event: "stage.started", stage: "embed", total: 3 });
  await limiter.run({ tokens: { inputTokens: 1, maxOutputTokens: 1 }, send: async () => "reply" });
  await clock.advance(1000);
  const shown = { attempts: 2, retries: 1, rateLimited: 1, costUsd: 0.25, costAtMostUsd: 0.25 };
  expect(events.at(-1)).toMatchObject({ event: "calls.progress", ...shown });
});

it("the watches end when the run stops", () => {
  const clock = createFakeClock();
  {
    using watches = new StageWatches({ account: new CallAccount(), emit: () => undefined, clock });
    watches.watch("extract", { port: { paid: true }, limiter: createRateLimiter(), observer });
    expect(clock.sleeping).toBe(1);
  }
  expect(clock.sleeping).toBe(0);
});
