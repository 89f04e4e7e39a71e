import { ColloquyError } from "../model/index.ts";
import { CallError, FATAL_KINDS } from "../ports/index.ts";
import { reasonOf } from "./ask-again.ts";

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
