import type { RunEvent } from "../library.ts";

/** Shows a run while it runs. All reporters are interchangeable. */
export interface Reporter {
  /** Receives every event of the run. */
  readonly onEvent: (event: RunEvent) => void;
  /** Shows a message that is no event, without damage to the progress display. */
  readonly say: (message: string) => void;
  /** Removes the time left after a request to stop: only calls in flight continue. */
  readonly stop: () => void;
  /** Restores the terminal. `hasResult` means that a result is printed next. Safe to call twice. */
  readonly finish: (hasResult: boolean) => void;
}
