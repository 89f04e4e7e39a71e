import type { RunEvent as PipelineEvent } from "../pipeline/index.ts";
import type { Lane } from "../ports/index.ts";
import type { LimiterSnapshot } from "../rate-limit/rate-limiter.ts";

/** How a lane's calls stand; told about once a second while they do not stand still. */
export interface LaneProgress {
  readonly event: "lane.progress";
  readonly lane: Lane;
  readonly inFlight: number;
  /** Calls that are ready and wait for what `waitingFor` names; null where nothing holds them up. */
  readonly waiting: number;
  readonly waitingFor: LimiterSnapshot["waitingFor"];
  /** At most so many at once, at present. */
  readonly ceiling: number;
  readonly attempts: number;
  /** Attempts that were turned away by the provider's limits. */
  readonly rateLimited: number;
}

/** What a run tells while it runs, in the order in which it happens. */
export type RunEvent = PipelineEvent | LaneProgress;
