import type { Lane } from "../ports/index.ts";
import type { LimiterEvent } from "@colloquy/rate-limit";
import type { RunEvent } from "./events.ts";

/** What a lane's limiter tells, as an event of the run. */
export function laneEvent(lane: Lane, event: LimiterEvent): RunEvent {
  switch (event.event) {
    case "limiter.paused":
      return { event: "lane.paused", lane, pauseMs: event.milliseconds, reason: event.reason };
    case "provider.answers":
      return { event: "provider.answers", lane, silentMs: event.milliseconds };
    default:
      return { ...event, lane };
  }
}
