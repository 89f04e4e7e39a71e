import type { RunEvent } from "../library.ts";

/** Shows a run while it runs. Renderers are interchangeable: none of them knows what a run is. */
export interface Reporter {
  /** Takes every event of the run. */
  readonly hear: (event: RunEvent) => void;
  /** A message for the user that is no event, in a way that does not disturb the picture. */
  readonly say: (message: string) => void;
  /** The run was told to stop: calls in flight end, and no time is left to show. */
  readonly stop: () => void;
  /** Leaves the terminal as it was; `hasResult`: what was done ended with a result, which is shown next. Safe to call twice. */
  readonly finish: (hasResult: boolean) => void;
}
