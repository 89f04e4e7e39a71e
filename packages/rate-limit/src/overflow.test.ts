import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overflowBetween } from "./charge-samples.ts";
import { type Send, SendLog } from "./send-log.ts";

const LIMIT = 10_000;
/** One unit flows in a millisecond. */
const BRIM = { limit: LIMIT, ours: 1 };

/** What flowed by after a first reading of 9,000 at 0 ms; `left` is null where no head has come yet. */
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

describe("what flows by a full bucket", () => {
  it("is nothing as long as there is room", () => {
    expect(overflowAfter([{ at: 800, tokens: 100, left: null }])).toBe(0);
  });

  it("is what came before the next call and had no room", () => {
    expect(overflowAfter([{ at: 5_000, tokens: 100, left: null }])).toBe(4_000);
  });

  it("counts each time that the bucket was full", () => {
    const first = { at: 5_000, tokens: 2_000, left: 8_000 };
    expect(overflowAfter([first, { at: 9_000, tokens: 100, left: null }])).toBe(4_000 + 2_000);
  });

  it("is not known where nobody has heard yet what the call before left", () => {
    const [first, last] = [
      { at: 5_000, tokens: 2_000, left: null },
      { at: 9_000, tokens: 100, left: null },
    ];
    expect(overflowAfter([first, last])).toBeNull();
    expect(overflowAfter([first, { ...last, at: 5_100 }])).toBe(4_000);
  });

  it("counts from the lowest of what calls left that were sent together", () => {
    const overtaken = { at: 5_000, tokens: 2_000, left: 5_000 };
    const overtaking = { at: 5_010, tokens: 3_000, left: 7_000 };
    expect(overflowAfter([overtaken, overtaking, { at: 11_010, tokens: 100, left: null }])).toBe(4_000 + 1_010);
  });

  it("is not known where one that was sent together with others was not heard of", () => {
    const silent = { at: 5_000, tokens: 2_000, left: null };
    const overtaking = { at: 5_010, tokens: 3_000, left: 7_000 };
    expect(overflowAfter([silent, overtaking, { at: 11_010, tokens: 100, left: null }])).toBeNull();
  });

  it("is told rightly or not at all, and always where every call was heard of", () => {
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
