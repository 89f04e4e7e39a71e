import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createObserver } from "../../../test/observers.ts";
import { Budget, CallAccount } from "../../calls/index.ts";
import { CallError, type ModelStage, NO_USAGE } from "../../ports/index.ts";
import { flatPricing } from "../flat-pricing.ts";
import { createStageLimiter } from "./stage-limiter.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Sends calls without replies until the limiter pings the provider. */
async function withoutReply(stage: ModelStage, output: number | null, maxCostUsd: number | null = null) {
  const pricing = flatPricing("m", "a file", { input: 1, cachedInput: 1, cacheWrite: 1, output });
  const account = new CallAccount();
  const observer = createObserver(stage, { pricing, account, budget: new Budget(maxCostUsd, account) });
  const fail = async (): Promise<never> => {
    throw new CallError("server", "The server is down.");
  };
  const pings = vi.fn(fail);
  const port = { paid: true, ping: pings };
  await using limiter = createStageLimiter(
    stage,
    port,
    { giveUpAfterMs: 60_000 },
    { observer, onEvent: () => undefined },
  );
  const tokens = { inputTokens: 10, maxOutputTokens: 0 };
  await limiter.run({ tokens, send: async () => NO_USAGE });
  const calls = Array.from({ length: 20 }, () => limiter.run({ tokens, send: fail }).catch(() => NO_USAGE));
  await vi.advanceTimersByTimeAsync(180_000);
  await Promise.all(calls);
  return { pings: pings.mock.calls.length, ...observer.usage.unknownSpend };
}

describe("pings", () => {
  it("have a highest tokens, also for a model without output and without an output price", async () => {
    const { pings, outputTokens, upToUsd } = await withoutReply("embed", null);
    expect(pings).toBeGreaterThan(0);
    expect({ outputTokens, upToUsd }).toEqual({ outputTokens: 0, upToUsd: (pings * 20) / 1e6 });
    expect((await withoutReply("extract", 2)).upToUsd).toBeGreaterThan(0);
  });

  it("are sent while the budget has room for them", async () => {
    // A ping may cost 16 millionths of a dollar, and costs up to 20 if its usage is not reported.
    expect((await withoutReply("embed", null, 15 / 1e6)).pings).toBe(0);
    expect((await withoutReply("embed", null, 37 / 1e6)).pings).toBe(2);
    expect((await withoutReply("embed", null, 1)).pings).toBeGreaterThan(2);
  });
});
