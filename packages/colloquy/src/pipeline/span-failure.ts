import { ColloquyError } from "../model/index.ts";
import { CallError, type SpanFailure } from "../ports/index.ts";
import { reasonOf } from "./ask-again.ts";

/** What a trace is told of an error. */
export function spanFailure(error: unknown): SpanFailure {
  return { kind: kindOf(error), message: reasonOf(error) };
}

function kindOf(error: unknown): SpanFailure["kind"] {
  if (CallError.isInstance(error)) return error.kind;
  return ColloquyError.isInstance(error) ? error.code : "other";
}
