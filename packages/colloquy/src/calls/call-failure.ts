import { ColloquyError, FINISHED_WORK_IS_KEPT } from "../model/index.ts";
import { CallError, FATAL_KINDS, type SpanFailure } from "../ports/index.ts";

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of a failure with a full stop at its end, so that another sentence can follow. */
export function sentenceOf(error: unknown): string {
  const message = reasonOf(error).trim();
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** The error with which a failed call stops the run; null if the failure concerns only this call. */
export function stoppingError(error: unknown): ColloquyError | null {
  if (ColloquyError.isInstance(error)) return error;
  if (!CallError.isInstance(error) || !FATAL_KINDS.has(error.kind)) return null;
  return new ColloquyError("provider", `${sentenceOf(error)} ${FINISHED_WORK_IS_KEPT}`, { cause: error });
}

/** Converts an error for a trace. */
export function spanFailure(error: unknown): SpanFailure {
  return { kind: kindOf(error), message: reasonOf(error) };
}

function kindOf(error: unknown): SpanFailure["kind"] {
  if (CallError.isInstance(error)) return error.kind;
  return ColloquyError.isInstance(error) ? error.code : "other";
}
