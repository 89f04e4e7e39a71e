import { ColloquyError, printable } from "../model/index.ts";
import { redact } from "../text/index.ts";

/** One sentence about a failure, safe to show. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = ColloquyError.isInstance(error)
    ? message
    : `Unexpected failure: ${message} (please report it; the messages of the server may say more).`;
  return redact(printable(sentence));
}
