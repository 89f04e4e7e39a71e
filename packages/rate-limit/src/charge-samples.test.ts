import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallTokens } from "./call-tokens.ts";
import { CallError } from "./call-error.ts";
import { Admission } from "./admission.ts";
import { overflowBetween } from "./charge-samples.ts";
import { type Send, SendLog } from "./send-log.ts";

const DELAY_MS = 20;
const HEAD_MS = 700;
const SMALLEST = { inputTokens: 16, maxOutputTokens: 16 };
const BATCH = { inputTokens: 6_500, maxOutputTokens: 4_000 };
const CHUNKS = { inputTokens: 100_000, maxOutputTokens: 0 };

const larger = ({ inputTokens, maxOutputTokens }: CallTokens): number => Math.max(inputTokens, maxOutputTokens);
const sum = ({ inputTokens, maxOutputTokens }: CallTokens): number => inputTokens + maxOutputTokens;

/** A provider with a limit of tokens a minute, called as fast as admission allows. */
function setUp(limit: number, charged: (tokens: CallTokens) => number) {
  const admission = new Admission({ requestsPerMinute: null, tokensPerMinute: null }, 0, () => {});
  let [now, level, levelAt, refused] = [0, limit, 0, 0];
  const ask = (tokens: CallTokens, amount = charged(tokens)): void => {
    for (let wait = Infinity; wait > 0; now += wait) wait = Math.ceil(admission.waitFor(tokens, now).milliseconds);
    const send = admission.take(tokens, now);
    level = Math.min(limit, level + ((now + DELAY_MS - levelAt) * limit) / 60_000);
    levelAt = now + DELAY_MS;
    if (level < amount) {
      refused += 1;
      now += 2 * DELAY_MS;
      const retryAfterMs = Math.ceil(((amount - level) * 60_000) / limit);
      admission.refuse(send, new CallError("rate-limited", "Too fast.", { retryAfterMs }), now);
      now += retryAfterMs;
      return ask(tokens, amount);
    }
    level -= amount;
    now += DELAY_MS + HEAD_MS;
    const remaining = Math.max(0, Math.floor(level));
    const resetMs = Math.round(((limit - remaining) * 60_000) / limit);
    admission.read(send, [{ resource: "tokens", limit, remaining, resetMs }], now);
    admission.replied([{ resource: "tokens", limit, remaining, resetMs }]);
  };
  return { admission, ask, now: () => now, refused: () => refused };
}

interface Timed {
  readonly tokens: number;
  readonly sentAt: number;
  readonly headAt: number;
}

/** Admission after calls with these times of sending and of their heads, at 60,000 tokens a minute. */
function afterHeads(calls: readonly Timed[]): Admission {
  const limit = 60_000;
  const admission = new Admission({ requestsPerMinute: null, tokensPerMinute: null }, 0, () => {});
  let [level, levelAt] = [limit, 0];
  const sends = calls.map(({ tokens, sentAt, headAt }) => {
    level = Math.min(limit, level + sentAt - levelAt) - tokens;
    levelAt = sentAt;
    const reading = { resource: "tokens", limit, remaining: level, resetMs: limit - level } as const;
    return { headAt, send: admission.take({ inputTokens: tokens, maxOutputTokens: 0 }, sentAt), reading };
  });
  for (const { send, reading, headAt } of sends.toSorted((a, b) => a.headAt - b.headAt))
    admission.read(send, [reading], headAt);
  return admission;
}

const chargeOf = ({ charges }: Admission, tokens: CallTokens): number => charges.chargeOf("tokens", tokens);

