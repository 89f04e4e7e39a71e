import { describe, expect, it } from "vitest";
import { ClimbingLimit, FollowingLimit } from "./concurrency-limit.ts";

/** Keeps as many calls in flight as allowed, at a server that answers `slots` calls at once in a second each. */
function climb(slots: number, replies: number, cap = 1_000): ClimbingLimit {
  const limit = new ClimbingLimit(cap, 600_000, 0);
  let now = 0;
  for (let reply = 0; reply < replies; reply++) {
    const milliseconds = 1_000 * Math.max(1, limit.current / slots);
    now += milliseconds / limit.current;
    limit.learn({ sentAt: now, msPerUnit: milliseconds, milliseconds, full: true }, now);
  }
  return limit;
}

describe("the concurrency limit without known limits", () => {
  it("climbs while that raises the throughput", () => {
    expect(climb(1_000_000, 5_000).current).toBe(1_000);
    expect(climb(1_000_000, 5_000, 100).current).toBe(100);
  });

  it("does not climb at a server that queues", () => {
    expect(climb(4, 5_000).current).toBeLessThanOrEqual(8);
    expect(climb(50, 20_000).current).toBeLessThanOrEqual(72);
    expect(climb(50, 20_000).current).toBeGreaterThanOrEqual(40);
  });

  it("falls by a share on overload, once for all calls in flight", () => {
    const limit = climb(1_000_000, 2_000);
    const before = limit.current;
    for (let complaint = 0; complaint < 20; complaint++) limit.congested(1e9);
    expect(limit.current).toBe(Math.floor(0.7 * before));
  });

  it("stays if fewer calls than allowed were in flight", () => {
    const limit = new ClimbingLimit(1_000, 600_000, 0);
    for (let reply = 1; reply < 500; reply++)
      limit.learn({ sentAt: reply, msPerUnit: 1, milliseconds: 1, full: false }, reply);
    expect(limit.current).toBe(4);
  });
});

describe("the concurrency limit with known limits", () => {
  it("leaves room for the burst and twice the calls of one latency", () => {
    const limit = new FollowingLimit(1_000, () => ({ burst: 40, rate: 0.001 }));
    limit.learn({ milliseconds: 25_000 });
    expect(limit.current).toBe(90);
  });

  it("never exceeds its cap", () => {
    expect(new FollowingLimit(200, () => ({ burst: 4_000, rate: 1 })).current).toBe(200);
  });
});
