import { describe, expect, it } from "vitest";
import { createObserver } from "../../test/observers.ts";
import { CallError, type CallErrorKind, type CallOptions, NO_USAGE } from "../ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { createFakeClock } from "@colloquy/rate-limit/testing";
import type { CallEvent } from "./call-events.ts";
import { CancelledCall } from "./cancelled-call.ts";
import { ping } from "./ping.ts";

/** Pings a port that fails `failures` times, with a fake clock. */
async function pingFailing(
  kind: CallErrorKind,
  failures: number,
  { message = "The model said no.", silent = false, giveUpAfterMs = 600_000 } = {},
) {
  const clock = createFakeClock();
  const observer = createObserver("extract");
  const limiter = createRateLimiter({ clock, random: () => 0.5, timeoutMs: 4_000, giveUpAfterMs });
  const notices: string[] = [];
  const emit = (event: CallEvent): void => void (event.event === "notice" && notices.push(event.message));
  let attempts = 0;
  const port = {
    paid: true,
    ping: async ({ signal }: CallOptions) => {
      attempts += 1;
      if (silent) await clock.sleep(1e9, signal);
      if (attempts <= failures) throw new CallError(kind, message);
      return { ...NO_USAGE, inputTokens: 20, outputTokens: 3 };
    },
  };
  const ended = new AbortController();
  const outcome = ping(port, { stage: "extract", limiter, observer, emit, clock, giveUpAfterMs })
    .catch((error: unknown) => error)
    .finally(() => ended.abort());
  for (let second = 0; second < 900 && !ended.signal.aborted; second += 1) await clock.advance(1_000);
  return { outcome: await outcome, attempts, usage: observer.usage, notices, seconds: clock.now() / 1000 };
}

describe("a ping", () => {
  it("is sent once, and its usage is counted", async () => {
    const usage = { calls: 1, unreported: 0, inputTokens: 20, outputTokens: 3, costUsd: null };
    expect(await pingFailing("server", 0)).toMatchObject({ outcome: undefined, attempts: 1, usage });
  });

  it.each(["server", "rate-limited", "overloaded", "timeout"] as const)("is sent again after %s", async (kind) => {
    expect(await pingFailing(kind, 2)).toMatchObject({ outcome: undefined, attempts: 3 });
  });

  it.each(["unauthorised", "not-found", "quota-exhausted"] as const)("stops at once for %s", async (kind) => {
    const { outcome, attempts } = await pingFailing(kind, 9);
    expect(attempts).toBe(1);
    expect(outcome).toMatchObject({
      code: "provider",
      message: expect.stringMatching(/^The model said no\. Finished work /),
    });
  });

  it("is sent once more after an invalid reply, which may be chance", async () => {
    expect(await pingFailing("invalid", 1)).toMatchObject({
      outcome: undefined,
      attempts: 2,
      usage: { calls: 2, unknownSpend: { attempts: 1 }, inputTokens: 20 },
    });
    const { outcome, attempts } = await pingFailing("invalid", 2);
    expect(attempts).toBe(2);
    expect(outcome).toMatchObject({ code: "provider" });
  });

  it.each([
    ["Is the server running?", "Is the server running? No chunk was sent yet. "],
    ["Mend the address", "Mend the address. No chunk was sent yet. "],
  ])("ends the message %j with a full stop before the next sentence", async (message, start) => {
    const { outcome } = await pingFailing("invalid", 9, { message });
    expect(String(outcome)).toContain(`: ${start}`);
  });

  it("fails after three connection attempts, because the address may be wrong", async () => {
    const { outcome, seconds } = await pingFailing("network", 99);
    expect(outcome).toMatchObject({ code: "provider", exitCode: 1 });
    expect(seconds).toBeLessThan(30);
    expect(await pingFailing("network", 2)).toMatchObject({ outcome: undefined, attempts: 3 });
  });

  it("waits `giveUpAfterMs` for a silent server, with a notice", async () => {
    const short = await pingFailing("server", 0, { silent: true, giveUpAfterMs: 6_000 });
    expect(short.outcome).toMatchObject({
      code: "provider",
      message: expect.stringMatching(/within 6 seconds\. Finished work is kept/),
    });
    expect(short.seconds).toBeLessThanOrEqual(7);
    const long = await pingFailing("server", 0, { silent: true, giveUpAfterMs: 40_000 });
    expect(long.notices).toEqual([expect.stringContaining("has not replied")]);
    expect(long.seconds).toBeLessThanOrEqual(41);
  });

  it("resolves when the run is stopped during the ping", async () => {
    const limiter = createRateLimiter();
    limiter.close(new CancelledCall());
    const port = { paid: true, ping: () => Promise.reject(new Error("It was sent.")) };
    const observer = createObserver("extract");
    expect(await ping(port, { stage: "extract", limiter, observer, emit: () => undefined })).toBeUndefined();
  });
});
