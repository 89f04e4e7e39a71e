import { ColloquyError } from "../model/index.ts";

/** Whether a run ended because it was interrupted. */
export function isInterruption(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "interrupted";
}

/**
 * The exit code of a run that ended with an error. An `exitCode` of the abort reason has priority, because a kill has
 * another code than Ctrl-C.
 */
export function exitCodeOf(error: unknown, signal: AbortSignal | undefined): number {
  const requested = isInterruption(error) && signal?.aborted === true ? codeIn(signal.reason) : null;
  return requested ?? codeIn(error) ?? 1;
}

function codeIn(carrier: unknown): number | null {
  const code = typeof carrier === "object" && carrier !== null && "exitCode" in carrier ? carrier.exitCode : null;
  return typeof code === "number" ? code : null;
}
