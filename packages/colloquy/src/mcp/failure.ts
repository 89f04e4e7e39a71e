import { ColloquyError, printable, type WorkspaceList } from "../model/index.ts";
import { redact } from "../text/index.ts";

/** The tools that list what a workspace has. */
export const LIST_HINTS: Readonly<Record<WorkspaceList, string>> = {
  speakers: "The tool speakers lists all speakers.",
  transcripts: "The tool list_transcripts lists all transcripts.",
};

/** One sentence about a failure, safe to show. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = ColloquyError.isInstance(error)
    ? `${message}${error.list === null ? "" : ` ${LIST_HINTS[error.list]}`}`
    : `Unexpected failure: ${message} (please report it; the messages of the server may say more).`;
  return redact(printable(sentence));
}
