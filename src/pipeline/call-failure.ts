import { ColloquyError } from "../model/index.ts";
import { CallError, type CallErrorKind } from "../ports/index.ts";

/** No other call will fare better. */
const FATAL: ReadonlySet<CallErrorKind> = new Set(["unauthorised", "not-found", "quota-exhausted", "unanswered"]);

/** The error that stops the run because of a call, null where the call's failure is its own. */
export function stoppingError(error: unknown): ColloquyError | null {
  if (ColloquyError.isInstance(error)) return error;
  if (!CallError.isInstance(error) || !FATAL.has(error.kind)) return null;
  const sentence = error.message.trim().replace(/\.$/, "");
  const onward = "Nothing is lost: the same command goes on where this run stopped.";
  return new ColloquyError("provider", `${sentence}. ${onward}`, { cause: error });
}
