import { describe, expect, it } from "vitest";
import { ClimbingLimit, FollowingLimit } from "./concurrency-limit.ts";

/** Keeps as many calls going as allowed, at a server that answers `slots` at once in a second each. */
function climb(slots: number, replies: number, cap = 1_000): ClimbingLimit {
  const ceiling = new ClimbingLimit(cap, 600_000, 0);
  let now = 0;
  for (let reply = 0; reply < replies; reply++) {
    const milliseconds = 1_000 * Math.max(1, ceiling.current / slots);
    now += milliseconds / ceiling.current;
    ceiling.learn({ sentAt: now, msPerUnit: milliseconds, milliseconds, full: true }, now);
  }
  return ceiling;
}

describe("the ceiling where nothing tells it", () => {
  it("climbs as long as that brings more", () => {
    expect(climb(1_000_000, 5_000).current).toBe(1_000);
    expect(climb(1_000_000, 5_000, 100).current).toBe(100);
  });

  it("is not driven up by a server that merely queues", () => {
    expect(climb(4, 5_000).current).toBeLessThanOrEqual(8);
    expect(climb(50, 20_000).current).toBeLessThanOrEqual(72);
    expect(climb(50, 20_000).current).toBeGreaterThanOrEqual(40);
  });

  it("falls by a share where the server complains, once for all calls that were under way", () => {
    const ceiling = climb(1_000_000, 2_000);
    const before = ceiling.current;
    for (let complaint = 0; complaint < 20; complaint++) ceiling.congested(1e9);
    expect(ceiling.current).toBe(Math.floor(0.7 * before));
  });

  it("stays where fewer calls than allowed were under way: nothing was tried", () => {
    const ceiling = new ClimbingLimit(1_000, 600_000, 0);
    for (let reply = 1; reply < 500; reply++)
      ceiling.learn({ sentAt: reply, msPerUnit: 1, milliseconds: 1, full: false }, reply);
    expect(ceiling.current).toBe(4);
  });
});

describe("the ceiling where limits are known", () => {
  it("leaves room for the burst and twice what goes on in one call's time", () => {
    const ceiling = new FollowingLimit(1_000, () => ({ burst: 40, rate: 0.001 }));
    ceiling.learn({ milliseconds: 25_000 });
    expect(ceiling.current).toBe(90);
  });

  it("never exceeds its cap", () => {
    expect(new FollowingLimit(200, () => ({ burst: 4_000, rate: 1 })).current).toBe(200);
  });
});
