import { ColloquyError } from "../model/index.ts";

/** @throws ColloquyError `interrupted` when the signal is aborted. */
export function stopWhenInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new ColloquyError(
    "interrupted",
    "Interrupted; what was done is kept. Run the same command again: it goes on where it stopped.",
  );
}
