import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { shareLock } from "../adapters/sqlite/lock.ts";
import { ColloquyError, describeSystemError } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import { openLedger } from "./ledger.ts";
import { type WorkspaceFolder, workspaceExists } from "./workspace-folder.ts";

/** A ledger that may be changed without any effect on the workspace. */
export interface LedgerCopy extends AsyncDisposable {
  readonly ledger: Ledger;
}

/**
 * Opens a temporary copy of the workspace's ledger, so that an estimate never changes the workspace. Without a
 * workspace it opens a new ledger in memory.
 * @throws ColloquyError `workspace-busy` while a run uses the workspace; `disk` when there is no space for the copy.
 */
export async function openLedgerCopy(folder: WorkspaceFolder): Promise<LedgerCopy> {
  if (!workspaceExists(folder)) {
    const ledger = await openLedger(":memory:", folder.name);
    return { ledger, [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose]() };
  }
  const copies = copyLedger(folder);
  const remove = (): void => rmSync(copies, { recursive: true, force: true });
  const copy = join(copies, basename(folder.ledger));
  try {
    const ledger = await openLedger(copy, folder.name);
    const close = async (): Promise<void> => {
      try {
        await ledger[Symbol.asyncDispose]();
      } finally {
        remove();
      }
    };
    return { ledger, [Symbol.asyncDispose]: close };
  } catch (error) {
    remove();
    throw ColloquyError.isInstance(error) ? ofOriginal(error, copy, folder.ledger) : error;
  }
}

/** @returns the folder of the copy. */
function copyLedger({ ledger, lock }: WorkspaceFolder): string {
  using _reading = shareLock(lock);
  let copies: string | null = null;
  try {
    copies = mkdtempSync(join(tmpdir(), "colloquy-estimate-"));
    // After a crashed run, the last commits are in the write-ahead log.
    for (const file of [ledger, `${ledger}-wal`].filter((each) => existsSync(each)))
      copyFileSync(file, join(copies, basename(file)), constants.COPYFILE_FICLONE);
    return copies;
  } catch (error) {
    if (copies !== null) rmSync(copies, { recursive: true, force: true });
    throw new ColloquyError(
      "disk",
      `The ledger ${ledger} cannot be copied to ${tmpdir()} for an estimate (${describeSystemError(error)}): free space there, or set TMPDIR to another folder.`,
      { cause: error },
    );
  }
}

/** Replaces the path of the copy by the path of the original, which the user knows. */
function ofOriginal(error: ColloquyError, copy: string, original: string): ColloquyError {
  return new ColloquyError(error.code, error.message.replaceAll(copy, original), { cause: error });
}
