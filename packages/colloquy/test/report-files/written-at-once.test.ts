import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-reports-at-once-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const RUNS = 25;

it("loses no run when processes write reports into one folder at the same time", async () => {
  const program = new URL("write-many.ts", import.meta.url);
  const writers = ["10", "20", "30"].map((which) => fork(program, [folder, which, `${RUNS}`]));
  await Promise.all(writers.map((writer: ChildProcess) => once(writer, "message")));
  for (const writer of writers) writer.send("go");
  const ends = await Promise.all(writers.map((writer: ChildProcess) => once(writer, "exit")));
  expect(ends.map(([code]) => Number(code))).toEqual([0, 0, 0]);
  for (const name of ["cost_data.json", "performance_data.json"]) {
    const data = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      readonly runs: readonly { readonly runId: string }[];
      readonly totals: { readonly runs: number };
    };
    expect(new Set(data.runs.map(({ runId }) => runId)).size).toBe(3 * RUNS);
    expect(data.totals.runs).toBe(3 * RUNS);
  }
});
