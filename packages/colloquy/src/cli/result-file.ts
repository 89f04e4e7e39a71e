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

/** Interval of checks for a reader of a named pipe. */
const PIPE_POLL_MS = 50;
const MOST_LINKS = 40;
const DISK_CODES = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO"]);

/**
 * Writes rows to `path`. A file is written to a temporary file in the same folder and then renamed, so that it is never
 * incomplete. Links are followed. Only its owner can read a new file; a replaced file keeps its permissions. Devices, pipes and
 * sockets are not replaced; they receive the text directly.
 * @param named the path as the user wrote it.
 * @throws ColloquyError `disk` if the disk is full or fails, `invalid-input` if the path cannot be written; errors of `rows`.
 */
export async function writeResultFile(rows: AsyncIterable<string>, path: string, named: string): Promise<void> {
  try {
    if (named.endsWith("/") || named.endsWith(sep)) throw new ColloquyError("invalid-input", folderSentence(named));
    const existing = await stat(path).catch(nullIfAbsent);
    if (existing?.isDirectory()) throw new ColloquyError("invalid-input", folderSentence(named));
    const file = existing === null ? await followLinks(path) : await realPathOf(path, existing);
    await (file === null ? writeThrough(rows, path, existing) : replaceFile(rows, file, existing));
  } catch (error) {
    throw describeWriteError(error, named);
  }
}

/** Whether a path is the file of an open descriptor of this process, as `/dev/stdout` is. */
export async function leadsToDescriptor(path: string, descriptor: number): Promise<boolean> {
  const existing = await stat(path).catch(() => null);
  if (existing === null) return false;
  try {
    const { dev, ino } = fstatSync(descriptor);
    return dev === existing.dev && ino === existing.ino;
  } catch {
    // The parent process may have closed the descriptor.
    return false;
  }
}

/** The real path of a file; null if it is no regular file, or is deleted but still open. */
async function realPathOf(path: string, existing: Stats): Promise<string | null> {
  if (!existing.isFile()) return null;
  const real = await realpath(path);
  const found = await stat(real).catch(nullIfAbsent);
  return found?.ino === existing.ino && found.dev === existing.dev ? real : null;
}

/** The target of a link whose target does not exist; the path itself if it is no link. */
async function followLinks(path: string): Promise<string> {
  let current = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = await readlink(current).catch(() => null);
    if (target === null) return current;
    current = resolve(await realpath(dirname(current)), target);
  }
  return current;
}

async function replaceFile(rows: AsyncIterable<string>, file: string, existing: Stats | null): Promise<void> {
  removeAbandoned(dirname(file));
  const unfinished = unfinishedBeside(file);
  const handle = await open(unfinished, "wx", PRIVATE_FILE);
  const forget = (): void => rmSync(unfinished, { force: true });
  process.once("exit", forget);
  try {
    if (existing !== null) await handle.chmod(existing.mode & 0o7777);
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

async function writeThrough(rows: AsyncIterable<string>, path: string, existing: Stats | null): Promise<void> {
  try {
    if (existing?.isFIFO()) return await pipeline(rows, await openPipe(path));
    if (existing?.isSocket()) return await pipeline(rows, createConnection(path));
    const handle = await open(path, "w", PRIVATE_FILE);
    await pipeline(isatty(handle.fd) ? escaped(rows) : rows, handle.createWriteStream());
  } catch (error) {
    // The reader has closed the pipe.
    if (systemErrorCode(error) !== "EPIPE") throw error;
  }
}

/** Waits for a reader by polling. A blocking open would make the process impossible to interrupt. */
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

/** The error of a write in one sentence; an error that is not the system's is returned unchanged. */
export function describeWriteError(error: unknown, named: string, what: "file" | "folder" = "file"): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  const isDisk = DISK_CODES.has(code);
  const reason = code === "ENOENT" ? "its folder does not exist" : describeSystemError(error);
  return new ColloquyError(
    isDisk ? "disk" : "invalid-input",
    `${named} cannot be written: ${reason}. ${isDisk ? "Free some space, or name" : "Name"} another ${what} with --output.`,
    { cause: error },
  );
}
