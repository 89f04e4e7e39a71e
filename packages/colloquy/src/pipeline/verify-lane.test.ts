import { describe, expect, it } from "vitest";
import { createObserver } from "../../test/observers.ts";
import { CallError, type CallErrorKind, type CallOptions, NO_USAGE } from "../ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "@colloquy/rate-limit/testing";
import type { RunEvent } from "./events.ts";
import type { PlannedLane } from "./lane.ts";
import { verifyLane } from "./verify-lane.ts";
import { Withdrawal } from "./withdrawal.ts";

function laneOf(total: number): PlannedLane {
  const asked = { profile: "m", paid: true, force: false } as const;
  return {
    plan: { lane: "extraction", ...asked, batchSize: 10, batchTokens: 1e9, total },
    calls: 1,
    usualCost: null,
    frameTokens: 0,
    contentTokens: 0,
    transcripts: [],
    settled: [],
  };
}

/** Verifies a port that fails like this as often as that, in a time that passes at once. */
async function verifyFailing(
  kind: CallErrorKind,
  failures: number,
  { total = 1, message = "The model said no.", silent = false, giveUpAfterMs = 600_000 } = {},
) {
  const clock = createFakeClock();
  const observer = createObserver("extraction");
  const limiter = createRateLimiter({ clock, random: () => 0.5, timeoutMs: 4_000, giveUpAfterMs });
  const told: string[] = [];
  const emit = (event: RunEvent): void => void (event.event === "notice" && told.push(event.message));
  let attempts = 0;
  const port = {
    paid: true,
    verify: async ({ signal }: CallOptions) => {
      attempts += 1;
      if (silent) await clock.sleep(1e9, signal);
      if (attempts <= failures) throw new CallError(kind, message);
      return { ...NO_USAGE, inputTokens: 20, outputTokens: 3 };
    },
  };
  const ended = new AbortController();
  const outcome = verifyLane(port, laneOf(total), limiter, { observer, emit, clock, giveUpAfterMs })
    .catch((error: unknown) => error)
    .finally(() => ended.abort());
  for (let second = 0; second < 900 && !ended.signal.aborted; second += 1) await clock.advance(1_000);
  return { outcome: await outcome, attempts, usage: observer.usage, told, seconds: clock.now() / 1000 };
}

describe("making sure that calls will be answered", () => {
  it("asks once, and counts what that used", async () => {
    const usage = { calls: 1, unreported: 0, inputTokens: 20, outputTokens: 3, costUsd: null };
    expect(await verifyFailing("server", 0)).toMatchObject({ outcome: undefined, attempts: 1, usage });
  });

  it("asks nothing where nothing is pending", async () => {
    expect(await verifyFailing("unauthorised", 9, { total: 0 })).toMatchObject({ outcome: undefined, attempts: 0 });
  });

  it.each(["server", "rate-limited", "overloaded", "timeout"] as const)("asks again after %s", async (kind) => {
    expect(await verifyFailing(kind, 2)).toMatchObject({ outcome: undefined, attempts: 3 });
  });

  it.each(["unauthorised", "not-found", "quota-exhausted"] as const)("stops at once for %s", async (kind) => {
    const { outcome, attempts } = await verifyFailing(kind, 9);
    expect(attempts).toBe(1);
    expect(outcome).toMatchObject({
      code: "provider",
      message: expect.stringMatching(/^The model said no\. Nothing /),
    });
  });

  it("asks once more after a reply that is of no use, which may be chance", async () => {
    expect(await verifyFailing("invalid", 1)).toMatchObject({
      outcome: undefined,
      attempts: 2,
      usage: { calls: 2, unknownSpend: { attempts: 1 }, inputTokens: 20 },
    });
    const { outcome, attempts } = await verifyFailing("invalid", 2);
    expect(attempts).toBe(2);
    expect(outcome).toMatchObject({ code: "provider" });
  });

  it.each([
    ["Is the server running?", "Is the server running? No passage was sent yet: "],
    ["Mend the address", "Mend the address. No passage was sent yet: "],
  ])("ends the sentence %j before it goes on", async (message, start) => {
    const { outcome } = await verifyFailing("invalid", 9, { message });
    expect(String(outcome)).toContain(`: ${start}`);
  });

  it("does not wait long for a server that cannot be reached: its address may be wrong", async () => {
    const { outcome, seconds } = await verifyFailing("network", 99);
    expect(outcome).toMatchObject({ code: "provider", exitCode: 1 });
    expect(seconds).toBeLessThan(30);
    expect(await verifyFailing("network", 2)).toMatchObject({ outcome: undefined, attempts: 3 });
  });

  it("waits for a server that says nothing as long as it was told to, and says so", async () => {
    const short = await verifyFailing("server", 0, { silent: true, giveUpAfterMs: 6_000 });
    expect(short.outcome).toMatchObject({
      code: "provider",
      message: expect.stringMatching(/within 6 seconds\. Nothing is lost/),
    });
    expect(short.seconds).toBeLessThanOrEqual(7);
    const long = await verifyFailing("server", 0, { silent: true, giveUpAfterMs: 40_000 });
    expect(long.told).toEqual([expect.stringContaining("has not answered")]);
    expect(long.seconds).toBeLessThanOrEqual(41);
  });

  it("has no opinion where the run is stopped meanwhile", async () => {
    const limiter = createRateLimiter();
    limiter.close(new Withdrawal());
    const port = { paid: true, verify: () => Promise.reject(new Error("It was asked.")) };
    expect(
      await verifyLane(port, laneOf(1), limiter, { observer: createObserver("extraction"), emit: () => undefined }),
    ).toBeUndefined();
  });
});