describe("charges are learnt from differences of readings, and", () => {
  it.each([
    ["a small call that is charged more than expected", SMALLEST, 64, BATCH, 30_000],
    ["a word that is charged less than expected", SMALLEST, 1, CHUNKS, 350_000],
    ["a word that is charged more than expected", { inputTokens: 1, maxOutputTokens: 0 }, 16, CHUNKS, 350_000],
  ])("%s teaches nothing of large ones", (_name, first, amount, tokens, limit) => {
    const { admission, ask } = setUp(limit, larger);
    ask(first, amount);
    expect(chargeOf(admission, tokens)).toBe(sum(tokens));
    ask(tokens);
    expect(chargeOf(admission, tokens)).toBeCloseTo(larger(tokens), -2);
  });

  it("the usage of such a call teaches nothing either", () => {
    const { admission } = setUp(350_000, larger);
    const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    admission.learnUsage({ inputTokens: 16, maxOutputTokens: 0 }, usage);
    expect(chargeOf(admission, CHUNKS)).toBe(100_000);
  });

  it.each([
    ["larger", larger],
    ["sum", sum],
  ])(
    "a charge that is much too high is corrected (%s), although every reading shows a full bucket",
    (_name, charged) => {
      const { admission, ask, now } = setUp(30_000, charged);
      for (let sample = 0; sample < 3; sample += 1)
        admission.charges.learn("tokens", [BATCH], 3 * BATCH.inputTokens + BATCH.maxOutputTokens);
      for (let call = 0; call < 12; call += 1) ask(BATCH);
      expect(chargeOf(admission, BATCH)).toBeLessThan(1.15 * charged(BATCH));
      const before = now();
      for (let call = 0; call < 10; call += 1) ask(BATCH);
      expect(now() - before).toBeLessThan((1.1 * 10 * 60_000 * charged(BATCH)) / 30_000);
    },
  );

  it("a charge that is much too low is corrected", () => {
    const { admission, ask, refused } = setUp(350_000, larger);
    for (let sample = 0; sample < 3; sample += 1) admission.charges.learn("tokens", [CHUNKS], 20_000);
    for (let call = 0; call < 20; call += 1) ask(CHUNKS);
    expect(chargeOf(admission, CHUNKS)).toBeGreaterThan(85_000);
    expect(refused()).toBeLessThan(4);
  });

  it("many small calls teach", () => {
    const { admission, ask } = setUp(2_000, larger);
    const small = { inputTokens: 60, maxOutputTokens: 60 };
    for (let call = 0; call < 60; call += 1) ask(small);
    expect(chargeOf(admission, small)).toBeLessThan(70);
  });

  it("the refill that a full bucket lost is not charged to a call", () => {
    const admission = afterHeads([
      { tokens: 200, sentAt: 0, headAt: 600 },
      { tokens: 6_000, sentAt: 10_000, headAt: 13_000 },
      { tokens: 9_000, sentAt: 10_000, headAt: 10_600 },
      { tokens: 9_000, sentAt: 10_200, headAt: 10_800 },
    ]);
    expect(chargeOf(admission, CHUNKS)).toBeCloseTo(CHUNKS.inputTokens, 0);
  });

  it("nothing is learnt if the lost refill is unknown", () => {
    const admission = afterHeads([
      { tokens: 200, sentAt: 0, headAt: 600 },
      { tokens: 6_000, sentAt: 10_000, headAt: 50_000 },
      { tokens: 9_000, sentAt: 30_000, headAt: 50_000 },
      { tokens: 9_000, sentAt: 30_200, headAt: 30_800 },
    ]);
    expect(chargeOf(admission, CHUNKS)).toBeCloseTo(CHUNKS.inputTokens, 0);
  });
});

const LIMIT = 10_000;
/** It refills by one unit a millisecond. */
const BUCKET = { limit: LIMIT, ours: 1 };

/** The lost refill after a first reading of 9,000 at 0 ms; `left` is null before the head of a reply. */
function overflowAfter(
  calls: readonly { readonly at: number; readonly tokens: number; readonly left: number | null }[],
) {
  const log = new SendLog();
  const anchor = { send: log.add({ inputTokens: 1_000, maxOutputTokens: 0 }, 0), remaining: 9_000 };
  const sends = calls.map(({ at, tokens, left }): Send => {
    const send = log.add({ inputTokens: tokens, maxOutputTokens: 0 }, at);
    if (left !== null) send.remaining.tokens = left;
    return send;
  });
  return overflowBetween(anchor, sends, "tokens", BUCKET);
}

describe("the refill that a full bucket loses", () => {
  it("is 0 while there is room", () => {
    expect(overflowAfter([{ at: 800, tokens: 100, left: null }])).toBe(0);
  });

  it("is the refill without room before the next call", () => {
    expect(overflowAfter([{ at: 5_000, tokens: 100, left: null }])).toBe(4_000);
  });

  it("counts each time that the bucket was full", () => {
    const first = { at: 5_000, tokens: 2_000, left: 8_000 };
    expect(overflowAfter([first, { at: 9_000, tokens: 100, left: null }])).toBe(4_000 + 2_000);
  });

  it("is unknown before the reading of the call before", () => {
    const [first, last] = [
      { at: 5_000, tokens: 2_000, left: null },
      { at: 9_000, tokens: 100, left: null },
    ];
    expect(overflowAfter([first, last])).toBeNull();
    expect(overflowAfter([first, { ...last, at: 5_100 }])).toBe(4_000);
  });

  it("counts from the lowest reading of calls that were sent together", () => {
    const overtaken = { at: 5_000, tokens: 2_000, left: 5_000 };
    const overtaking = { at: 5_010, tokens: 3_000, left: 7_000 };
    expect(overflowAfter([overtaken, overtaking, { at: 11_010, tokens: 100, left: null }])).toBe(4_000 + 1_010);
  });

  it("is unknown if one of several calls that were sent together has no reading", () => {
    const silent = { at: 5_000, tokens: 2_000, left: null };
    const overtaking = { at: 5_010, tokens: 3_000, left: 7_000 };
    expect(overflowAfter([silent, overtaking, { at: 11_010, tokens: 100, left: null }])).toBeNull();
  });

  it("is exact or unknown, and known if every call has a reading", () => {
    const step = fc.record({ gap: fc.nat(6_000), tokens: fc.nat(6_000), isRead: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, areAllRead) => {
        let [at, level, truth] = [0, 9_000, 0];
        const calls = steps.map(({ gap, tokens, isRead }) => {
          at += gap;
          truth += Math.max(0, level + gap - LIMIT);
          level = Math.min(LIMIT, level + gap);
          const taken = Math.min(tokens, level);
          level -= taken;
          return { at, tokens: taken, left: areAllRead || isRead ? level : null };
        });
        const overflow = overflowAfter(calls);
        expect([truth, areAllRead ? truth : null]).toContain(overflow);
      }),
    );
  });
});
