import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A name of its own beside a file, hidden, so that nobody takes what is unfinished for the file. */
export function unfinishedBeside(path: string): string {
  return join(dirname(path), `.colloquy-${randomBytes(4).toString("hex")}.part`);
}

/**
 * Replaces a file: whoever reads it sees the old text or the new one, never a part.
 * @throws the system's error; what was at the place stays then.
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = unfinishedBeside(path);
  try {
    writeFileSync(unfinished, text, { flag: "wx", flush: true });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** A value as the files of reports hold it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
