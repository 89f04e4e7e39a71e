import { createRateLimiter, type LimiterEvent, type RateLimiterOptions } from "../src/index.ts";
import { createFakeClock } from "../src/testing.ts";
import { createFakeProvider, type FakeCall, type FakeProviderOptions, randomNumbers } from "./fake-provider.ts";

/** Calls as extraction sends them: 4,000 tokens of transcript and instructions, about 2,200 tokens of reply. */
export function usualCalls(count: number, seed = 7): readonly FakeCall[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => ({
    inputTokens: Math.round(3_500 + 3_500 * random()),
    maxOutputTokens: 4_000,
    outputTokens: Math.round(2_000 + 400 * random()),
  }));
}

export interface VirtualRun {
  readonly calls: readonly FakeCall[];
  readonly provider?: Omit<FakeProviderOptions, "clock">;
  readonly limiter?: Omit<RateLimiterOptions, "clock" | "random" | "onEvent" | "ping">;
  /** Whether the limiter has a ping. */
  readonly pings?: boolean;
  /** Ends the run although calls are still waiting. Milliseconds. */
  readonly atMost?: number;
}

/** Sends calls through a limiter to a fake provider, in virtual time, as the pipeline does. */
export async function runVirtually({
  calls,
  provider = {},
  limiter = {},
  pings = false,
  atMost = 3_600_000,
}: VirtualRun) {
  const clock = createFakeClock();
  const events: LimiterEvent[] = [];
  const timed: { readonly at: number; readonly event: LimiterEvent }[] = [];
  const fake = createFakeProvider({ clock, ...provider });
  const limited = createRateLimiter({
    ...limiter,
    ...(pings ? { ping: fake.ping } : {}),
    clock,
    random: randomNumbers(99),
    onEvent: (event) => {
      events.push(event);
      timed.push({ at: clock.now(), event });
    },
  });
  const state = { failures: [] as unknown[], replies: 0, lastReplyAt: 0, done: false };
  const ask = async (call: FakeCall) => {
    try {
      await limited.run(fake.call(call));
      state.replies += 1;
      state.lastReplyAt = clock.now();
    } catch (error) {
      state.failures.push(error);
    }
  };
  const askAll = async () => {
    const running: Promise<void>[] = [];
    for (const call of calls) {
      await limited.whenWanted();
      running.push(ask(call));
    }
    limited.drain(true);
    await Promise.all(running);
    state.done = true;
  };
  const all = askAll();
  while (!state.done && clock.now() < atMost) await clock.advance(1_000);
  const { snapshot } = limited;
  await limited[Symbol.asyncDispose]();
  await clock.advance(0);
  await all;
  return { ...fake.counts, ...state, events, timed, snapshot, clock };
}

/** The share of the limit that was charged until the last call was admitted. */
export function utilisation(run: Awaited<ReturnType<typeof runVirtually>>, tokensPerMinute: number, fill = 1): number {
  return run.chargedTokens / (fill * tokensPerMinute + (tokensPerMinute * run.lastAdmittedAt) / 60_000);
}
