import { describe, expect, it } from "vitest";
import { parseRetryAfter, parseWait } from "./retry-after.ts";

const NOW = Date.parse("2025-03-01T12:00:00Z");

describe("parseRetryAfter", () => {
  const read = (text: string) => parseRetryAfter({ "retry-after": text }, NOW);

  it("reads seconds", () => {
    expect(["30", " 30 ", "0", "1.5"].map(read)).toEqual([30_000, 30_000, 0, 1_500]);
  });

  it("reads HTTP dates, and waits no time for a date in the past", () => {
    expect(read("Sat, 01 Mar 2025 12:00:45 GMT")).toBe(45_000);
    expect(read("Sat, 01 Mar 2025 11:59:00 GMT")).toBe(0);
  });

  it("counts from the time of the machine by default", () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    expect(parseRetryAfter({ "retry-after": inAMinute })).toBeGreaterThan(30_000);
  });

  it("prefers the header in milliseconds, unless that has no number", () => {
    expect(parseRetryAfter({ "retry-after": "3", "retry-after-ms": "2100.5" }, NOW)).toBe(2_101);
    expect(parseRetryAfter({ "retry-after-ms": "250" }, NOW)).toBe(250);
    expect(parseRetryAfter({ "retry-after": "3", "retry-after-ms": "soon" }, NOW)).toBe(3_000);
  });

  it("gives null without a header, and for a header of another form", () => {
    expect(parseRetryAfter({}, NOW)).toBeNull();
    for (const text of ["", "soon", "-1", "1 May 2025"]) expect(read(text)).toBeNull();
  });
});

describe("parseWait", () => {
  it("reads durations as Go writes them", () => {
    const durations = ["6m0s", "120ms", "2.192s", "1h2m3s", "0s", "1d"];
    expect(durations.map((text) => parseWait(text, NOW))).toEqual([360_000, 120, 2192, 3_723_000, 0, 86_400_000]);
  });

  it("reads seconds, durations and moments in all their forms", () => {
    const texts = [
      "20",
      "1.5",
      "7.66s",
      "2025-03-01T12:00:02.400Z",
      "Sat, 01 Mar 2025 12:01:00 GMT",
      "1740830460000",
      "1740830460",
    ];
    expect(texts.map((text) => parseWait(text, NOW))).toEqual([20_000, 1500, 7660, 2400, 60_000, 60_000, 60_000]);
  });

  it("gives 0 for a moment in the past, and null for everything else", () => {
    expect(parseWait("2025-03-01T11:00:00Z", NOW)).toBe(0);
    for (const text of ["", "-1", "soon", "-1s", "5 s", "1e3s", "s", "1 May 2025", null, undefined])
      expect(parseWait(text, NOW)).toBeNull();
  });
});
