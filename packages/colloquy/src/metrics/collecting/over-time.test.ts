import { describe, expect, it } from "vitest";
import { LimitTimeline } from "./limit-timeline.ts";
import { PauseTimes, Silence, TimeShares } from "./intervals.ts";
import { RecentRate } from "./recent-rate.ts";
import { StageTimes } from "./stage-times.ts";

const MINUTE = 60_000;

describe("shares of time", () => {
  it("weight each state by its duration until the next state", () => {
    const shares = new TimeShares<string>();
    shares.record("tokens", 0);
    shares.record("none", 9_000);
    shares.record("tokens", 10_000);
    shares.record("none", 10_000);
    expect(shares.shares).toEqual([
      { state: "tokens", share: 0.9 },
      { state: "none", share: 0.1 },
    ]);
  });

  it("are empty when no time passed", () => {
    const shares = new TimeShares<string>();
    expect(shares.shares).toEqual([]);
    shares.record("tokens", 5);
    expect(shares.shares).toEqual([]);
  });
});

describe("the timeline of limits", () => {
  it("counts a full bucket and the inflow from the first to the last attempt as granted", () => {
    const limits = new LimitTimeline();
    limits.record("tokens", 30_000, 0);
    expect(limits.utilisation({ tokens: 60_000 }, 0, MINUTE)).toEqual({ tokens: 1 });
    expect(limits.utilisation({ tokens: 45_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 0.5 });
    expect(limits.utilisation({ tokens: 15_000 }, 7, 7)).toEqual({ tokens: 0.5 });
  });

  it("follows a limit that changes, and never exceeds 1", () => {
    const limits = new LimitTimeline();
    limits.record("tokens", 10_000, 0);
    limits.record("tokens", 30_000, MINUTE);
    // 20,000 a minute on average, for two minutes, and the full bucket at the beginning.
    expect(limits.utilisation({ tokens: 30_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 0.5 });
    expect(limits.utilisation({ tokens: 300_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 1 });
    expect(limits.perMinute).toEqual({ tokens: 30_000 });
  });

  it("stays valid when a limit changes after the last attempt", () => {
    const limits = new LimitTimeline();
    limits.record("requests", 10, 0);
    limits.record("requests", 10_000, 2 * MINUTE);
    expect(limits.utilisation({ requests: 10 }, 0, MINUTE)).toEqual({ requests: 0.5 });
  });
});

describe("pauses", () => {
  it("are counted once when they overlap, and end with the run", () => {
    const pauses = new PauseTimes();
    pauses.begin(0, 10_000);
    pauses.begin(5_000, 10_000);
    pauses.begin(6_000, 1_000);
    expect(pauses.until(60_000)).toEqual({ count: 3, seconds: 15 });
    expect(pauses.until(8_000)).toEqual({ count: 3, seconds: 8 });
  });
});

describe("silence", () => {
  it("lasts until a call is answered, or until the end", () => {
    const silence = new Silence();
    silence.begin(0);
    silence.end(4_000);
    silence.begin(10_000);
    expect(silence.secondsUntil(13_000)).toBe(7);
  });
});

describe("the recent rate", () => {
  it("covers the last minute, or the shorter time since the beginning", () => {
    const rate = new RecentRate();
    rate.begin(0);
    expect(rate.perSecond(10_000, 20)).toBe(2);
    for (let second = 11; second <= 60; second += 1) rate.perSecond(1000 * second, 20);
    expect(rate.perSecond(70_000, 20)).toBe(0);
    expect(rate.perSecond(71_000, 80)).toBe(1);
  });
});

describe("the times of stages", () => {
  it("add up when a stage runs again, and last until the end for a stage that did not end", () => {
    const stages = new StageTimes();
    stages.begin("read", 1_000);
    stages.end("read", 2, 3_000);
    stages.begin("read", 5_000);
    stages.end("read", 1, 6_000);
    stages.begin("extract", 6_000);
    expect(stages.report(0, 10_000)).toEqual([
      { stage: "read", startedSeconds: 1, seconds: 3 },
      { stage: "extract", startedSeconds: 6, seconds: 4 },
    ]);
  });
});
