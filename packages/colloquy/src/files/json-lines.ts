import { appendFileSync, readFileSync } from "node:fs";
import { systemErrorCode } from "../model/index.ts";
import { PRIVATE_FILE } from "./private.ts";

/** The values of a file of lines of JSON; none if there is no file. A line that a full disk cut is left out. */
export function readJsonLines(path: string): readonly unknown[] {
  return readIfPresent(path)
    .split("\n")
    .flatMap((line) => parsed(line) ?? []);
}

/** Appends values to a file of lines of JSON, which only the user may read. It goes on after a line that a full disk cut. */
export function appendJsonLines(path: string, values: readonly object[]): void {
  const isCut = /[^\n]$/.test(readIfPresent(path));
  appendFileSync(path, `${isCut ? "\n" : ""}${jsonLines(values)}`, { mode: PRIVATE_FILE });
}

function jsonLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return "";
    throw error;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
