import { ColloquyError, FINISHED_WORK_IS_KEPT } from "./errors.ts";
import { describeSystemError, systemErrorCode } from "./system-error.ts";

const CODES: ReadonlySet<string> = new Set(["EMFILE", "ENFILE"]);
/** The message of an error without this code, such as that of a thread that cannot start. */
const MESSAGE = /\b(EMFILE|ENFILE)\b|too many open files/i;

/** The description by `describeSystemError`. */
export const TOO_MANY_OPEN_FILES = describeSystemError(Object.assign(new Error(), { code: "EMFILE" }));

/** Whether the process, or the whole system, may open no more files: the limit does not concern the file itself. */
export function isOutOfFiles(error: unknown): boolean {
  if (CODES.has(systemErrorCode(error) ?? "")) return true;
  if (!(error instanceof Error)) return false;
  return MESSAGE.test(error.message) || isOutOfFiles(error.cause);
}

/** The error that a user sees for `isOutOfFiles`. */
export function outOfFiles(cause: unknown): ColloquyError {
  return new ColloquyError(
    "disk",
    `Too many files are open at once: raise the limit with \`ulimit -n 4096\`, or close other programs. ${FINISHED_WORK_IS_KEPT}`,
    { cause },
  );
}
