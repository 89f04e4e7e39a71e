import { ColloquyError } from "../model/index.ts";

/** Whether a run ended because somebody wanted it to. */
export function isInterruption(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "interrupted";
}

/**
 * The exit code of a run that ended with an error. Where the reason of the abort that interrupted it carries an
 * `exitCode` that counts: a kill has another than Ctrl-C.
 */
export function exitCodeOf(error: unknown, signal: AbortSignal | undefined): number {
  const wanted = isInterruption(error) && signal?.aborted === true ? codeIn(signal.reason) : null;
  return wanted ?? codeIn(error) ?? 1;
}

function codeIn(carrier: unknown): number | null {
  const code = typeof carrier === "object" && carrier !== null && "exitCode" in carrier ? carrier.exitCode : null;
  return typeof code === "number" ? code : null;
}
