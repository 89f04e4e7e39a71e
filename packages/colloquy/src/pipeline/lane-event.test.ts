import { describe, expect, it } from "vitest";
import { laneEvent } from "./lane-event.ts";

describe("what a limiter tells", () => {
  it("is told with the lane that it concerns", () => {
    expect(laneEvent("embedding", { event: "limit.changed", resource: "tokens", perMinute: 9 })).toEqual({
      event: "limit.changed",
      lane: "embedding",
      resource: "tokens",
      perMinute: 9,
    });
  });

  it("has names and units of its own where the limiter's would say too little", () => {
    expect(laneEvent("extraction", { event: "limiter.paused", milliseconds: 5, reason: "Wait." })).toEqual({
      event: "lane.paused",
      lane: "extraction",
      pauseMs: 5,
      reason: "Wait.",
    });
    expect(laneEvent("extraction", { event: "provider.answers", milliseconds: 7 })).toEqual({
      event: "provider.answers",
      lane: "extraction",
      silentMs: 7,
    });
  });
});
