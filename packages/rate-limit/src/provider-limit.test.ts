import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LimitReading } from "./limit-reading.ts";
import { Admission } from "./admission.ts";
import { ProviderLimit } from "./provider-limit.ts";

const LIMIT = 60_000;
const reading = (remaining: number, limit = LIMIT, used = limit - remaining): LimitReading => ({
  resource: "tokens",
  limit,
  remaining,
  resetMs: Math.round((used * 60_000) / limit),
});
const sighting = (number: number, sentAt: number, one: LimitReading, taken = 100) => ({
  number,
  sentAt,
  reading: one,
  takenAfter: { certain: 0, possible: 0 },
  taken,
});
const open = (level: number) => new ProviderLimit(LIMIT, 60_000, level, 0, 0);

describe("a limit of the provider", () => {
  it("falls to a reading at once, and rises to it slowly", () => {
    const limit = open(30_000);
    limit.read(sighting(1, 0, reading(10_000)), 0);
    expect(limit.bucket.level(0)).toBeCloseTo(9_970);
    limit.read(sighting(2, 0, reading(20_000)), 0);
    expect(limit.bucket.level(0)).toBeCloseTo((9_970 + 19_970) / 2);
  });

  it("keeps a level that may be right: the call was admitted between its sending and its head", () => {
    const limit = open(5_000);
    const before = limit.bucket.level(1_000);
    limit.read(sighting(1, 0, reading(5_500)), 1_000);
    expect(limit.bucket.level(1_000)).toBe(before);
  });

  it("that is lowered below what is used has a debt, as its reset shows", () => {
    const limit = open(0);
    expect(limit.read(sighting(1, 0, reading(0, LIMIT / 2, LIMIT)), 0)).toBe(true);
    expect(limit.perMinute).toBe(30_000);
    expect(limit.bucket.waitFor(100, 0)).toBeGreaterThan(60_000);
    expect(limit.bucket.waitFor(100, 0)).toBeLessThan(61_000);
  });

  it("ignores what an earlier send reports of it", () => {
    const limit = open(1_000);
    limit.read(sighting(5, 0, reading(1_000, 2 * LIMIT)), 0);
    limit.read(sighting(4, 0, reading(1_000, LIMIT)), 0);
    expect(limit.limit).toBe(2 * LIMIT);
  });

  it("has a reserve if calls are refused although much is left", () => {
    const limit = open(50_000);
    limit.refuse(400, 50_000, 0);
    expect(limit.bucket.shape.capacity).toBe(LIMIT - 49_600);
    limit.read(sighting(1, 0, reading(50_600)), 0);
    expect(limit.bucket.level(0)).toBeLessThanOrEqual(1_000);
  });

  it("is shared with other clients if readings are too low again and again", () => {
    const limit = open(10_000);
    // Other clients take 0.3 of the 1 token a millisecond.
    for (let second = 1; second <= 60; second++)
      limit.read(sighting(second, second * 1_000, reading(10_000 + 700 * second)), second * 1_000);
    expect(limit.ours).toBeGreaterThan(0.6);
    expect(limit.ours).toBeLessThan(0.8);
  });
});

describe("admission with known charges and delayed messages", () => {
  it("sends no call that the provider has no room for", () => {
    const step = fc.record({ tokens: fc.integer({ min: 200, max: 9_000 }), head: fc.integer({ min: 40, max: 3_000 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 120 }), fc.nat(LIMIT), (calls, start) => {
        const delay = 25;
        const admission = new Admission({ requestsPerMinute: null, tokensPerMinute: null }, 0, () => {});
        let truth = { level: start, at: 0 };
        const admitAtProvider = (tokens: number, at: number): LimitReading => {
          const level = Math.min(LIMIT, truth.level + (at - truth.at)) - tokens;
          expect(level).toBeGreaterThanOrEqual(-1e-6);
          truth = { level, at };
          return reading(Math.floor(level));
        };
        const heads: { at: number; read(now: number): void }[] = [];
        let now = 0;
        const readUntil = (time: number): void => {
          for (const head of heads.filter(({ at }) => at <= time).toSorted((a, b) => a.at - b.at)) head.read(head.at);
          heads.splice(0, heads.length, ...heads.filter(({ at }) => at > time));
        };
        for (const [index, { tokens, head }] of calls.entries()) {
          const call = { inputTokens: tokens, maxOutputTokens: 0 };
          if (index === 0) now = Math.max(0, tokens - start);
          else {
            for (let wait = 1; wait > 0; now += wait) {
              readUntil(now);
              wait = Math.ceil(admission.waitFor(call, now).milliseconds);
            }
          }
          const send = admission.take(call, now);
          const reading = admitAtProvider(tokens, now + delay);
          heads.push({ at: now + delay + head, read: (at) => admission.read(send, [reading], at) });
          if (index === 0) readUntil((now += delay + head));
        }
      }),
    );
  });
});
