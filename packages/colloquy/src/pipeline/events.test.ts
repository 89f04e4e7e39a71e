import { describe, expect, it } from "vitest";
import { limiterEvent } from "./events.ts";

describe("the events of a limiter", () => {
  it("are emitted with their stage", () => {
    expect(limiterEvent("embed", { event: "limit.changed", resource: "tokens", perMinute: 9 })).toEqual({
      event: "limit.changed",
      stage: "embed",
      resource: "tokens",
      perMinute: 9,
    });
  });

  it("have other names and units where the limiter's are too general", () => {
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
