import { ColloquyError } from "../model/index.ts";

/** @throws ColloquyError `interrupted` when the signal is aborted. */
export function stopWhenInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new ColloquyError(
    "interrupted",
    "Interrupted; completed work is kept. Run the same command again: it continues where it stopped.",
  );
}
