import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { IngestResult, RunEvent } from "../library.ts";
import { createOutput, type Output } from "../output.ts";
import { barLine } from "./bars.ts";
import { barsReporter } from "./bars.ts";
import { eventsReporter } from "./events.ts";
import { linesReporter } from "./lines.ts";
import type { StageProgress } from "./progress.ts";
import type { Reporter } from "./reporter.ts";

function captured(terminal = false): { output: Output; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns: 80 });
  const parts: string[] = [];
  stream.on("data", (part: Buffer) => parts.push(part.toString()));
  return { output: createOutput(stream, { NO_COLOR: "1" }), text: () => parts.join("") };
}

/** Plays events, each at its second. */
function play(
  reporter: (now: () => number) => Reporter,
  events: readonly (readonly [second: number, event: RunEvent])[],
): void {
  let second = 0;
  const { hear, finish } = reporter(() => second * 1000);
  for (const [at, event] of events) {
    second = at;
    hear(event);
  }
  finish(false);
}

const FREE = { inputTokens: 0, outputTokens: 0 };

const RUN: readonly (readonly [number, RunEvent])[] = [
  [0, { event: "run.started", run: "r1", workspace: "talks" }],
  [0, { event: "files.discovered", files: 3, skipped: 1 }],
  [0, { event: "stage.started", stage: "read", total: 3 }],
  [0.1, { event: "file.skipped", file: "a\u001b[2J.bin", reason: "binary" }],
  [0.2, { event: "file.read", file: "b.vtt", format: "webvtt", turns: 8, chunks: 2, change: "new" }],
  [1, { event: "stage.progress", stage: "read", done: 3, total: 3 }],
  [1, { event: "stage.completed", stage: "read", seconds: 1 }],
  [1, { event: "notice", message: "rule-based baseline (English)" }],
  [1, { event: "stage.started", stage: "extract", total: 1200 }],
  [2, { event: "batch.completed", lane: "extraction", chunks: 10, done: 200, total: 1200, ms: 30, ...FREE }],
  [4, { event: "batch.completed", lane: "extraction", chunks: 10, done: 600, total: 1200, ms: 30, ...FREE }],
  [5, { event: "warning", message: "the disk is \u202Enearly full" }],
  [5, { event: "chunk.deadLettered", lane: "extraction", contentKey: "k", reason: "poison" }],
  [7, { event: "stage.completed", stage: "extract", seconds: 6 }],
];

const STOPPED: RunEvent = {
  event: "run.stopped",
  run: "r1",
  usage: {
    calls: 3,
    attempts: 5,
    rateLimited: 2,
    failed: 0,
    unknownUsage: 1,
    inputTokens: 1200,
    cachedInputTokens: 0,
    outputTokens: 300,
    embeddingTokens: 0,
    costUsd: null,
  },
};

describe("plain lines", () => {
  it("say what a run took that was stopped, where somebody was paid", () => {
    const { output, text } = captured();
    const free: RunEvent = { ...STOPPED, usage: { ...STOPPED.usage, costUsd: 0 } };
    play(
      (now) => linesReporter(output, { verbose: false, now }),
      [
        [0, free],
        [1, STOPPED],
      ],
    );
    expect(text()).toBe(
      "until it stopped the run took calls: 3, 5 attempts, 2 turned away by limits; tokens: 1,200 in, 300 out, not told for 1 call\n",
    );
  });

  it("tell each stage at its start, every few seconds, and at its end, and what happened besides", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: false, now }), RUN);
    expect(text().split("\n")).toEqual([
      "reading: 3 of 3 files, done in 1.0 s",
      "rule-based baseline (English)",
      "extracting: 600 of 1,200 passages, 200/s, 3.0 s left",
      "warning: the disk is nearly full",
      "a passage went to the dead letters in extraction: poison",
      "extracting: 601 of 1,200 passages, done in 6.0 s",
      "",
    ]);
  });

  const WAITING: RunEvent = {
    event: "lane.progress",
    lane: "extraction",
    inFlight: 122,
    waiting: 16,
    waitingFor: "tokens",
    ceiling: 200,
    attempts: 130,
    rateLimited: 3,
  };
  const PAID: typeof RUN = [
    [
      0,
      {
        event: "estimate.made",
        lane: "extraction",
        profile: "openai:gpt-4o-mini prompt-1 ontology-abc",
        chunks: 8834,
        calls: 892,
        inputTokens: 5_812_000,
        maxOutputTokens: 3_500_000,
      },
    ],
    [0, { event: "stage.started", stage: "extract", total: 8834 }],
    [1, { event: "limit.changed", lane: "extraction", resource: "tokens", perMinute: 200_000 }],
    [1, { event: "call.retried", lane: "extraction", kind: "server", reason: "500", attempt: 1, waitMs: 700 }],
    [2, { event: "lane.paused", lane: "extraction", pauseMs: 900, reason: "limit" }],
    [3, { event: "lane.paused", lane: "extraction", pauseMs: 30_000, reason: "limit of a day" }],
    [4, { event: "batch.failed", lane: "extraction", chunks: 10, reason: "no JSON" }],
    [4, { event: "provider.silent", lane: "extraction", reason: "the connection was refused" }],
    [9, { event: "provider.answers", lane: "extraction", silentMs: 5000 }],
    [10, WAITING],
    [20, { event: "batch.completed", lane: "extraction", chunks: 10, done: 100, total: 8834, ms: 30, ...FREE }],
    [21, { event: "stage.completed", stage: "extract", seconds: 21 }],
    [25, { ...WAITING, inFlight: 0 }],
  ];

  it("tell what is about to be spent, limits, pauses and outages, and how the calls stand", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: false, now }), PAID);
    expect(text().split("\n")).toEqual([
      "extraction: 8,834 passages in 892 calls of openai:gpt-4o-mini: about 5.8M tokens in, at most 3.5M out; the limits will be learnt from the first reply",
      "extraction: the provider grants 200,000 tokens a minute",
      "extraction: paused for 30 s: limit of a day",
      "extraction: nothing is answered any more, single calls try on: the connection was refused",
      "extraction: answered again after 5.0 s",
      "extracting: 0 of 8,834 passages, 122 calls in flight, at the limit of tokens, 3 turned away, 1 retry",
      "extracting: 100 of 8,834 passages, 5.0/s, 29 min 07 s left, 122 calls in flight, at the limit of tokens, 3 turned away, 1 retry",
      "extracting: 100 of 8,834 passages, done in 21 s",
      "",
    ]);
  });

  it("grow rarer the longer a stage takes", () => {
    const { output, text } = captured();
    const batch = (done: number): RunEvent => ({
      event: "batch.completed",
      lane: "extraction",
      chunks: 1,
      done,
      total: 3600,
      ms: 30,
      ...FREE,
    });
    const hour = Array.from({ length: 3600 }, (_, second) => [second, batch(second)] as const);
    play((now) => linesReporter(output, { verbose: false, now }), hour);
    const lines = text().trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(200);
  });

  it("tell of every retry and failed batch when asked to say more", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: true, now }), PAID);
    expect(text()).toContain("extraction: a call failed and goes out again in 0.7 s: 500\n");
    expect(text()).toContain("extraction: paused for 0.9 s: limit\n");
    expect(text()).toContain("a batch of 10 failed in extraction and is asked again: no JSON\n");
  });

  it("tell of each file when asked to say more, without its control characters", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: true, now }), RUN.slice(0, 5));
    expect(text()).toBe("skipped a.bin: binary\nnew b.vtt: webvtt, 8 turns, 2 passages\n");
  });
});

