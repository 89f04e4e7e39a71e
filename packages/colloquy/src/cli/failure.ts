import { ColloquyError, FINISHED_WORK_IS_KEPT, isOutOfFiles, outOfFiles, printable } from "../model/index.ts";
import { redact } from "../text/index.ts";

/** The end of a command that failed. */
export interface Failure {
  /** One sentence, safe to print. */
  readonly sentence: string;
  readonly exitCode: number;
}

const DISK_FULL = new Set(["ENOSPC", "EDQUOT", "SQLITE_FULL"]);

/** Returns the message and the exit code for an error. */
export function describeFailure(error: unknown): Failure {
  if (ColloquyError.isInstance(error)) return failure(error.message, error.exitCode);
  const code = errorCode(error);
  if (DISK_FULL.has(code)) return failure(`The disk is full: free some space. ${FINISHED_WORK_IS_KEPT}`, 1);
  if (isOutOfFiles(error)) return describeFailure(outOfFiles(error));
  if (isAbort(error)) return failure(`Interrupted. ${FINISHED_WORK_IS_KEPT}`, 130);
  const message = error instanceof Error ? error.message : String(error);
  return failure(`Unexpected failure: ${message} (--verbose prints the stack; please report it).`, 1);
}

/** Whether an error comes from an aborted signal. */
export function isAbort(error: unknown): boolean {
  return ColloquyError.isInstance(error)
    ? error.code === "interrupted"
    : error instanceof Error && error.name === "AbortError";
}

function failure(message: string, exitCode: number): Failure {
  return { sentence: redact(printable(message)), exitCode };
}

function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
