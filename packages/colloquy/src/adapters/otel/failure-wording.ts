import type { SpanFailure } from "../../ports/index.ts";

/** What a span says of a failure. */
export type FailureWording = (failure: SpanFailure) => string;

/** The status stands before what the provider said, which follows a colon. */
const STATUS = /^(?:(?!: ).)*?\((HTTP [45]\d{2})\)/s;

/**
 * A message may quote prompts and replies: without consent to content a span says of which kind the failure was, and the
 * status where one is known.
 * @param redact takes the secrets out of a message.
 */
export function failureWording(showsContent: boolean, redact: (text: string) => string): FailureWording {
  if (showsContent) return ({ message }) => redact(message);
  return ({ kind, message }) => {
    const status = STATUS.exec(message)?.[1];
    return status === undefined ? kind : `${kind} (${status})`;
  };
}
