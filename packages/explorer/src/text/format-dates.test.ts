import { describe, expect, it } from "vitest";
import { dateBeside, moment, timeOfDay } from "./format.ts";

it("gives the time of a line in the zone of the moment above it", () => {
  const iso = "2026-12-01T21:35:09.742Z";
  expect(timeOfDay(iso)).toMatch(/:09\s[AP]M$/);
  expect(moment(iso)).toContain(timeOfDay(iso).replace(":09", ""));
});

describe("the date beside the title of a transcript", () => {
  it("is left out if the title has it", () => {
    expect(dateBeside("talks/2026-03-01 coffee.txt", "2026-03-01")).toBeNull();
    expect(dateBeside("20260301_coffee.txt", "2026-03-01")).toBeNull();
  });

  it("is there if a folder has it", () => {
    expect(dateBeside("2026-03-01/coffee.txt", "2026-03-01")).toBe("Mar 1, 2026");
  });

  it("is null without a date", () => {
    expect(dateBeside("coffee.txt", null)).toBeNull();
  });
});
