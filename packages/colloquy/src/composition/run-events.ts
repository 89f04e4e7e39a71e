import { randomBytes } from "node:crypto";
import type { RunEvent, RunListener, StampedEvent } from "../pipeline/index.ts";

type StampedListener = (event: StampedEvent) => void;

/**
 * Where the events of a run leave it: each is stamped with the time and the run's id, once, and then given to every
 * listener, in the order in which they were added.
 */
export class RunEvents {
  readonly runId: string;
  readonly #now: () => Date;
  readonly #listeners: StampedListener[] = [];

  /** @param listener of the library's caller; absent: nobody listens. */
  constructor(runId: string, listener: StampedListener | undefined, now: () => Date = () => new Date()) {
    this.runId = runId;
    this.#now = now;
    if (listener !== undefined) this.#listeners.push(listener);
  }

  /** Adds a listener before those that were added earlier: the caller's is the last. */
  addFirst(listener: StampedListener): void {
    this.#listeners.unshift(listener);
  }

  readonly emit: RunListener = (event: RunEvent) => {
    const stamped: StampedEvent = { ...event, time: this.#now().toISOString(), runId: this.runId };
    for (const listener of this.#listeners) listener(stamped);
  };

  readonly notice = (message: string): void => this.emit({ event: "notice", message });
  readonly warn = (message: string): void => this.emit({ event: "warning", message });
}

/** Sorts by time, and differs for two runs of one moment. */
export function createRunId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace(/\..*/, "").replace("T", "-");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
