import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunLog, isRunLog, mayGrow, runHeading, storesHeading } from "../index.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-heading-"));
  path = join(folder, "any-name.srt");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a log of Colloquy", () => {
  it.each([runHeading("20261129-040632-5fff", "w".repeat(64)), storesHeading("w.w")])(
    "is recognised by its heading, under any name: %s",
    (heading) => {
      {
        using log = createRunLog(path);
        log.note(heading);
        log.note("read started: 8 to do");
      }
      expect([isRunLog(path), mayGrow(path)]).toEqual([true, true]);
    },
  );

  it("is recognised in the form of an older version", () => {
    writeFileSync(path, "2026-11-29T04:06:33.749Z  run 20261129-040632-5fff started on workspace w\n");
    expect([isRunLog(path), mayGrow(path)]).toEqual([true, true]);
  });

  it("may grow without its beginning, although it looks like a transcript", () => {
    writeFileSync(path, "2026-11-29T04:06:33.751Z  found 8 files, 0 skipped\n");
    expect([isRunLog(path), mayGrow(path)]).toEqual([false, true]);
  });
});

describe("a file that is not a log of Colloquy", () => {
  it.each([
    "1\n00:00:01,000 --> 00:00:03,000\nAda: run 20261129-040632-5fff of workspace w\n",
    "run 20261129-040632-5fff of workspace w\n",
    "2026-11-29T04:06:33.749Z Ada: a run of workspace w\n",
    "SQLite format 3\0",
    "\n",
  ])("gains no line: %j", (text) => {
    writeFileSync(path, text);
    expect([isRunLog(path), mayGrow(path)]).toEqual([false, false]);
  });

  it("may grow while it is empty", () => {
    expect([isRunLog(path), mayGrow(path)]).toEqual([false, true]);
    writeFileSync(path, "");
    expect([isRunLog(path), mayGrow(path)]).toEqual([false, true]);
    mkdirSync(join(folder, "folder"));
    expect(isRunLog(join(folder, "folder"))).toBe(false);
  });

  it.skipIf(process.platform === "win32")("does not block the caller when it is a pipe", () => {
    execFileSync("mkfifo", [path]);
    expect([isRunLog(path), mayGrow(path)]).toEqual([false, true]);
  });
});
