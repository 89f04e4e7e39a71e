import type { SpanFailure } from "../../ports/index.ts";

/** The attributes of a failure in a span. */
export type FailureWording = (failure: SpanFailure) => string;

/** The status is before the colon; the provider's words are after it. */
const STATUS = /^(?:(?!: ).)*?\((HTTP [45]\d{2})\)/s;

/**
 * A message may quote prompts and replies. If content is not recorded, a span has only the kind of the failure, and the status
 * if it is known.
 * @param redact removes secrets from a message.
 */
export function failureWording(showsContent: boolean, redact: (text: string) => string): FailureWording {
  if (showsContent) return ({ message }) => redact(message);
  return ({ kind, message }) => {
    const status = STATUS.exec(message)?.[1];
    return status === undefined ? kind : `${kind} (${status})`;
  };
}
