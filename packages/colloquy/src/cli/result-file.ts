import { constants, fstatSync, openSync, rmSync, type Stats } from "node:fs";
import { open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { createConnection, Socket } from "node:net";
import { dirname, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as after } from "node:timers/promises";
import { isatty } from "node:tty";
import { PRIVATE_FILE, removeAbandoned, unfinishedBeside } from "../files/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";
import { escapeControls } from "./json-line.ts";

/** Between two looks at a named pipe that has no reader yet. */
const PIPE_POLL_MS = 50;
const MOST_LINKS = 40;
const DISK_CODES = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO"]);

/**
 * Writes to what `path` names. A file appears whole or not at all: it is written beside its place and renamed, behind
 * links as well. Only its owner may read a new file; one that is replaced keeps its permissions. Devices, pipes and sockets stay what they are and take the text as it comes.
 * @param named the path as the user wrote it.
 * @throws ColloquyError `disk` when it is full or fails, `invalid-input` when the path cannot be written; what `rows`
 *   throws.
 */
export async function writeResultFile(rows: AsyncIterable<string>, path: string, named: string): Promise<void> {
  try {
    if (named.endsWith("/") || named.endsWith(sep)) throw new ColloquyError("invalid-input", folderSentence(named));
    const there = await stat(path).catch(nullIfAbsent);
    if (there?.isDirectory()) throw new ColloquyError("invalid-input", folderSentence(named));
    const file = there === null ? await followLinks(path) : await placeOf(path, there);
    await (file === null ? writeThrough(rows, path, there) : replaceFile(rows, file, there));
  } catch (error) {
    throw describe(error, named);
  }
}

/** Whether a path leads to what a descriptor of this process is open on, as `/dev/stdout` does. */
export async function leadsToDescriptor(path: string, descriptor: number): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  if (there === null) return false;
  try {
    const { dev, ino } = fstatSync(descriptor);
    return dev === there.dev && ino === there.ino;
  } catch {
    // Closed by whoever started us.
    return false;
  }
}

/** Where the file itself lies; null for what cannot be replaced: no regular file, or one that has no name any more. */
async function placeOf(path: string, there: Stats): Promise<string | null> {
  if (!there.isFile()) return null;
  const real = await realpath(path);
  const found = await stat(real).catch(nullIfAbsent);
  return found?.ino === there.ino && found.dev === there.dev ? real : null;
}

/** The place that a link leads to at which there is nothing yet; the path itself when it is no link. */
async function followLinks(path: string): Promise<string> {
  let current = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = await readlink(current).catch(() => null);
    if (target === null) return current;
    current = resolve(await realpath(dirname(current)), target);
  }
  return current;
}

async function replaceFile(rows: AsyncIterable<string>, file: string, there: Stats | null): Promise<void> {
  removeAbandoned(dirname(file));
  const unfinished = unfinishedBeside(file);
  const handle = await open(unfinished, "wx", PRIVATE_FILE);
  const forget = (): void => rmSync(unfinished, { force: true });
  process.once("exit", forget);
  try {
    if (there !== null) await handle.chmod(there.mode & 0o7777);
    await pipeline(rows, handle.createWriteStream());
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    process.off("exit", forget);
    await handle.close();
  }
}

async function writeThrough(rows: AsyncIterable<string>, path: string, there: Stats | null): Promise<void> {
  try {
    if (there?.isFIFO()) return await pipeline(rows, await openPipe(path));
    if (there?.isSocket()) return await pipeline(rows, createConnection(path));
    const handle = await open(path, "w", PRIVATE_FILE);
    await pipeline(isatty(handle.fd) ? escaped(rows) : rows, handle.createWriteStream());
  } catch (error) {
    // The reader has what it wanted.
    if (systemErrorCode(error) !== "EPIPE") throw error;
  }
}

/** Waits for a reader without a thread in the system's hands, which would keep the process from being interrupted. */
async function openPipe(path: string): Promise<Socket> {
  for (;;) {
    const descriptor = openIfRead(path);
    if (descriptor !== null) return new Socket({ fd: descriptor, readable: false, writable: true });
    await after(PIPE_POLL_MS);
  }
}

function openIfRead(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (systemErrorCode(error) === "ENXIO") return null;
    throw error;
  }
}

async function* escaped(rows: AsyncIterable<string>): AsyncIterable<string> {
  for await (const text of rows) yield escapeControls(text);
}

function nullIfAbsent(error: unknown): null {
  if (systemErrorCode(error) === "ENOENT") return null;
  throw error;
}

function folderSentence(named: string): string {
  return `${named} cannot be written: it is a folder. Name a file with --output.`;
}

function describe(error: unknown, named: string): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  const isDisk = DISK_CODES.has(code);
  const reason = code === "ENOENT" ? "its folder does not exist" : describeSystemError(error);
  return new ColloquyError(
    isDisk ? "disk" : "invalid-input",
    `${named} cannot be written: ${reason}. ${isDisk ? "Free some space, or name" : "Name"} another file with --output.`,
    { cause: error },
  );
}
