import { dirname, resolve } from "node:path";
import type { Database } from "better-sqlite3";
import { dataDirOption } from "../../../files/index.ts";
import { ColloquyError, shellWord } from "../../../model/index.ts";

/** The data that messages need to name a ledger. */
interface Named {
  readonly workspace: string;
  readonly database: Database;
}

/**
 * The error for a damaged row, or for rows that contradict each other.
 * @param what names the rows: `the reply about a chunk of talks/a.vtt`.
 */
export function damaged({ workspace, database }: Named, what: string, cause?: unknown): ColloquyError {
  return new ColloquyError("ledger", `The ledger ${database.name} is damaged: ${what} differs from what was written.`, {
    terminalHint: `\`colloquy verify --workspace ${shellWord(workspace)}${dataDirOption(dirname(dirname(resolve(database.name))))}\` lists all damage and the way to repair it; until then nothing is concluded from this ledger.`,
    cause,
  });
}

/**
 * Runs `work`, which reads concluded rows without a checksum. If such rows contradict each other, `work` throws an
 * error of JavaScript for a missing row.
 * @throws ColloquyError `ledger` instead of this error.
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
