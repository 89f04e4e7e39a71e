import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { runState } from "./run-state.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-run-state-"));
  mkdirSync(join(folder, "talks"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BEFORE = ["run first of workspace talks", "extract started: 5 to do", "run completed"];

/** The state while `second` works, after lines of an earlier run, and some of its own. */
function duringRun(lines: readonly string[]) {
  const logFile = join(folder, "log.txt");
  const written = [
    ...BEFORE.map((text) => `2026-12-01T10:00:00.000Z  ${text}`),
    ...lines.map((text) => `2026-12-01T11:00:00.100Z  ${text}`),
  ];
  writeFileSync(logFile, `${written.join("\n")}\n`);
  using _lock = acquireLock(join(folder, "talks", "lock"), "second", "2026-12-01T11:00:00.000Z");
  return runState({ workspace: "talks", dataDir: folder, outputDir: folder, logFile });
}

describe("the state of a run", () => {
  it("has the lines of this run alone", () => {
    const lines = ["run second of workspace talks", "found 4 files"];
    expect(duringRun(lines).log.map(({ text }) => text)).toEqual(lines);
  });

  it.each([
    [["run second of workspace talks"], true],
    [["run second of workspace talks", "found 4 files", "read started: 4 to do"], true],
    [["read one.vtt: webvtt, 2 turns, 1 chunk, new", "skipped empty.txt: empty"], true],
    [["read one.vtt: webvtt, 2 turns, 1 chunk, new", "read completed in 850 ms"], false],
    [["run second of workspace talks", "extract started: 5 to do"], false],
    [["extraction batch 1 (5 chunks) completed in 4.56 s (5 of 5)"], false],
    [["work on the stores of workspace talks"], false],
    [[], false],
  ])("after %j: whether files are being read is %s", (lines, isReading) => {
    expect(duringRun(lines).run).toEqual({ runId: "second", startedAt: "2026-12-01T11:00:00.000Z", isReading });
  });
});
