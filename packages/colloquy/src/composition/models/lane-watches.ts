import { type CallAccount, NEVER_ABORTED } from "../../calls/index.ts";
import type { RunEvent, RunListener, StageParts } from "../../pipeline/index.ts";
import type { Clock, Lane } from "../../ports/index.ts";
import { systemClock } from "@colloquy/rate-limit";
import { LaneWatch } from "./lane-watch.ts";

export interface LaneWatchesParts {
  /** Counts the run's calls. */
  readonly account: CallAccount;
  /** Takes the progress of the lanes. */
  readonly emit: RunListener;
  /** Aborted: the lanes begin no more. */
  readonly stop?: AbortSignal;
  readonly clock?: Clock;
}

/** Emits the progress of the lanes that call a model. */
export class LaneWatches implements Disposable {
  readonly #parts: LaneWatchesParts;
  readonly #watches = new Map<Lane, LaneWatch>();

  constructor(parts: LaneWatchesParts) {
    this.#parts = parts;
  }

  watch(
    lane: Lane,
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
    this.#watches.set(lane, new LaneWatch({ lane, account, limiter, waits, stop }, emit, clock));
  }

  /** Takes every event of the run. */
  listen(event: RunEvent): void {
    for (const watch of this.#watches.values()) watch.listen(event);
  }

  /** The lane has ended: its last progress is emitted. */
  end(lane: Lane): void {
    this.#watches.get(lane)?.[Symbol.dispose]();
    this.#watches.delete(lane);
  }

  [Symbol.dispose](): void {
    for (const lane of this.#watches.keys()) this.end(lane);
  }
}
