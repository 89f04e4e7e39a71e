import type { RunSpan, StageSpan } from "../ports/index.ts";
import type { Budget } from "./budget.ts";
import type { RunListener, Stage } from "./events.ts";
import type { RunTally } from "./run-tally.ts";
import { spanFailure } from "./span-failure.ts";

/** What every stage of a run shares. */
export interface RunContext {
  readonly emit: RunListener;
  /** Aborted: nothing new is begun; what is in progress ends and is committed. */
  readonly stop: AbortSignal;
  readonly tally: RunTally;
  /** The run as traces show it. */
  readonly span: Pick<RunSpan, "stage">;
}

/** What reading needs of it: it uses nothing that costs. */
export type ReadContext = Pick<RunContext, "emit" | "stop" | "span">;

/** What lanes share beside: they run side by side, and what stops one stops the other. */
export interface LaneContext extends RunContext {
  /** What both may spend. */
  readonly budget: Budget;
  /** Aborts `stop`. */
  halt(): void;
}

/** Tells the beginning and the end of a stage, how long it took, and in a trace why it ended. */
export async function runStage<Result>(
  { emit, span }: Pick<RunContext, "emit" | "span">,
  stage: Stage,
  total: number | null,
  work: (span: StageSpan) => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  const traced = span.stage(stage);
  emit({ event: "stage.started", stage, total });
  try {
    const result = await work(traced);
    traced.end({ failure: null });
    emit({ event: "stage.completed", stage, seconds: (performance.now() - begun) / 1000 });
    return result;
  } catch (error) {
    traced.end({ failure: spanFailure(error) });
    throw error;
  }
}
