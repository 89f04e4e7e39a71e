import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overflowBetween } from "./charge-samples.ts";
import { type Send, SendLog } from "./send-log.ts";

const LIMIT = 10_000;
/** It refills by one unit a millisecond. */
const BRIM = { limit: LIMIT, ours: 1 };

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
  return overflowBetween(anchor, sends, "tokens", BRIM);
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
    const step = fc.record({ gap: fc.nat(6_000), tokens: fc.nat(6_000), isHeard: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, areAllHeard) => {
        let [at, level, truth] = [0, 9_000, 0];
        const calls = steps.map(({ gap, tokens, isHeard }) => {
          at += gap;
          truth += Math.max(0, level + gap - LIMIT);
          level = Math.min(LIMIT, level + gap);
          const taken = Math.min(tokens, level);
          level -= taken;
          return { at, tokens: taken, left: areAllHeard || isHeard ? level : null };
        });
        const told = overflowAfter(calls);
        expect([truth, areAllHeard ? truth : null]).toContain(told);
      }),
    );
  });
});
