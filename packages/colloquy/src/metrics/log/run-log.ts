import { closeSync, constants, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { ColloquyError, describeSystemError, printable, systemErrorCode } from "../../model/index.ts";
import type { CallAccount, CostTotal } from "../../calls/index.ts";
import type { StampedEvent } from "../../pipeline/index.ts";
import { formatCostBounds, formatDollars } from "../../text/index.ts";
import { describeEvent } from "./describe-event.ts";
import { makeFolders, PRIVATE_FILE, removeFolders } from "../../files/index.ts";

/** `calls.progress` is published every second, which is too often for a log. */
const PROGRESS_EVERY_MS = 10_000;

/** A readable log of runs: one timestamped line per event, appended. */
export interface RunLog extends Disposable {
  /** Never throws: a log that fills the disk must not stop a run. */
  readonly record: (event: StampedEvent) => void;
  /** Writes a line that is not an event, for example the failure of a run. */
  readonly note: (message: string) => void;
}

export interface RunLogOptions {
  /** The time of notes, in milliseconds since 1970. Events have their own time. */
  readonly now?: () => number;
  /** Called once with a sentence for the user when a line cannot be written. No more lines are written after that. */
  readonly onFailure?: (sentence: string) => void;
  /** The account of the run's calls; absent when no model is called. */
  readonly account?: CallAccount;
}

/**
 * Opens the log and creates its folders. Lines are written synchronously, so a crash loses none.
 * @throws ColloquyError `invalid-input` when the file cannot be written.
 */
export function createRunLog(
  path: string,
  { now = Date.now, onFailure = () => undefined, account }: RunLogOptions = {},
): RunLog {
  const file = openForAppending(path);
  const isDue = progressDue();
  let open = true;
  const write = (time: string, message: string): void => {
    if (!open) return;
    try {
      writeSync(file, `${time}  ${printable(message)}\n`);
    } catch (error) {
      open = false;
      closeSync(file);
      onFailure(`The log ${path} cannot be written: ${describeSystemError(error)}. The run goes on without it.`);
    }
  };
  return {
    note: (message) => write(new Date(now()).toISOString(), message),
    record: (event) => {
      if (!isDue(event)) return;
      const message = describeEvent(event, () => (account === undefined ? "" : spentText(account.costs)));
      if (message !== null) write(event.time, message);
    },
    [Symbol.dispose]: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}

/**
 * Whether an event gets a line: false for a `calls.progress` that is too soon after the last logged one, or before the first
 * attempt of a stage that waits for another one.
 */
function progressDue(): (event: StampedEvent) => boolean {
  const loggedAt = new Map<string, number>();
  const started = new Set<string>();
  return (event) => {
    if (event.event === "stage.started") started.add(event.stage);
    if (event.event !== "calls.progress") return true;
    if (event.attempts === 0 && !started.has(event.stage)) return false;
    const [before, at] = [loggedAt.get(event.stage), Date.parse(event.time)];
    if (before !== undefined && at - before < PROGRESS_EVERY_MS) return false;
    loggedAt.set(event.stage, at);
    return true;
  };
}

function openForAppending(path: string): number {
  let made: readonly string[] = [];
  try {
    made = makeFolders(dirname(path));
    // A pipe without a reader is an error; opening it does not block.
    const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0 } = constants;
    return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, PRIVATE_FILE);
  } catch (error) {
    removeFolders(made);
    const reason = OF_ITS_FOLDERS[systemErrorCode(error) ?? ""] ?? describeSystemError(error);
    throw new ColloquyError(
      "invalid-input",
      `The log ${path} cannot be written: ${reason}. Choose another folder with --output-dir or another file with --log-file.`,
      { cause: error },
    );
  }
}

/** Error codes with another meaning when the folders of a path are created. */
const OF_ITS_FOLDERS: Readonly<Record<string, string>> = {
  EEXIST: "a part of its path is a file",
  ENOENT: "its folder cannot be created",
};

/** The cost of the run so far, as the end of a line; empty when it is 0. */
function spentText({ costUsd, ...bounds }: CostTotal): string {
  if (costUsd === null) return `; ${formatCostBounds(bounds) ?? "cost unknown"}`;
  return costUsd === 0 ? "" : `; ${formatDollars(costUsd)} so far`;
}
