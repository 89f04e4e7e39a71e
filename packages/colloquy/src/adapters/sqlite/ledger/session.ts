import type { ReadOptions } from "../../../ports/index.ts";
import type { OpenDatabase } from "../database.ts";
import type { LedgerContext } from "./context.ts";
import { readingRows } from "./damage.ts";

/** An open ledger for the parts of its port. Each method is one transaction. */
export interface LedgerSession {
  readonly context: LedgerContext;
  /** @throws the reason of a signal that is already aborted; `work` checks it between its steps. */
  read<Result>(work: () => Result, options?: ReadOptions): Result;
  /** As `read`, for concluded rows: if they contradict each other, the ledger is damaged. */
  conclude<Result>(work: () => Result, options?: ReadOptions): Result;
  write<Result>(work: () => Result): Result;
  /** This transaction and all earlier ones are on the disk when this returns. */
  writeDurably<Result>(work: () => Result): Result;
}

export function createSession(database: OpenDatabase, context: LedgerContext): LedgerSession {
  const read = <Result>(work: () => Result, { signal }: ReadOptions = {}): Result => {
    signal?.throwIfAborted();
    return database.guard(work);
  };
  const write = <Result>(work: () => Result): Result =>
    context.changes.transaction((whole) => database.write(whole), work);
  return {
    context,
    read,
    conclude: (work, options) => read(() => readingRows(context, work), options),
    write,
    writeDurably(work) {
      database.connection.pragma("synchronous = FULL");
      try {
        return write(work);
      } finally {
        database.connection.pragma("synchronous = NORMAL");
      }
    },
  };
}
