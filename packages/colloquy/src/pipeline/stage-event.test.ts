import { describe, expect, it } from "vitest";
import { limiterEvent } from "./stage-event.ts";

describe("what a limiter tells", () => {
  it("is told with the stage that it concerns", () => {
    expect(limiterEvent("embed", { event: "limit.changed", resource: "tokens", perMinute: 9 })).toEqual({
      event: "limit.changed",
      stage: "embed",
      resource: "tokens",
      perMinute: 9,
    });
  });

  it("has names and units of its own where the limiter's would say too little", () => {
    expect(limiterEvent("extract", { event: "limiter.paused", milliseconds: 5, reason: "Wait." })).toEqual({
      event: "calls.paused",
      stage: "extract",
      pauseMs: 5,
      reason: "Wait.",
    });
    expect(limiterEvent("extract", { event: "provider.answers", milliseconds: 7 })).toEqual({
      event: "provider.answers",
      stage: "extract",
      silentMs: 7,
    });
  });
});
