import { type CallAccount, NEVER_ABORTED } from "../../calls/index.ts";
import type { RunEvent, RunListener, StageParts } from "../../pipeline/index.ts";
import type { Clock, ModelStage } from "../../ports/index.ts";
import { systemClock } from "@colloquy/rate-limit";
import { StageWatch } from "./stage-watch.ts";

export interface StageWatchesParts {
  /** Counts the run's calls. */
  readonly account: CallAccount;
  /** Receives the progress of the stages. */
  readonly emit: RunListener;
  /** When aborted, the stages send no further calls. */
  readonly stop?: AbortSignal;
  readonly clock?: Clock;
}

/** Emits the progress of the model stages. */
export class StageWatches implements Disposable {
  readonly #parts: StageWatchesParts;
  readonly #watches = new Map<ModelStage, StageWatch>();

  constructor(parts: StageWatchesParts) {
    this.#parts = parts;
  }

  watch(
    stage: ModelStage,
    {
      port,
      limiter,
      observer: { waits },
    }: Pick<StageParts<{ readonly paid: boolean }>, "port" | "limiter"> & {
      readonly observer: Pick<StageParts<unknown>["observer"], "waits">;
    },
  ): void {
    if (!port.paid) return;
    const { account, emit, stop = NEVER_ABORTED, clock = systemClock } = this.#parts;
    this.#watches.set(stage, new StageWatch({ stage, account, limiter, waits, stop }, emit, clock));
  }

  /** Receives every event of the run. */
  listen(event: RunEvent): void {
    for (const watch of this.#watches.values()) watch.listen(event);
  }

  /** Emits the last progress of a stage and ends its watch. */
  end(stage: ModelStage): void {
    this.#watches.get(stage)?.[Symbol.dispose]();
    this.#watches.delete(stage);
  }

  [Symbol.dispose](): void {
    for (const stage of this.#watches.keys()) this.end(stage);
  }
}
