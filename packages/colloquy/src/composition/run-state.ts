import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockHolder } from "../adapters/sqlite/lock.ts";
import { readTail } from "../files/index.ts";
import { LOG_FILE } from "./log-place.ts";
import { reportFolder } from "./run-reports.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** A workspace with its log. */
export interface LoggedWorkspace {
  readonly workspace: string;
  readonly dataDir: string;
  readonly outputDir: string;
  /** Replaces `{outputDir}/{workspace}/all_files_processings.txt`. */
  readonly logFile: string | null;
}

/** What the lock and the log of a workspace say about runs. */
export interface RunState {
  /**
   * The run, or another command, that works on the workspace now; null if there is none. `isReading`: it reads files, and does
   * not yet know all chunks.
   */
  readonly run: { readonly runId: string; readonly startedAt: string; readonly isReading: boolean } | null;
  /** The last lines of the log, the oldest first, at most 200. During a run those of the run. */
  readonly log: readonly { readonly time: string; readonly text: string }[];
}

const LINES = 200;
/** The most that is read of a log, in bytes. */
const TAIL = 64_000;
/** Lines from the heading of a run until its files are read, and lines of what follows. */
const UNTIL_READ = /^(?:run|found|read) /;
const AFTER_READING = /^(?:read completed\b|(?!read\b)\w+ started\b|\w+ batch )/;
const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) {2}(.*)$/;

/**
 * Reads whether a run works on a workspace, and the end of the log. Takes no lock, and reads no ledger.
 * @throws ColloquyError `invalid-input` for an invalid name.
 */
export function runState(place: LoggedWorkspace): RunState {
  const { lock } = workspaceFolder(resolve(place.dataDir), place.workspace);
  const holder = lockHolder(lock);
  const lines = readTail(logOf(place), TAIL).split("\n");
  const log = lines.flatMap((line) => {
    const [, time, text] = LINE.exec(line) ?? [];
    return time === undefined || text === undefined ? [] : [{ time, text }];
  });
  if (holder === null) return { run: null, log: log.slice(-LINES) };
  const ofRun = log.filter(({ time }) => time >= holder.since);
  const has = (pattern: RegExp): boolean => ofRun.some(({ text }) => pattern.test(text));
  const isReading = has(UNTIL_READ) && !has(AFTER_READING);
  return { run: { runId: holder.run, startedAt: holder.since, isReading }, log: ofRun.slice(-LINES) };
}

/** A text that changes when the log is written, or the lock is taken or released, also by the end of its process. */
export function runStamp(place: LoggedWorkspace): string {
  const { lock } = workspaceFolder(resolve(place.dataDir), place.workspace);
  const files = [logOf(place), `${lock}.json`]
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((stats) => (stats === undefined ? "" : `${stats.ino} ${stats.size} ${stats.mtimeMs}`));
  // The end of a killed process changes no file.
  return [...files, lockHolder(lock) === null ? "free" : "held"].join("\n");
}

function logOf({ logFile, outputDir, workspace }: LoggedWorkspace): string {
  return logFile ?? join(reportFolder(outputDir, workspace), LOG_FILE);
}
