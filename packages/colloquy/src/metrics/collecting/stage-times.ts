import type { Stage } from "../../pipeline/index.ts";
import type { PerformanceReport } from "../reports/index.ts";

interface StageTime {
  readonly begunAt: number;
  readonly seconds: number;
  /** Start of the current execution; null between executions. */
  readonly openSince: number | null;
}

/** Start and duration of the stages of a run. A stage that did not end lasts until the end of the run. */
export class StageTimes {
  readonly #times = new Map<Stage, StageTime>();

  begin(stage: Stage, at: number): void {
    const { begunAt, seconds } = this.#times.get(stage) ?? { begunAt: at, seconds: 0 };
    this.#times.set(stage, { begunAt, seconds, openSince: at });
  }

  end(stage: Stage, seconds: number, at: number): void {
    const before = this.#times.get(stage) ?? { begunAt: at - 1000 * seconds, seconds: 0 };
    this.#times.set(stage, { begunAt: before.begunAt, seconds: before.seconds + seconds, openSince: null });
  }

  /** Duration of a stage; null when it did not begin or has not ended. */
  completedSeconds(stage: Stage): number | null {
    const time = this.#times.get(stage);
    return time?.openSince === null ? time.seconds : null;
  }

  report(startedAt: number, endedAt: number): PerformanceReport["stages"] {
    return [...this.#times].map(([stage, time]) => ({
      stage,
      startedSeconds: Math.max(0, time.begunAt - startedAt) / 1000,
      seconds: time.seconds + Math.max(0, endedAt - (time.openSince ?? endedAt)) / 1000,
    }));
  }
}
