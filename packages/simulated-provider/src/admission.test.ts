import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Admission, admit, openPool, type PoolRules, refund } from "./admission.ts";

const RULES: PoolRules = {
  requestsPerMinute: 500,
  tokensPerMinute: 200_000,
  charge: "max",
  windowSeconds: 60,
  initialFill: 1,
  rejectedDebits: false,
  background: 0,
  limitChanges: [],
};

interface Arrival {
  readonly time: number;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

const arrivals = fc
  .array(fc.record({ gap: fc.nat(3_000), inputTokens: fc.nat(6_000), maxOutputTokens: fc.nat(6_000) }), {
    maxLength: 80,
  })
  .map((gaps) => {
    let time = 0;
    return gaps.map(({ gap, ...tokens }): Arrival => ({ time: (time += gap), ...tokens }));
  });

const rules = fc.record({
  requestsPerMinute: fc.integer({ min: 5, max: 500 }),
  tokensPerMinute: fc.integer({ min: 10_000, max: 200_000 }),
  charge: fc.constantFrom("max" as const, "sum" as const, "input" as const),
  windowSeconds: fc.constantFrom(1, 10, 60),
  initialFill: fc.double({ min: 0, max: 1, noNaN: true }),
  rejectedDebits: fc.boolean(),
  background: fc.constantFrom(0, 0.2),
  limitChanges: fc.array(fc.record({ atSeconds: fc.nat(60), factor: fc.constantFrom(0.5, 2) }), { maxLength: 2 }),
});

function play(pool: PoolRules, calls: readonly Arrival[]): Admission[] {
  let state = openPool(pool);
  return calls.map(({ time, ...tokens }) => {
    const admission = admit(pool, state, time, tokens);
    state = admission.state;
    return admission;
  });
}

describe("admission", () => {
  it("matches the real provider's figures: 499 of 500 left, reset 120 ms; try again in 450 ms", () => {
    const pool = { ...RULES };
    const first = admit(pool, openPool(pool), 0, { inputTokens: 195_000, maxOutputTokens: 0 });
    expect(first.limits.requests).toEqual({ limit: 500, remaining: 499, resetMs: 120 });
    const second = admit(pool, first.state, 0, { inputTokens: 6_500, maxOutputTokens: 0 });
    expect(second.verdict).toEqual({
      outcome: "rate-limited",
      resource: "tokens",
      limit: 200_000,
      used: 195_000,
      requested: 6_500,
      retryAfterMs: 450,
    });
  });

  it("charges by its rule", () => {
    const charged = (["max", "sum", "input"] as const).map((charge) => {
      const pool = { ...RULES, charge };
      return admit(pool, openPool(pool), 0, { inputTokens: 1_000, maxOutputTokens: 4_000 }).verdict;
    });
    expect(charged.map((verdict) => verdict.outcome === "admitted" && verdict.tokens)).toEqual([4_000, 5_000, 1_000]);
  });

  it("never admits more than a full bucket and its refill, in any interval", () => {
    fc.assert(
      fc.property(rules, arrivals, (pool, calls) => {
        const admitted = play(pool, calls).flatMap(({ verdict }, index) =>
          verdict.outcome === "admitted" ? [{ ...(calls[index] as Arrival), tokens: verdict.tokens }] : [],
        );
        const factor = Math.max(1, ...pool.limitChanges.map((change) => change.factor));
        const largest = Math.max(0, ...admitted.map(({ tokens }) => tokens));
        const [perMs, requestsPerMs] = [pool.tokensPerMinute, pool.requestsPerMinute].map(
          (each) => (each * factor) / 60_000,
        );
        for (const [from, first] of admitted.entries()) {
          let [tokens, requests] = [0, 0];
          for (const { time, ...each } of admitted.slice(from)) {
            tokens += each.tokens;
            requests += 1;
            const span = time - first.time + pool.windowSeconds * 1000;
            expect(tokens).toBeLessThanOrEqual(
              Math.max(span * (perMs as number), largest + (time - first.time) * (perMs as number)) + 0.01,
            );
            expect(requests).toBeLessThanOrEqual(
              Math.max(span * (requestsPerMs as number), 1 + (time - first.time) * (requestsPerMs as number)) + 0.01,
            );
          }
        }
      }),
    );
  });

  it("shows what is left, which gives the length of its window", () => {
    fc.assert(
      fc.property(rules, arrivals, (pool, calls) => {
        for (const { limits } of play(pool, calls))
          for (const status of [limits.requests, limits.tokens]) {
            const { limit, remaining, resetMs } = status ?? { limit: 1, remaining: 0, resetMs: 60_000 };
            expect(remaining).toBeGreaterThanOrEqual(0);
            expect(remaining).toBeLessThanOrEqual(limit);
            if (remaining > 0 && remaining < limit)
              expect((resetMs * limit) / (limit - remaining) / 60_000).toBeCloseTo(1, 6);
          }
      }),
    );
  });

  it("admits a refused call after the stated time, and not before", () => {
    fc.assert(
      fc.property(rules, arrivals, (drawn, calls) => {
        const pool = { ...drawn, background: 0, limitChanges: [], rejectedDebits: false };
        for (const [index, { verdict, state }] of play(pool, calls).entries()) {
          if (verdict.outcome !== "rate-limited") continue;
          const { time, ...tokens } = calls[index] as Arrival;
          const again = (after: number) => admit(pool, state, time + after, tokens).verdict;
          const early = again(verdict.retryAfterMs * 0.99 - 1);
          if (verdict.retryAfterMs > 2)
            expect(early).toMatchObject({ outcome: "rate-limited", resource: verdict.resource });
          expect(again(verdict.retryAfterMs + 0.001)).not.toMatchObject({ resource: verdict.resource });
        }
      }),
    );
  });

  it("is a pure function", () => {
    fc.assert(
      fc.property(rules, arrivals, (pool, calls) => {
        const frozen = openPool(pool);
        Object.values(Object.freeze(frozen)).forEach(Object.freeze);
        expect(play(pool, calls)).toEqual(play(pool, calls));
        expect(admit(pool, frozen, 5, { inputTokens: 1, maxOutputTokens: 1 })).toEqual(
          admit(pool, openPool(pool), 5, { inputTokens: 1, maxOutputTokens: 1 }),
        );
      }),
    );
  });

  it("enforces a short window while the headers report a minute", () => {
    const pool = { ...RULES, windowSeconds: 1 };
    const verdicts = play(
      pool,
      Array.from({ length: 12 }, () => ({ time: 0, inputTokens: 10, maxOutputTokens: 0 })),
    );
    expect(verdicts.filter(({ verdict }) => verdict.outcome === "admitted")).toHaveLength(8);
    expect(verdicts.at(-1)?.limits.requests?.remaining).toBe(492);
  });

  it("admits a call that exceeds a short window alone, and always refuses one that exceeds the limit", () => {
    const pool = { ...RULES, windowSeconds: 1 };
    const call = { inputTokens: 50_000, maxOutputTokens: 0 };
    expect(
      play(pool, [
        { time: 0, ...call },
        { time: 1, ...call },
      ]).map(({ verdict }) => verdict.outcome),
    ).toEqual(["admitted", "rate-limited"]);
    expect(admit(pool, openPool(pool), 0, { inputTokens: 200_001, maxOutputTokens: 0 }).verdict).toEqual({
      outcome: "too-large",
      limit: 200_000,
      requested: 200_001,
    });
  });

  it("starts at its initial level, charges a refused call if the rules say so, and shares with other clients", () => {
    const empty = { ...RULES, initialFill: 0, requestsPerMinute: 60 };
    const one = { inputTokens: 10, maxOutputTokens: 0 };
    expect(admit(empty, openPool(empty), 0, one).verdict).toMatchObject({ resource: "requests", used: 60 });
    const debiting = { ...RULES, tokensPerMinute: 15, rejectedDebits: true };
    expect(
      play(debiting, [
        { time: 0, ...one },
        { time: 0, ...one },
      ]).at(-1)?.limits.requests?.remaining,
    ).toBe(498);
    const shared = { ...RULES, initialFill: 0, background: 0.2 };
    expect(admit(shared, openPool(shared), 30_000, one).limits.tokens?.remaining).toBe(80_000 - 10);
  });

  it("follows a limit that is halved, and one that is doubled", () => {
    const pool = {
      ...RULES,
      initialFill: 0,
      limitChanges: [
        { atSeconds: 10, factor: 0.5 },
        { atSeconds: 20, factor: 2 },
      ],
    };
    const at = (time: number) => admit(pool, openPool(pool), time, { inputTokens: 0, maxOutputTokens: 0 });
    expect([9_999, 10_000, 20_000].map((time) => at(time).limits.tokens?.limit)).toEqual([200_000, 100_000, 400_000]);
    // 10 s at 200,000 a minute, 10 s at 100,000, 3 s at 400,000: 70,000 of what was used have drained.
    expect(at(23_000).limits.tokens?.remaining).toBeCloseTo(400_000 - 130_000);
  });

  it("returns what a call did not use", () => {
    const { state } = admit(RULES, openPool(RULES), 0, { inputTokens: 0, maxOutputTokens: 4_000 });
    expect(refund(RULES, state, 0, 1_500).tokens.used).toBe(2_500);
    expect(refund(RULES, state, 0, 9_999).tokens.used).toBe(0);
  });
});
