import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createObserver } from "../../../test/observers.ts";
import { CallError, type ModelStage, NO_USAGE } from "../../ports/index.ts";
import { flatPricing } from "../flat-pricing.ts";
import { createStageLimiter } from "./stage-limiter.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Sends calls without replies until the limiter pings the provider. */
async function withoutReply(stage: ModelStage, output: number | null) {
  const pricing = flatPricing("m", "a file", { input: 1, cachedInput: 1, cacheWrite: 1, output });
  const observer = createObserver(stage, { pricing });
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
  expect(pings.mock.calls.length).toBeGreaterThan(0);
  return observer.usage.unknownSpend;
}

describe("pings", () => {
  it("have a highest tokens, also for a model without output and without an output price", async () => {
    const { attempts, outputTokens, upToUsd } = await withoutReply("embed", null);
    expect({ outputTokens, upToUsd }).toEqual({ outputTokens: 0, upToUsd: (attempts * 20) / 1e6 });
    expect((await withoutReply("extract", 2)).upToUsd).toBeGreaterThan(0);
  });
});
