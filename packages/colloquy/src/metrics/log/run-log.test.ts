import { execFileSync } from "node:child_process";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import { CallAccount } from "../../calls/index.ts";
import type { CallsProgress, RunEvent, StampedEvent } from "../../pipeline/index.ts";
import { createRunLog } from "./run-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOON = Date.UTC(2025, 0, 2, 12, 0, 0);

const STAGE = {
  event: "calls.progress",
  stage: "extract",
  done: 1230,
  total: 8834,
  inFlight: 120,
  waiting: 16,
} as const;
const PACE = { batches: { done: 123, expected: 892 }, chunksPerSecond: 5, secondsLeft: 1520.8 } as const;
const PROGRESS: CallsProgress = {
  ...STAGE,
  ...PACE,
  waitingFor: "tokens",
  concurrencyLimit: 200,
  attempts: 246,
  rateLimited: 3,
  retries: 2,
  deadLetters: 0,
  admittedPerMinute: { requests: 46, tokens: 187_000, inputTokens: 30_000, outputTokens: 9_000 },
  admitted: { requests: 246, tokens: 720_000, inputTokens: 90_000, outputTokens: 28_000 },
  perMinute: { requests: 500, tokens: 200_000 },
  costUsd: 0.31,
  costAtLeastUsd: 0.31,
  costAtMostUsd: 0.31,
};

const REPLY = {
  event: "attempt.completed",
  stage: "extract",
  operation: "extract",
  model: "openai:m",
  batch: 13,
  chunks: 10,
  attempt: 1,
  failure: null,
  waitMs: 1200,
  firstTokenMs: 300,
  durationMs: 8120,
  expected: { inputTokens: 6500, maxOutputTokens: 4000 },
  usage: { inputTokens: 6570, cachedInputTokens: 0, outputTokens: 2200, reasoningTokens: 0 },
  costUsd: 0.0023,
  unreported: null,
  unknownSpend: null,
} as const satisfies RunEvent;

const BATCH = {
  event: "batch.completed",
  stage: "extract",
  batch: 13,
  chunks: 10,
  done: 120,
  total: 8834,
  durationMs: 8123,
} as const;

const USAGE = {
  calls: 893,
  attempts: 903,
  retries: 0,
  rateLimited: 2,
  failed: 8,
  unreportedUsage: 1,
  inputTokens: 5_812_000,
  cachedInputTokens: 0,
  outputTokens: 2_040_000,
  embeddingTokens: 0,
  implausibleUsage: 0,
  costUsd: 1.2345,
  costAtLeastUsd: 1.2345,
  costAtMostUsd: 1.2528,
  unknownSpend: { attempts: 3, inputTokens: 20_000, outputTokens: 12_000, upToUsd: 0.0183 },
};

const ESTIMATE: Extract<RunEvent, { event: "estimate.made" }>["estimate"] = {
  stage: "extract",
  profile: "openai:m prompt-1",
  model: "openai:m",
  chunks: 8834,
  calls: { least: 884, likely: 892, most: 960 },
  inputTokens: { least: 5_200_000, likely: 5_812_000, most: 6_400_000 },
  outputTokens: { least: 1_100_000, likely: 2_000_000, most: 3_500_000 },
  costUsd: { least: 1.44, likely: 2.07, most: 3.06 },
  prices: null,
  priceSource: null,
  seconds: null,
  measuredOn: null,
  basis: "Judged by what is usual.",
};

/** An event with its time and run. */
function stamped(event: RunEvent, at = NOON): StampedEvent {
  return { ...event, time: new Date(at).toISOString(), runId: "r1" };
}

/** The lines of a log without their times. */
function lines(events: readonly RunEvent[]): readonly string[] {
  return logged(events)
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^\S+ {2}/, ""));
}

function logged(events: readonly RunEvent[]): string {
  const path = join(folder, "metrics", "talks", "log.txt");
  const account = new CallAccount();
  using log = createRunLog(path, { now: () => NOON, account });
  for (const event of events) {
    if (event.event === "attempt.completed") account.add(event);
    log.record(stamped(event));
  }
  return readFileSync(path, "utf8");
}

