import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The folder of the data for measurements: next to the repository. */
export const SHARED = path.join(REPOSITORY, "..", "shared");

/** The machine and the runtime of a measurement. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${cpus[0]?.model.trim() ?? "unknown processor"} x ${cpus.length}, ${memory} GB, ${os.type()} ${os.arch()}, Node ${process.version}`;
}

/** How to repeat a measurement, from the root of the repository. */
export function describeCommand(): string {
  const [, program = "", ...rest] = process.argv;
  return ["node", path.relative(REPOSITORY, program), ...rest].join(" ");
}

/** A table of results. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Prints a table with its first column to the left and the others to the right. */
export function printTable({ header, rows }: Table): void {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    );
  }
}

/** Writes `bench/results/{name}.json`, with the machine and the command. */
export function writeResults(name: string, results: object): void {
  const folder = path.join(REPOSITORY, "bench", "results");
  mkdirSync(folder, { recursive: true });
  const content = { machine: describeMachine(), command: describeCommand(), ...results };
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  console.log(`\n${describeMachine()}\n${describeCommand()} -> bench/results/${name}.json`);
}
