import { ColloquyError, FINISHED_WORK_IS_KEPT } from "../model/index.ts";

/** @throws ColloquyError `interrupted` when the signal is aborted. */
export function stopWhenInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new ColloquyError("interrupted", `Interrupted. ${FINISHED_WORK_IS_KEPT}`);
}
