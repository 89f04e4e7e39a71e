import { dirname, resolve } from "node:path";
import type { Database } from "better-sqlite3";
import { dataDirOption } from "../../../files/index.ts";
import { ColloquyError, shellWord } from "../../../model/index.ts";

/** A ledger, as messages name it. */
interface Named {
  readonly workspace: string;
  readonly database: Database;
}

/**
 * The error for a row that is not what was written, or for rows that do not fit together.
 * @param what names the rows: `the answer of a chunk of talks/a.vtt`.
 */
export function damaged({ workspace, database }: Named, what: string, cause?: unknown): ColloquyError {
  return new ColloquyError(
    "ledger",
    `The ledger ${database.name} is damaged: ${what} is not what was written. \`colloquy verify --workspace ${shellWord(workspace)}${dataDirOption(dirname(dirname(resolve(database.name))))}\` says what else is, and how to mend it; nothing more is concluded from it until then.`,
    { cause },
  );
}

/**
 * Runs `work`, which reads rows that follow from others and have no checksum. Rows that do not fit together make it fail
 * with an error of JavaScript, because something is missing. @throws ColloquyError `ledger` instead of what JavaScript throws then.
 */
export function readingRows<Result>(context: Named, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isOfRows = error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;
    if (!isOfRows || !context.database.open) throw error;
    throw damaged(context, `a row that other rows refer to (${error.message})`, error);
  }
}
