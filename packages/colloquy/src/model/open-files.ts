import { ColloquyError } from "./errors.ts";
import { describeSystemError, systemErrorCode } from "./system-error.ts";

const CODES: ReadonlySet<string> = new Set(["EMFILE", "ENFILE"]);
/** How Node words it where it has no code of its own for it, as of a thread that cannot start. */
const MESSAGE = /\b(EMFILE|ENFILE)\b|too many open files/i;

/** As `describeSystemError` words it. */
export const TOO_MANY_OPEN_FILES = describeSystemError(Object.assign(new Error(), { code: "EMFILE" }));

/** Whether the process, or the whole system, may open no more files: a limit that is no fault of the file in question. */
export function isOutOfFiles(error: unknown): boolean {
  if (CODES.has(systemErrorCode(error) ?? "")) return true;
  if (!(error instanceof Error)) return false;
  return MESSAGE.test(error.message) || isOutOfFiles(error.cause);
}

/** What to say of that. */
export function outOfFiles(cause: unknown): ColloquyError {
  return new ColloquyError(
    "disk",
    "Too many files are open at once: raise the limit with `ulimit -n 4096`, or close other programs, and run the same command again; what was done is kept.",
    { cause },
  );
}