describe("events for programs", () => {
  it("are one object a line, which no control character leaves unescaped", () => {
    const { output, text } = captured();
    play(
      () => eventsReporter(output, output),
      [[0, { event: "file.skipped", file: "a\u001b\u009b\u202E.bin", reason: "binary" }]],
    );
    const [line = ""] = text().split("\n");
    expect(line).toBe('{"event":"file.skipped","file":"a\\u001b\\u009b\\u202e.bin","reason":"binary"}');
    expect(JSON.parse(line)).toEqual({ event: "file.skipped", file: "a\u001b\u009b\u202E.bin", reason: "binary" });
  });

  const eventsOf = (events: typeof RUN): (string | undefined)[] => {
    const { output, text } = captured();
    play(() => eventsReporter(output, output), events);
    return text()
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { event?: string }).event);
  };

  it("are events, all of them: the last line is left to the result", () => {
    // Of the result only what the event repeats of it.
    const result = { run: "r1", seconds: 7, exitCode: 0 } as IngestResult;
    const whole: typeof RUN = [...RUN, [7, { event: "run.completed", result }]];
    expect(eventsOf(whole)).toEqual(whole.map(([, event]) => event.event));
  });

  it("end with one of their own where a run has no result", () => {
    expect(eventsOf(RUN)).toEqual([...RUN.map(([, event]) => event.event), "run.stopped"]);
    expect(eventsOf([])).toEqual(["run.stopped"]);
    expect(eventsOf([[0, STOPPED]])).toEqual(["run.stopped"]);
  });
});

describe("bars", () => {
  const plain = captured().output.colours;
  const moved: StageProgress = {
    stage: "extract",
    done: 600,
    total: 1200,
    rate: 200,
    secondsLeft: 3,
    seconds: null,
    calls: null,
  };

  it("show how far, how fast and how long yet", () => {
    expect(barLine(moved, 80, plain)).toBe(
      "extracting ━━━━━━━━━━━━──────────── 600 of 1,200 passages  200/s, 3.0 s left",
    );
  });

  it("show how long it took once it is done", () => {
    expect(barLine({ ...moved, done: 1200, secondsLeft: null, seconds: 75 }, 80, plain)).toBe(
      "extracting ━━━━━━━━━━━━━━━━━━━━━━━━ 1,200 of 1,200 passages  1 min 15 s",
    );
  });

  it("stay where they were when a stage ends before its time", () => {
    expect(barLine({ ...moved, secondsLeft: null, seconds: 75 }, 80, plain)).toBe(
      "extracting ━━━━━━━━━━━━──────────── 600 of 1,200 passages  1 min 15 s",
    );
  });

  it("stay empty where the whole is not known", () => {
    expect(barLine({ ...moved, total: null, secondsLeft: null }, 80, plain)).toBe(
      "extracting ──────────────────────── 600 passages  200/s",
    );
  });

  it("never are wider than the terminal", () => {
    for (let columns = 20; columns < 100; columns++)
      expect(barLine(moved, columns, plain).length).toBeLessThan(columns);
  });

  it("leave the terminal with its cursor, and without the control characters of a file's name", () => {
    const { output, text } = captured(true);
    play((now) => barsReporter(output, { verbose: true, now }), RUN);
    expect(text()).toContain("skipped a.bin: binary");
    expect(text()).toContain("extracting");
    expect(text().lastIndexOf("\u001b[?25h")).toBeGreaterThan(text().lastIndexOf("\u001b[?25l"));
    expect(text()).not.toContain("\u001b[2J");
  });
});
