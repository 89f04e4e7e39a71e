import { describe, expect, it } from "vitest";
import { TimeLeft } from "./time-left.ts";

/** The estimates at each quarter of a second. `doneBy` returns the finished work at a second. */
function shown(doneBy: (second: number) => number, total: number, seconds: number): (number | null)[] {
  const left = new TimeLeft();
  return Array.from({ length: 4 * seconds + 1 }, (_, quarter) => {
    const second = quarter / 4;
    left.reached(Math.floor(doneBy(second)), 1000 * second);
    return left.seconds(total, 1000 * second);
  });
}

describe("the time left", () => {
  it("is unknown until enough is done, then follows from the pace", () => {
    const seconds = shown((second) => 10 * second, 1000, 10);
    expect(seconds.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => null));
    expect(seconds.at(-1)).toBeCloseTo(90, 0);
  });

  it("is unknown during a slow start before a quick end", () => {
    // The first five of eight seconds finish ten of 8,834 chunks, a pace of more than an hour.
    const seconds = shown((second) => (second < 4 ? 0 : 10 + 2_941 * Math.max(0, second - 5)), 8_834, 8);
    const known = seconds.filter((each) => each !== null);
    expect(known.length).toBeGreaterThan(0);
    expect(Math.max(...known)).toBeLessThan(60);
  });

  it("does not count the time before the first result", () => {
    const seconds = shown((second) => (second < 25 ? 0 : 4 * (second - 24)), 400, 30);
    expect(seconds.at(-1)).toBeCloseTo(94, 0);
  });

  it("stays unknown after one burst of results, however large", () => {
    expect(shown((second) => (second < 1 ? 0 : 500), 1000, 30).every((each) => each === null)).toBe(true);
    const left = new TimeLeft();
    for (let done = 1; done <= 100; done += 1) left.reached(done, 1000 + done);
    expect(left.seconds(200, 2000)).toBeNull();
  });

  it("is unknown while the pace changes, and known again when it has changed", () => {
    const seconds = shown((second) => (second <= 100 ? 10 * second : 1000 + (second - 100)), 2000, 200);
    expect(seconds[4 * 100]).toBeCloseTo(100, 0);
    expect(seconds[4 * 135]).toBeNull();
    expect(seconds.at(-1)).toBeCloseTo(900, -1);
  });

  it("becomes unknown when no work is finished", () => {
    const seconds = shown((second) => 10 * Math.min(second, 20), 1000, 60);
    expect(seconds[4 * 20]).toBeCloseTo(80, 0);
    expect(seconds.at(-1)).toBeNull();
  });

  it("is known for calls that take longer than a minute", () => {
    const seconds = shown((second) => 10 * Math.floor(second / 20), 8_834, 400);
    expect(seconds.at(-1)).toBeCloseTo((8_834 - 200) * 2, -3);
  });
});
