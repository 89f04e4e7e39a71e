import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import { systemErrorCode } from "../model/index.ts";

/** The content of a file, and its permissions. */
export interface RegularFile {
  readonly bytes: Buffer;
  /** The permissions, as the system reports them. */
  readonly mode: number;
}

export interface ReadLimits {
  /** In bytes. */
  readonly largest: number;
  /** Returns the reason for refusing a larger file, from its least number of bytes. */
  readonly tooLarge: (bytes: number) => string;
  /** Real path of a folder that must contain the file, whose path must be real too. Without it, links are followed anywhere. */
  readonly within?: string;
}

/** A file that must not be read. Its message is the part of a sentence after a colon. */
export class RefusedFile extends Error {
  override readonly name = "RefusedFile";
  readonly isTooLarge: boolean;

  constructor(
    message: string,
    { isTooLarge = false, ...options }: ErrorOptions & { readonly isTooLarge?: boolean } = {},
  ) {
    super(message, options);
    this.isTooLarge = isTooLarge;
  }
}

/**
 * Reads a regular file. It never waits for a pipe or a device, and never reads more than the limit, whatever size the system
 * reports. The checks apply to the opened file, not to the path, which may change.
 * @throws RefusedFile, or the system's error.
 */
export function readRegularFile(path: string, limits: ReadLimits): RegularFile {
  const descriptor = openWithoutWaiting(path, limits.within !== undefined);
  try {
    const stats = fstatSync(descriptor);
    requireRegular(stats);
    if (limits.within !== undefined) requireWithin(limits.within, path, descriptor, stats);
    if (stats.size > limits.largest) throw new RefusedFile(limits.tooLarge(stats.size), { isTooLarge: true });
    const bytes = readUpTo(descriptor, stats.size, limits.largest + 1);
    if (bytes.length > limits.largest) throw new RefusedFile(limits.tooLarge(bytes.length), { isTooLarge: true });
    return { bytes, mode: stats.mode };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The first bytes of a regular file.
 * @throws as `readRegularFile`.
 */
export function readHead(path: string, bytes: number): Buffer {
  const descriptor = openWithoutWaiting(path, false);
  try {
    requireRegular(fstatSync(descriptor));
    return readUpTo(descriptor, bytes, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** The last bytes of a regular file as text; empty if there is no file, or it cannot be read. */
export function readTail(path: string, bytes: number): string {
  let descriptor: number;
  try {
    descriptor = openWithoutWaiting(path, false);
  } catch {
    return "";
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return "";
    const buffer = Buffer.alloc(Math.min(bytes, stats.size));
    const read = readSync(descriptor, buffer, 0, buffer.length, stats.size - buffer.length);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(descriptor);
  }
}

/** A regular file that is open for reading. The reader closes its descriptor. */
export interface OpenedFile {
  readonly descriptor: number;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changedMs: number;
}

/**
 * Opens a regular file inside a folder. Both paths must be real.
 * @throws as `readRegularFile`.
 */
export function openRegularFile(path: string, within: string): OpenedFile {
  const descriptor = openWithoutWaiting(path, true);
  try {
    const stats = fstatSync(descriptor);
    requireRegular(stats);
    requireWithin(within, path, descriptor, stats);
    return { descriptor, size: stats.size, changedMs: stats.mtimeMs };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The text of a file in UTF-8, without its byte order mark. */
export function textOf({ bytes }: RegularFile): string {
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

/** Windows has neither flag. It has no pipes in folders, and creating links needs special rights. */
function openWithoutWaiting(path: string, linkRefused: boolean): number {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    return openSync(path, O_RDONLY | O_NONBLOCK | (linkRefused ? O_NOFOLLOW : 0));
  } catch (error) {
    // The error of Linux for a socket.
    if (systemErrorCode(error) === "ENXIO") throw new RefusedFile(NO_FILE, { cause: error });
    if (linkRefused && systemErrorCode(error) === "ELOOP") throw new RefusedFile(REPLACED, { cause: error });
    throw error;
  }
}

const NO_FILE = "it is a pipe, a socket or a device, not a file";
const REPLACED = "it was replaced and now leads outside its folder";

function requireRegular(stats: Stats): void {
  if (stats.isDirectory()) throw new RefusedFile("it is a folder");
  if (!stats.isFile()) throw new RefusedFile(NO_FILE);
}

/**
 * A parent folder may have been replaced by a link before the file was opened. Linux reports the path of the opened file.
 * On other systems the path is resolved again and must lead to the same file inside the folder. A folder that is replaced
 * twice in between is not noticed there.
 */
function requireWithin(folder: string, path: string, descriptor: number, opened: Stats): void {
  const real = openedPath(descriptor) ?? realpathSync(path);
  const inside = relative(folder, real);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw new RefusedFile(REPLACED);
  const found = statSync(real, { throwIfNoEntry: false });
  if (found?.ino !== opened.ino || found.dev !== opened.dev) throw new RefusedFile("it was replaced while it was read");
}

/** Null if the system does not report it. The reported path of a removed file has a suffix, so that it does not exist. */
function openedPath(descriptor: number): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return null;
  }
}

/** The expected size may be wrong: files of /proc have no size, and a log grows while it is read. */
function readUpTo(descriptor: number, expected: number, most: number): Buffer {
  let buffer = Buffer.alloc(Math.min(most, expected + 1));
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      if (length === most) break;
      buffer = Buffer.concat([buffer], Math.min(most, Math.max(2 * length, 4096)));
    }
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}
