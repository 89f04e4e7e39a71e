import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_CHUNKS, scaleSet } from "./scale-set.ts";

export interface ScaleFile {
  /** Path relative to the set, with `/`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A planted fact, as in needles.jsonl. */
export interface Needle {
  readonly file: string;
  readonly head: string;
  readonly relation: string;
  readonly tail: string;
  readonly text_char: number;
  readonly text: string;
}

/** The set that the command line names (`FOLDER`; default: the generated set of 8,834 chunks). */
export function scaleFolder(): string {
  return process.argv[2] ?? scaleSet(DEFAULT_CHUNKS);
}

/** The transcripts of a set in the order of their paths. */
export function* scaleFiles(folder: string): Generator<ScaleFile> {
  const names = readdirSync(path.join(folder, "transcripts"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((entry) => entry.endsWith(".txt")).sort()) {
    const bytes = readFileSync(path.join(folder, "transcripts", name));
    yield { file: `transcripts/${name.split(path.sep).join("/")}`, bytes };
  }
}

export function readNeedles(folder: string): Needle[] {
  const lines = readFileSync(path.join(folder, "needles.jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Needle);
}
