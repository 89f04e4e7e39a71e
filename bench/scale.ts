import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SHARED } from "./report.ts";

export interface ScaleFile {
  /** Path relative to the set, with `/`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A planted fact, as needles.jsonl has it. */
export interface Needle {
  readonly file: string;
  readonly text_char: number;
  readonly text: string;
}

/**
 * The set of make_scale.py that the command line names (`FOLDER [CHUNKS]`; without it 8,834 chunks in the
 * system's folder for temporary files). Made first where it is absent.
 */
export function scaleFolder(): string {
  const chunks = process.argv[3] ?? "8834";
  const folder = process.argv[2] ?? path.join(os.tmpdir(), `colloquy-scale-${chunks}`);
  if (!existsSync(path.join(folder, "scale.json"))) {
    const program = path.join(SHARED, "tools", "make_scale.py");
    execFileSync("python3", [program, "--chunks", chunks, "--out", folder], { stdio: "inherit" });
  }
  return folder;
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
