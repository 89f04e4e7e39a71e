import type { ModelStage } from "../ports/index.ts";
import type { LimiterEvent } from "@colloquy/rate-limit";
import type { RunEvent } from "./events.ts";

/** Converts an event of a stage's limiter to an event of the run. */
export function limiterEvent(stage: ModelStage, event: LimiterEvent): RunEvent {
  switch (event.event) {
    case "limiter.paused":
      return { event: "calls.paused", stage, pauseMs: event.milliseconds, reason: event.reason };
    case "provider.answers":
      return { event: "provider.answers", stage, silentMs: event.milliseconds };
    default:
      return { ...event, stage };
  }
}
