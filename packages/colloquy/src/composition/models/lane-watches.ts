import { type CallObserver, NEVER_ABORTED, type RunEvent, type RunListener } from "../../pipeline/index.ts";
import type { Clock, Lane } from "../../ports/index.ts";
import { systemClock } from "@colloquy/rate-limit";
import type { OpenLane } from "./lane.ts";
import { LaneSums } from "./lane-sums.ts";
import { LaneWatch } from "./lane-watch.ts";

/** Passes the events of a run on, and tells between them how the lanes stand that ask a model. */
export class LaneWatches implements Disposable {
  readonly #emit: RunListener;
  readonly #stop: AbortSignal;
  readonly #clock: Clock;
  readonly #watches = new Map<Lane, LaneWatch>();
  /** A model is asked before its lane is watched, where the dimensions of its vectors are to be learnt. */
  readonly #sums = [new LaneSums("extraction"), new LaneSums("embedding")];

  /** @param stop aborted: the lanes begin no more. */
  constructor(emit: RunListener, stop: AbortSignal = NEVER_ABORTED, clock: Clock = systemClock) {
    this.#emit = emit;
    this.#stop = stop;
    this.#clock = clock;
  }

  watch(
    lane: Lane,
    { port, limiter }: Pick<OpenLane<{ readonly paid: boolean }>, "port" | "limiter">,
    { waits }: Pick<CallObserver, "waits">,
  ): void {
    if (!port.paid) return;
    const watched = { lane, limiter, waits, stop: this.#stop };
    const sums = this.#sums.find((each) => each.lane === lane);
    this.#watches.set(lane, new LaneWatch(watched, this.#emit, this.#clock, sums));
  }

  hear(event: RunEvent): void {
    for (const sums of this.#sums) (this.#watches.get(sums.lane) ?? sums).hear(event);
    this.#emit(event);
  }

  /** The lane has ended: it is looked at for the last time. */
  end(lane: Lane): void {
    this.#watches.get(lane)?.[Symbol.dispose]();
    this.#watches.delete(lane);
  }

  [Symbol.dispose](): void {
    for (const lane of this.#watches.keys()) this.end(lane);
  }
}
