import { randomBytes } from "node:crypto";
import type { RunEvent, RunListener, StampedEvent } from "../pipeline/index.ts";

type StampedListener = (event: StampedEvent) => void;

/** Emits the events of a run. Each event gets the time and the run's id and goes to all listeners, in their order. */
export class RunEvents {
  readonly runId: string;
  readonly #now: () => Date;
  readonly #listeners: StampedListener[] = [];

  /** @param listener of the library's caller. */
  constructor(runId: string, listener: StampedListener | undefined, now: () => Date = () => new Date()) {
    this.runId = runId;
    this.#now = now;
    if (listener !== undefined) this.#listeners.push(listener);
  }

  /** Adds a listener before all others, so that the caller's listener is the last. */
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

/** Creates an id that sorts by time and is unique for runs in the same second. */
export function createRunId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace(/\..*/, "").replace("T", "-");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
