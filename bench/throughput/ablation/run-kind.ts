import type { createRateLimiter, SendOptions } from "@colloquy/rate-limit";
import { createSimulatedCalls } from "../../../packages/colloquy/src/testing/index.ts";
import { lowerBound, utilisation } from "../bound.ts";
import { createVirtualClock } from "../virtual-clock.ts";
import { randomNumbers } from "../workload.ts";
import type { Kind } from "./kinds.ts";

export interface Figures {
  readonly seconds: number;
  /** 429s a call. */
  readonly rateLimited: number;
  /** Until the last dispatch; null without a bound. */
  readonly utilisation: number | null;
  /** Null without a bound. */
  readonly overBoundSeconds: number | null;
  readonly mostInFlight: number;
  readonly attempts: number;
  readonly lost: number;
}

const MAX_OUTPUT_TOKENS = 4_000;
const CHUNKS = Array.from({ length: 10 }, (_, index) => `=== c${index + 1} ===\n> Ada: Hm.\n`).join("\n");

/** Sends the calls of one seed through a limiter to a simulated provider, in virtual time. */
export async function runKind(
  { calls, simulation, slots = Infinity, tokensPerMinute, bounded, endpoint = "chat", estimate = 1 }: Kind,
  seed: number,
  createLimiter: typeof createRateLimiter,
): Promise<Figures> {
  const clock = createVirtualClock();
  const random = randomNumbers(seed);
  const provider = createSimulatedCalls({ clock, options: { ...simulation, seed }, keepLog: false });
  await using limiter = createLimiter({ clock, random: randomNumbers(seed), tokensPerMinute });
  const slot = createSlots(slots);
  let [lost, shortestMs] = [0, Infinity];

  async function ask(number: number): Promise<void> {
    const call = endpoint === "chat" ? chatCall(number, random()) : embeddingCall(number, random());
    const texts = call.endpoint === "chat" ? call.messages.map(({ content }) => content) : call.texts;
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    const send = async (options: SendOptions) => {
      const begun = clock.now();
      const reply = await slot(() => provider.call(call, options));
      if (reply.interruption !== null) throw reply.interruption;
      shortestMs = Math.min(shortestMs, clock.now() - begun);
      return reply;
    };
    const maxOutputTokens = call.endpoint === "chat" ? call.maxOutputTokens : 0;
    const tokens = { inputTokens: (estimate * characters) / 4, maxOutputTokens };
    await limiter.run({ tokens, send, reading: ({ limits, usage }) => ({ limits, usage }) }).catch(() => (lost += 1));
  }

  async function askAll(): Promise<void> {
    const running: Promise<void>[] = [];
    for (let number = 0; number < calls; number += 1) {
      await limiter.whenWanted();
      running.push(ask(number));
    }
    limiter.drain(true);
    await Promise.all(running);
  }

  await clock.runUntil(askAll());
  const account = provider.accounts()[endpoint];
  return { ...figuresOf(), rateLimited: account.rateLimited / calls, lost };

  function figuresOf(): Omit<Figures, "rateLimited" | "lost"> {
    const seconds = clock.now() / 1000;
    const { mostInFlight, calls: attempts, admitted, tokensCharged, lastDispatchMs } = account;
    const figures = { seconds, mostInFlight, attempts, utilisation: null, overBoundSeconds: null };
    const { rpm, tpm } = simulation;
    if (bounded !== true || typeof rpm !== "number" || typeof tpm !== "number") return figures;
    const bound = lowerBound({ rpm, tpm }, admitted, tokensCharged, shortestMs / 1000);
    const used = { atMs: lastDispatchMs, requests: admitted, tokens: tokensCharged };
    return { ...figures, utilisation: utilisation({ rpm, tpm }, used), overBoundSeconds: seconds - bound };
  }
}

/** Ten chunks, for a reply of about 2,200 tokens, and filler for a prompt of 3,500 to 7,000. */
function chatCall(number: number, random: number) {
  const content = `${number} ${"-".repeat(4 * Math.round(3_500 + 3_500 * random))}\n${CHUNKS}=== end ===`;
  const messages = [{ role: "user", content }];
  return { endpoint: "chat", model: "m", messages, schema: null, maxOutputTokens: MAX_OUTPUT_TOKENS } as const;
}

/** Texts of 50,000 to 100,000 tokens together. */
function embeddingCall(number: number, random: number) {
  const texts = Array.from({ length: 20 }, (_, text) => `${number} ${text} ${"-".repeat(10_000 + 10_000 * random)}`);
  return { endpoint: "embeddings", model: "m", texts, dimensions: null } as const;
}

/** Runs at most this much work concurrently, in the given order. */
function createSlots(slots: number) {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy >= slots) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}
