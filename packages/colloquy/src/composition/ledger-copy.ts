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
 * Opens a copy of the workspace's ledger among the temporary files, in which an estimate does what a run would do. The
 * workspace itself stays as it is to the byte, however this ends. Without a workspace it is a new ledger in memory.
 * @throws ColloquyError `workspace-busy` while a run is at work on the workspace, `disk` when the copy finds no room.
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
    // The log is there when the last run was killed: it holds what that run committed last.
    for (const file of [ledger, `${ledger}-wal`].filter((each) => existsSync(each)))
      copyFileSync(file, join(copies, basename(file)), constants.COPYFILE_FICLONE);
    return copies;
  } catch (error) {
    if (copies !== null) rmSync(copies, { recursive: true, force: true });
    throw new ColloquyError(
      "disk",
      `The ledger ${ledger} cannot be copied to ${tmpdir()} for an estimate (${describeSystemError(error)}): make room there, or name another folder with TMPDIR.`,
      { cause: error },
    );
  }
}

/** The error names the original: the user does not know of the copy. */
function ofOriginal(error: ColloquyError, copy: string, original: string): ColloquyError {
  return new ColloquyError(error.code, error.message.replaceAll(copy, original), { cause: error });
}
