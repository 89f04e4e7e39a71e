import { expect, it } from "vitest";
import type { StampedEvent } from "../pipeline/index.ts";
import { createRunId, RunEvents } from "./run-events.ts";

it("stamps each event once with time and run id, and calls the caller's listener last", () => {
  const seen: (readonly [string, StampedEvent])[] = [];
  let now = Date.UTC(2026, 2, 1, 12);
  const events = new RunEvents(
    "r1",
    (event) => seen.push(["caller", event]),
    () => new Date((now += 1000)),
  );
  events.addFirst((event) => seen.push(["log", event]));
  events.addFirst((event) => seen.push(["reports", event]));
  events.warn("Little space.");
  const stamped = { event: "warning", message: "Little space.", time: "2026-03-01T12:00:01.000Z", runId: "r1" };
  expect(seen).toEqual([
    ["reports", stamped],
    ["log", stamped],
    ["caller", stamped],
  ]);
});

it("creates run ids from the time that are unique within a second", () => {
  const noon = new Date(Date.UTC(2026, 2, 1, 12));
  expect(createRunId(noon)).toMatch(/^20260301-120000-[0-9a-f]{4}$/);
  expect(new Set(Array.from({ length: 20 }, () => createRunId(noon))).size).toBeGreaterThan(1);
});
