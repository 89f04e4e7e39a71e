import { closeSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ColloquyError, printable } from "../model/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import { describeEvent } from "./describe-event.ts";
import { makeFolders, removeFolders } from "./make-folders.ts";

/** A log of runs that people read: one timestamped line an event, appended. */
export interface RunLog extends Disposable {
  /** Never throws: a log that fills the disk must not stop a run that could go on. */
  readonly record: (event: RunEvent) => void;
  /** A line that is no event, such as the sentence with which a run failed. */
  readonly note: (message: string) => void;
}

/**
 * Opens the log and creates its folders. Lines are written at once, so that a crash loses none.
 * @param now the time in milliseconds since 1970.
 * @throws ColloquyError `invalid-input` when the file cannot be written.
 */
export function createRunLog(path: string, now: () => number = Date.now): RunLog {
  const file = openForAppending(path);
  let open = true;
  const note = (message: string): void => {
    if (!open) return;
    try {
      writeSync(file, `${new Date(now()).toISOString()}  ${printable(message)}\n`);
    } catch {
      open = false;
      closeSync(file);
    }
  };
  return {
    note,
    record: (event) => {
      const message = describeEvent(event);
      if (message !== null) note(message);
    },
    [Symbol.dispose]: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}

function openForAppending(path: string): number {
  let made: readonly string[] = [];
  try {
    made = makeFolders(dirname(path));
    return openSync(path, "a");
  } catch (error) {
    removeFolders(made);
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? (error as Error).message;
    throw new ColloquyError(
      "invalid-input",
      `The log ${path} cannot be written: ${reason}. Choose another folder with --output-dir or another file with --log-file.`,
      { cause: error },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  ENOENT: "its folder cannot be created",
};
