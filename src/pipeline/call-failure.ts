import { ColloquyError } from "../model/index.ts";
import { CallError, FATAL_KINDS } from "../ports/index.ts";
import { reasonOf } from "./ask-again.ts";

/**
 * How often a server is looked for at the start. One that cannot be reached then is no outage that is to be waited for: it
 * is likelier that its address is wrong.
 */
export const CONNECTION_ATTEMPTS = 3;

/** The error that stops the run because of a call, null where the call's failure is its own. */
export function stoppingError(error: unknown): ColloquyError | null {
  if (ColloquyError.isInstance(error)) return error;
  if (!CallError.isInstance(error) || !FATAL_KINDS.has(error.kind)) return null;
  const onward = "Nothing is lost: the same command goes on where this run stopped.";
  return new ColloquyError("provider", `${sentenceOf(error)} ${onward}`, { cause: error });
}

/** What a failure says, ended as a sentence is, so that another one can follow. */
export function sentenceOf(error: unknown): string {
  const message = reasonOf(error).trim();
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
