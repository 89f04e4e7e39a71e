import { execFileSync } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../model/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import { createRunLog } from "./run-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOON = Date.UTC(2025, 0, 2, 12, 0, 0);

function logged(events: readonly RunEvent[]): string {
  const path = join(folder, "metrics", "talks", "log.txt");
  using log = createRunLog(path, () => NOON);
  for (const event of events) log.record(event);
  return readFileSync(path, "utf8");
}

describe("the log of runs", () => {
  it("has a timestamped line for each event that somebody may look for", () => {
    expect(
      logged([
        { event: "run.started", run: "r1", workspace: "talks" },
        { event: "files.discovered", files: 1, skipped: 1 },
        { event: "file.skipped", file: "b.bin", reason: "binary" },
        { event: "file.read", file: "a.vtt", format: "webvtt", turns: 8, chunks: 1, change: "new" },
        { event: "stage.progress", stage: "read", done: 1, total: 1 },
        { event: "batch.completed", lane: "extraction", chunks: 1, done: 1, total: 2, ms: 12.4, inputTokens: 700, outputTokens: 80 },
        { event: "batch.failed", lane: "extraction", chunks: 2, reason: "no JSON" },
        { event: "estimate.made", lane: "extraction", profile: "m", chunks: 20, calls: 2, inputTokens: 9, maxOutputTokens: 8 },
        { event: "limit.changed", lane: "embedding", resource: "inputTokens", perMinute: 1000 },
        { event: "lane.paused", lane: "extraction", pauseMs: 2192, reason: "the provider asked for it" },
        { event: "call.retried", lane: "extraction", kind: "server", reason: "It broke.", attempt: 1, waitMs: 900 },
        { event: "call.cut", lane: "extraction", reason: "no token for 20 s" },
        { event: "provider.silent", lane: "extraction", reason: "no reply" },
        { event: "provider.answers", lane: "extraction", silentMs: 61_000 },
        { event: "chunk.deadLettered", lane: "extraction", contentKey: "k", reason: "poison" },
        { event: "warning", message: "little space" },
      ]),
    ).toBe(
      [
        "run r1 started on workspace talks",
        "found 1 file, 1 skipped",
        "skipped b.bin: binary",
        "read a.vtt: webvtt, 8 turns, 1 passage, new",
        "extraction batch of 1 completed in 12 ms (1 of 2), 700 tokens read, 80 written",
        "extraction batch of 2 failed: no JSON",
        "extraction by m: 20 passages in about 2 calls, about 9 tokens to read and at most 8 to write",
        "embedding may use 1000 input tokens a minute",
        "extraction paused for 2.2 s: the provider asked for it",
        "extraction call failed (server: It broke); attempt 2 in 0.9 s",
        "extraction call cut short: no token for 20 s",
        "extraction is answered no more, single calls try on: no reply",
        "extraction is answered again after 61.0 s",
        "extraction gave up on passage k: poison",
        "warning: little space",
      ]
        .map((line) => `2025-01-02T12:00:00.000Z  ${line}\n`)
        .join(""),
    );
  });

  it("is on the disk line by line, before it is closed", () => {
    const path = join(folder, "log.txt");
    using log = createRunLog(path, () => NOON);
    log.note("first");
    expect(readFileSync(path, "utf8")).toBe("2025-01-02T12:00:00.000Z  first\n");
  });

  it("goes on where the last run ended", () => {
    logged([{ event: "notice", message: "one" }]);
    expect(logged([{ event: "notice", message: "two" }]).split("\n").length).toBe(3);
  });

  it("lets no name of a file forge a line or reach a terminal", () => {
    const text = logged([{ event: "file.skipped", file: "a\n2025-01-02 forged\u001b[2J", reason: "binary" }]);
    expect(text).toBe("2025-01-02T12:00:00.000Z  skipped a 2025-01-02 forged: binary\n");
  });

  it("takes lines after its end without harm", () => {
    const log = createRunLog(join(folder, "log.txt"));
    log[Symbol.dispose]();
    log.note("late");
    log[Symbol.dispose]();
    expect(readFileSync(join(folder, "log.txt"), "utf8")).toBe("");
  });

  it.skipIf(process.platform === "win32")("says once that it cannot go on, and stops nothing", () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const sentences: string[] = [];
    using log = createRunLog(
      path,
      () => NOON,
      (sentence) => sentences.push(sentence),
    );
    log.note("read");
    expect(sentences).toEqual([]);
    closeSync(reader);
    for (const line of ["one", "two"]) log.note(line);
    expect(sentences).toEqual([
      `The log ${path} cannot be written: nobody reads it any more. The run goes on without it.`,
    ]);
  });

  it("says what is wrong where it cannot be written, and makes nothing", () => {
    writeFileSync(join(folder, "file"), "");
    const open = (): unknown => createRunLog(join(folder, "file", "talks", "log.txt"));
    expect(open).toThrow(ColloquyError);
    expect(open).toThrow(
      /log\.txt cannot be written: a part of its path is a file\. Choose another folder with --output-dir/,
    );
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("");
    expect(() => createRunLog(folder)).toThrow(/it is a folder/);
    expect(existsSync(join(folder, "talks"))).toBe(false);
  });
});
