import type { RunListener, Stage } from "./events.ts";
import type { RunTally } from "./run-tally.ts";

/** What every stage of a run shares. */
export interface RunContext {
  readonly emit: RunListener;
  /** Aborted: nothing new is begun; what is in progress ends and is committed. */
  readonly stop: AbortSignal;
  readonly tally: RunTally;
}

/** What lanes share beside: they run side by side, and what stops one stops the other. */
export interface LaneContext extends RunContext {
  /** Aborts `stop`. */
  halt(): void;
}

/** Tells the beginning and the end of a stage, and how long it took. */
export async function runStage<Result>(
  { emit }: RunContext,
  stage: Stage,
  total: number | null,
  work: () => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  emit({ event: "stage.started", stage, total });
  const result = await work();
  emit({ event: "stage.completed", stage, seconds: (performance.now() - begun) / 1000 });
  return result;
}