describe("the log of runs", () => {
  it("has a timestamped line for each event of interest", () => {
    expect(
      logged([
        { event: "run.started", workspace: "talks" },
        { event: "files.discovered", files: 1, skipped: 1 },
        { event: "file.skipped", file: "b.bin", reason: "binary" },
        { event: "file.read", file: "a.vtt", format: "webvtt", turns: 8, chunks: 1, change: "new" },
        { event: "stage.progress", stage: "read", done: 1, total: 1 },
        {
          event: "batch.completed",
          stage: "extract",
          batch: 1,
          chunks: 1,
          done: 1,
          total: 2,
          durationMs: 12.4,
          inputTokens: 700,
          outputTokens: 80,
        },
        { event: "batch.failed", stage: "extract", batch: 2, chunks: 2, reason: "no JSON" },
        { event: "estimate.made", estimate: ESTIMATE },
        { event: "limit.changed", stage: "embed", resource: "inputTokens", perMinute: 1000 },
        { event: "calls.paused", stage: "extract", pauseMs: 2192, reason: "the provider asked for it" },
        { event: "call.retried", stage: "extract", kind: "server", reason: "It broke.", attempt: 2, waitMs: 900 },
        { event: "call.cut", stage: "extract", reason: "no token for 20 s" },
        { event: "provider.silent", stage: "extract", reason: "no reply" },
        { event: "provider.answers", stage: "extract", silentMs: 61_000 },
        { event: "chunk.deadLettered", stage: "extract", contentKey: "k", reason: "poison" },
        { event: "warning", message: "little space" },
        { event: "reports.written", files: ["a.json", "b.html"], advice: [] },
      ]),
    ).toBe(
      [
        "found 1 file, 1 skipped",
        "skipped b.bin: binary",
        "read a.vtt: webvtt, 8 turns, 1 chunk, new",
        "extraction batch 1 (1 chunk) completed in 12 ms (1 of 2), 700 tokens read, 80 written",
        "extraction batch 2 (2 chunks) failed: no JSON",
        "extraction by openai:m prompt-1: 8,834 chunks, expected 892 (884 to 960) calls, 5,812,000 (5,200,000 to 6,400,000) tokens to read, 2,000,000 (1,100,000 to 3,500,000) to write, $2.07 ($1.44 to $3.06), time unknown. Judged by what is usual.",
        "embedding may use 1,000 input tokens a minute",
        "extraction paused for 2.19 s: the provider asked for it",
        "extraction call failed (server: It broke); attempt 2 in 900 ms",
        "extraction call cut short: no token for 20 s",
        "extraction has no replies from the provider, single calls test it: no reply",
        "extraction has replies from the provider again after 1 min 01 s",
        "extraction gave up on chunk k: poison",
        "warning: little space",
        "reports: a.json, b.html",
      ]
        .map((line) => `2025-01-02T12:00:00.000Z  ${line}\n`)
        .join(""),
    );
  });

  it("has the cost of the run so far with each batch, or an unknown cost when a price is not known", () => {
    const batch: RunEvent = { ...BATCH, inputTokens: 6570, outputTokens: 2200 };
    const unpriced: RunEvent = { ...REPLY, costUsd: null };
    expect(lines([{ ...batch, outputTokens: 0 }]).at(-1)).toMatch(/, 6,570 tokens read$/);
    const cheap: RunEvent = { ...REPLY, costUsd: 0.000_002 };
    expect(lines([cheap, batch]).slice(1)).toEqual([expect.stringMatching(/; \$0\.000002 so far$/)]);
    expect(lines([batch, REPLY, batch, REPLY, batch, unpriced, REPLY, batch]).slice(2)).toEqual([
      "extraction batch 13 (10 chunks) completed in 8.12 s (120 of 8,834), 6,570 tokens read, 2,200 written",
      "extraction batch 13 (10 chunks) completed in 8.12 s (120 of 8,834), 6,570 tokens read, 2,200 written; $0.0023 so far",
      "extraction batch 13 (10 chunks) completed in 8.12 s (120 of 8,834), 6,570 tokens read, 2,200 written; $0.0046 so far",
      "extraction batch 13 (10 chunks) completed in 8.12 s (120 of 8,834), 6,570 tokens read, 2,200 written; at least $0.0069",
    ]);
  });

  it("has a line with the unknown spend for each failed attempt, and no line for a reply", () => {
    const failed = { ...REPLY, usage: null, costUsd: null } as const;
    const spend = { inputTokens: 6500, outputTokens: 4000, upToUsd: 0.0034 };
    expect(
      lines([
        REPLY,
        { ...failed, failure: "rate-limited", durationMs: 35 },
        { ...failed, failure: "server", attempt: 2, durationMs: 1234, unknownSpend: spend },
        { ...failed, failure: "timeout", chunks: 1, unknownSpend: { ...spend, upToUsd: null } },
        { ...failed, failure: "abandoned", unknownSpend: spend },
        { ...failed, failure: "unauthorised", operation: "ping", batch: null, chunks: 0, durationMs: 80 },
        {
          event: "limit.approached",
          stage: "extract",
          resource: "tokens",
          admittedPerMinute: 187_000.4,
          perMinute: 200_000,
        },
        { event: "limit.approached", stage: "extract", resource: "requests", admittedPerMinute: 520, perMinute: 500 },
        { event: "budget.reached", stage: "extract", maxCostUsd: 5, spentUsd: 4.9876, isBounded: true },
      ]),
    ).toEqual([
      "extraction attempt 1 of batch 13, 10 chunks, was turned away by the limits of the provider after 35 ms",
      "extraction attempt 2 of batch 13, 10 chunks, failed (server) after 1.23 s; its usage is unknown: at most 6,500 tokens read and 4,000 written, $0.0034",
      "extraction attempt 1 of batch 13, 1 chunk, failed (timeout) after 8.12 s; its usage is unknown: at most 6,500 tokens read and 4,000 written",
      "extraction attempt 1 of batch 13, 10 chunks, was cut off by the end of the run after 8.12 s; its usage is unknown: at most 6,500 tokens read and 4,000 written, $0.0034",
      "extraction ping, attempt 1 failed (unauthorised) after 80 ms",
      "extraction approaches its limit: 187,000 of 200,000 tokens a minute",
      "extraction is at its limit: 520 of 500 requests a minute",
      "extraction sends no more calls: $4.99 are spent, and the next call would pass the $5.00 of --max-cost",
    ]);
  });

  it("has the progress of a stage every ten seconds", () => {
    let now = NOON;
    const path = join(folder, "log.txt");
    using log = createRunLog(path);
    for (let second = 0; second < 25; second++, now += 1000) {
      log.record(stamped(PROGRESS, now));
      const other = { waiting: 0, waitingFor: "concurrencyLimit", perMinute: {}, secondsLeft: null } as const;
      log.record(stamped({ ...PROGRESS, ...other, stage: "embed" }, now));
    }
    const logged = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(logged.map((line) => line.slice(17, 19))).toEqual(["00", "00", "10", "10", "20", "20"]);
    expect(logged[0]).toContain(
      "extraction: 1,230 of 8,834 chunks, 123 of about 892 batches, 5/s, 25 min 21 s left; 120 in flight of at most 200, 16 waiting for the limit of tokens; the last minute took 187,000 of 200,000 tokens and 46 of 500 requests; 246 attempts, 3 turned away, 2 retries, 0 in the dead letters",
    );
    expect(logged[1]).toContain(
      "embedding: 1,230 of 8,834 chunks, 123 of about 892 batches, 5/s; 120 in flight of at most 200, waiting for other calls to end; the last minute took 46 requests and 187,000 tokens, limits unknown;",
    );
  });

  it("has no progress of a stage that waits for another one", () => {
    const waiting = { ...PROGRESS, stage: "judge", attempts: 0, done: 0 } as const;
    const started = { event: "stage.started", stage: "judge", total: 9 } as const;
    expect(lines([waiting, started, waiting]).map((line) => line.replace(/[:,].*/, ""))).toEqual([
      "judge started",
      "judging",
    ]);
  });

  it("ends with the cost of the run and its unknown spend", () => {
    expect(lines([{ event: "run.stopped", outcome: "failed", usage: USAGE }])).toEqual([
      "run r1 stopped; it took 893 calls in 903 attempts, 5,812,000 tokens read, 2,040,000 written, 0 embedded, not reported for 1 reply; it cost $1.23, and at most $0.0183 more for 3 attempts without reported usage",
    ]);
    const free = { ...USAGE, costUsd: 0, unknownSpend: { ...USAGE.unknownSpend, attempts: 0 } };
    expect(lines([{ event: "run.stopped", outcome: "failed", usage: free }]).at(-1)).toMatch(/; it cost nothing$/);
    const unpriced = { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null };
    const unknown = {
      ...USAGE,
      unreportedUsage: 0,
      ...unpriced,
      unknownSpend: { ...USAGE.unknownSpend, upToUsd: null },
    };
    expect(lines([{ event: "run.stopped", outcome: "failed", usage: unknown }]).at(-1)).toMatch(
      / 0 embedded; its cost is unknown$/,
    );
    expect(lines([{ event: "run.stopped", outcome: "failed", usage: { ...USAGE, costUsd: null } }]).at(-1)).toMatch(
      /; its cost is unknown, at least \$1\.23, at most \$1\.25$/,
    );
  });

  it("is on the disk line by line, before it is closed", () => {
    const path = join(folder, "log.txt");
    using log = createRunLog(path, { now: () => NOON });
    log.note("first");
    expect(readFileSync(path, "utf8")).toBe("2025-01-02T12:00:00.000Z  first\n");
  });

  it("is continued by the next run", () => {
    logged([{ event: "notice", message: "one" }]);
    expect(logged([{ event: "notice", message: "two" }]).split("\n").length).toBe(3);
  });

  it("escapes names of files, so they cannot forge a line or control a terminal", () => {
    const text = logged([{ event: "file.skipped", file: "a\n2025-01-02 forged\u001b[2J", reason: "binary" }]);
    expect(text).toBe("2025-01-02T12:00:00.000Z  skipped a 2025-01-02 forged: binary\n");
  });

  it("ignores lines after it was closed", () => {
    const log = createRunLog(join(folder, "log.txt"));
    log[Symbol.dispose]();
    log.note("late");
    log[Symbol.dispose]();
    expect(readFileSync(join(folder, "log.txt"), "utf8")).toBe("");
  });

  it.skipIf(process.platform === "win32")("reports once that it cannot be written, and stops nothing", () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const sentences: string[] = [];
    using log = createRunLog(path, { onFailure: (sentence) => sentences.push(sentence) });
    log.note("read");
    expect(sentences).toEqual([]);
    closeSync(reader);
    for (const line of ["one", "two"]) log.note(line);
    expect(sentences).toEqual([
      `The log ${path} cannot be written: its reader has closed it. The run goes on without it.`,
    ]);
  });

  it("is refused with the reason when it cannot be written, and leaves no folder", () => {
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
