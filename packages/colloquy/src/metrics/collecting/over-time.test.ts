import { describe, expect, it } from "vitest";
import { LimitCourse } from "./limit-course.ts";
import { PauseTimes } from "./pause-times.ts";
import { RecentRate } from "./recent-rate.ts";
import { Silence } from "./silence.ts";
import { StageTimes } from "./stage-times.ts";
import { TimeShares } from "./time-shares.ts";

const MINUTE = 60_000;

describe("shares of time", () => {
  it("weigh each state by how long it lasted, until the next was told", () => {
    const shares = new TimeShares<string>();
    shares.tell("tokens", 0);
    shares.tell("none", 9_000);
    shares.tell("tokens", 10_000);
    shares.tell("none", 10_000);
    expect(shares.shares).toEqual([
      { state: "tokens", share: 0.9 },
      { state: "none", share: 0.1 },
    ]);
  });

  it("are none where no time passed", () => {
    const shares = new TimeShares<string>();
    expect(shares.shares).toEqual([]);
    shares.tell("tokens", 5);
    expect(shares.shares).toEqual([]);
  });
});

describe("the course of limits", () => {
  it("counts as granted a full bucket and what flowed in from the first to the last attempt", () => {
    const limits = new LimitCourse();
    limits.tell("tokens", 30_000, 0);
    expect(limits.utilisation({ tokens: 60_000 }, 0, MINUTE)).toEqual({ tokens: 1 });
    expect(limits.utilisation({ tokens: 45_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 0.5 });
    expect(limits.utilisation({ tokens: 15_000 }, 7, 7)).toEqual({ tokens: 0.5 });
  });

  it("follows a limit that changes, and never tells more than all", () => {
    const limits = new LimitCourse();
    limits.tell("tokens", 10_000, 0);
    limits.tell("tokens", 30_000, MINUTE);
    // 20,000 a minute in the mean, for two minutes and the first fill.
    expect(limits.utilisation({ tokens: 30_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 0.5 });
    expect(limits.utilisation({ tokens: 300_000 }, 0, 2 * MINUTE)).toEqual({ tokens: 1 });
    expect(limits.perMinute).toEqual({ tokens: 30_000 });
  });

  it("stays sensible where a limit changes after the last attempt", () => {
    const limits = new LimitCourse();
    limits.tell("requests", 10, 0);
    limits.tell("requests", 10_000, 2 * MINUTE);
    expect(limits.utilisation({ requests: 10 }, 0, MINUTE)).toEqual({ requests: 0.5 });
  });
});

describe("pauses", () => {
  it("that overlap last as long as together, and no longer than the run", () => {
    const pauses = new PauseTimes();
    pauses.begin(0, 10_000);
    pauses.begin(5_000, 10_000);
    pauses.begin(6_000, 1_000);
    expect(pauses.until(60_000)).toEqual({ count: 3, seconds: 15 });
    expect(pauses.until(8_000)).toEqual({ count: 3, seconds: 8 });
  });
});

describe("silence", () => {
  it("lasts until somebody is answered, or until the end", () => {
    const silence = new Silence();
    silence.begin(0);
    silence.end(4_000);
    silence.begin(10_000);
    expect(silence.secondsUntil(13_000)).toBe(7);
  });
});

describe("the recent rate", () => {
  it("is of the last minute, or since the beginning where that is less", () => {
    const rate = new RecentRate();
    rate.begin(0);
    expect(rate.perSecond(10_000, 20)).toBe(2);
    for (let second = 11; second <= 60; second += 1) rate.perSecond(1000 * second, 20);
    expect(rate.perSecond(70_000, 20)).toBe(0);
    expect(rate.perSecond(71_000, 80)).toBe(1);
  });
});

describe("the times of stages", () => {
  it("add up where a stage is done again, and last until the end where it did not end", () => {
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
