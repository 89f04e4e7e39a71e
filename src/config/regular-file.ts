import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** What a file holds, and who may read it. */
export interface RegularFile {
  readonly text: string;
  /** Its permissions, as the system has them. */
  readonly mode: number;
}

/**
 * Reads a file that is one: a pipe that nobody writes to would hold us up for ever, and a device may have no end.
 * @param largest in bytes; `tooLarge` says what is wrong with more.
 * @throws Error whose description fits after a colon.
 */
export function readRegularFile(path: string, largest: number, tooLarge: string): RegularFile {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new Error("it is a folder");
    if (!stats.isFile()) throw new Error("it is a pipe or a device, no file");
    if (stats.size > largest) throw new Error(tooLarge);
    return { text: readFileSync(descriptor, "utf8"), mode: stats.mode };
  } finally {
    closeSync(descriptor);
  }
}
