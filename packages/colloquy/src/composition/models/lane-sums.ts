import { CostAccount, type RunEvent } from "../../pipeline/index.ts";
import type { Lane } from "../../ports/index.ts";

const STAGES: Readonly<Record<Lane, string>> = { extraction: "extract", embedding: "embed" };

/** What the events of a lane add up to. */
export class LaneSums {
  readonly lane: Lane;
  /** Passages that are dealt with. */
  done = 0;
  /** Of so many; null until it is known what the lane has to do. */
  total: number | null = null;
  /** That settled something. */
  batches = 0;
  /** As it was estimated before its first call; 0 where it was not. */
  expectedCalls = 0;
  hasBegun = false;
  /** Attempts that were not the first of their call, as reports count them. */
  retries = 0;
  deadLetters = 0;
  readonly costs = new CostAccount();
  overBudget = false;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** Hears every event of the run. */
  hear(event: RunEvent): void {
    if (event.event === "stage.started" && event.stage === STAGES[this.lane]) {
      this.hasBegun = true;
      this.total = event.total;
    } else if (event.event === "estimate.made" && event.estimate.lane === this.lane) {
      const { chunks, calls } = event.estimate;
      this.total ??= chunks;
      this.expectedCalls = calls.likely;
    } else if ("lane" in event && event.lane === this.lane) this.#add(event);
  }

  #add(event: Extract<RunEvent, { readonly lane: Lane }>): void {
    switch (event.event) {
      case "batch.completed":
        this.done = event.done;
        this.total = event.total;
        this.batches += 1;
        return;
      case "chunk.deadLettered":
        this.done += 1;
        this.deadLetters += 1;
        return;
      case "budget.reached":
        this.overBudget = true;
        return;
      case "attempt.completed":
        if (event.attempt > 1) this.retries += 1;
        this.costs.add(event);
    }
  }
}
