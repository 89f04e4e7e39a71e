import { PassThrough } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { displayWidth } from "../../text/index.ts";
import type { IngestResult, RunEvent } from "../library.ts";
import { createOutput, type Output } from "../output.ts";
import { barsReporter } from "./bars.ts";
import { eventsReporter } from "./events.ts";
import { linesReporter } from "./lines.ts";
import { barLine, picture } from "./picture.ts";
import type { CallsState, StageProgress } from "./progress.ts";
import type { Reporter } from "./reporter.ts";

function captured(terminal = false): { output: Output; text: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, columns: 80 });
  const parts: string[] = [];
  stream.on("data", (part: Buffer) => parts.push(part.toString()));
  return { output: createOutput(stream, { NO_COLOR: "1" }), text: () => parts.join("") };
}

/** Sends events to a reporter, each at its second. */
function play(
  reporter: (now: () => number) => Reporter,
  events: readonly (readonly [second: number, event: RunEvent])[],
): void {
  let second = 0;
  const { onEvent, finish } = reporter(() => second * 1000);
  for (const [at, event] of events) {
    second = at;
    onEvent(event);
  }
  finish(false);
}

const FREE = { inputTokens: 0, outputTokens: 0 };

const RUN: readonly (readonly [number, RunEvent])[] = [
  [0, { event: "run.started", workspace: "talks" }],
  [0, { event: "files.discovered", files: 3, skipped: 1 }],
  [0, { event: "stage.started", stage: "read", total: 3 }],
  [0.1, { event: "file.skipped", file: "a\u001b[2J.bin", reason: "binary" }],
  [0.2, { event: "file.read", file: "b.vtt", format: "webvtt", turns: 8, chunks: 2, change: "new" }],
  [1, { event: "stage.progress", stage: "read", done: 3, total: 3 }],
  [1, { event: "stage.completed", stage: "read", seconds: 1 }],
  [1, { event: "notice", message: "rule-based baseline (English)" }],
  [1, { event: "stage.started", stage: "extract", total: 1200 }],
  [
    2,
    {
      event: "batch.completed",
      stage: "extract",
      batch: 1,
      chunks: 10,
      done: 200,
      total: 1200,
      durationMs: 30,
      ...FREE,
    },
  ],
  [
    4,
    {
      event: "batch.completed",
      stage: "extract",
      batch: 1,
      chunks: 10,
      done: 600,
      total: 1200,
      durationMs: 30,
      ...FREE,
    },
  ],
  [5, { event: "warning", message: "the disk is \u202Enearly full" }],
  [5, { event: "chunk.deadLettered", stage: "extract", contentKey: "k", reason: "poison" }],
  [7, { event: "stage.completed", stage: "extract", seconds: 6 }],
];

const STOPPED: Extract<RunEvent, { event: "run.stopped" }> = {
  event: "run.stopped",
  outcome: "failed",
  usage: {
    calls: 3,
    attempts: 5,
    retries: 0,
    rateLimited: 2,
    failed: 0,
    unreportedUsage: 1,
    inputTokens: 1200,
    cachedInputTokens: 0,
    outputTokens: 300,
    embeddingTokens: 0,
    implausibleUsage: 0,
    costUsd: null,
    costAtLeastUsd: 0,
    costAtMostUsd: null,
    unknownSpend: { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 },
  },
};

const CALLS: CallsState = {
  event: "calls.progress",
  stage: "extract",
  done: 0,
  total: 8834,
  batches: { done: 0, expected: 892 },
  chunksPerSecond: null,
  secondsLeft: 1615,
  inFlight: 122,
  waiting: 16,
  waitingFor: "tokens",
  concurrencyLimit: 200,
  attempts: 130,
  rateLimited: 3,
  retries: 1,
  deadLetters: 0,
  admittedPerMinute: { requests: 46, tokens: 187_000, inputTokens: 30_000, outputTokens: 9_000 },
  admitted: { requests: 130, tokens: 520_000, inputTokens: 90_000, outputTokens: 28_000 },
  perMinute: { requests: 500, tokens: 200_000 },
  costUsd: 0.3142,
  costAtLeastUsd: 0.3142,
  costAtMostUsd: 0.3142,
};

const ESTIMATE: Extract<RunEvent, { event: "estimate.made" }>["estimate"] = {
  stage: "extract",
  profile: "openai:gpt-4o-mini prompt-1 ontology-abc",
  model: "openai:gpt-4o-mini",
  chunks: 8834,
  calls: { least: 884, likely: 892, most: 960 },
  inputTokens: { least: 5_200_000, likely: 5_812_000, most: 6_400_000 },
  outputTokens: { least: 1_100_000, likely: 2_000_000, most: 3_500_000 },
  costUsd: { least: 1.44, likely: 2.07, most: 3.06 },
  prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
  priceSource: "list",
  seconds: { least: 1500, likely: 1625, most: 1900 },
  measuredOn: null,
  basis: "Judged by what is usual.",
};

describe("plain lines", () => {
  it("show the usage of a stopped run, if a model was called", () => {
    const { output, text } = captured();
    const nothing = { calls: 0, attempts: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
    const free: RunEvent = { ...STOPPED, usage: { ...STOPPED.usage, ...nothing } };
    play(
      (now) => linesReporter(output, { verbose: false, now }),
      [
        [0, free],
        [1, STOPPED],
      ],
    );
    expect(text()).toBe(
      "usage of the stopped run: calls: 3, 5 attempts, 2 refused by limits; tokens: 1,200 in, 300 out, not reported for 1 reply; cost: unknown: no price of the model is known (give it in a file with --prices)\n",
    );
  });

  it("show the reports of a stopped run; a completed run shows them with its result", () => {
    const reports: RunEvent = { event: "reports.written", files: ["metrics/talks/report_r1.html"], advice: [] };
    const linesOf = (events: readonly RunEvent[]): string => {
      const { output, text } = captured();
      play(
        (now) => linesReporter(output, { verbose: false, now }),
        events.map((event) => [0, event] as const),
      );
      return text();
    };
    expect(linesOf([reports])).toBe("");
    expect(linesOf([STOPPED, reports])).toMatch(/\nreports of the stopped run: metrics\/talks\/report_r1\.html\n$/);
  });

  it("show each stage at its start, at intervals, and at its end, and other events", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: false, now }), RUN);
    expect(text().split("\n")).toEqual([
      "reading: 3 of 3 files, done in 1 s",
      "rule-based baseline (English)",
      "extracting: 600 of 1,200 chunks, 200/s",
      "warning: the disk is nearly full",
      "extraction: a chunk became a dead letter: poison",
      "extracting: 601 of 1,200 chunks, done in 6 s",
      "",
    ]);
  });

  const PAID: typeof RUN = [
    [0, { event: "estimate.made", estimate: ESTIMATE }],
    [0, { event: "stage.started", stage: "extract", total: 8834 }],
    [1, { event: "limit.changed", stage: "extract", resource: "tokens", perMinute: 200_000 }],
    [1, { event: "call.retried", stage: "extract", kind: "server", reason: "500", attempt: 1, waitMs: 700 }],
    [2, { event: "calls.paused", stage: "extract", pauseMs: 900, reason: "limit" }],
    [3, { event: "calls.paused", stage: "extract", pauseMs: 30_000, reason: "limit of a day" }],
    [4, { event: "batch.failed", stage: "extract", batch: 7, chunks: 10, reason: "no JSON" }],
    [4, { event: "provider.silent", stage: "extract", reason: "the connection was refused" }],
    [9, { event: "provider.answers", stage: "extract", silentMs: 5000 }],
    [10, { ...CALLS, secondsLeft: null }],
    [20, { ...CALLS, done: 100, batches: { done: 10, expected: 892 }, chunksPerSecond: 5, secondsLeft: 1747 }],
    [21, { event: "stage.completed", stage: "extract", seconds: 21 }],
    [25, { ...CALLS, inFlight: 0 }],
  ];

  it("call what is embedded texts, because names are embedded too", () => {
    const { output, text } = captured();
    play(
      (now) => linesReporter(output, { verbose: false, now }),
      [
        [0, { event: "stage.started", stage: "embed", total: 306 }],
        [1, { event: "stage.progress", stage: "embed", done: 306, total: 306 }],
        [2, { event: "stage.completed", stage: "embed", seconds: 2 }],
      ],
    );
    expect(text()).toContain("embedding: 306 of 306 texts, done in 2 s\n");
  });

  it("show the estimate, limits, pauses, outages and the counts of calls", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: false, now }), PAID);
    expect(text().split("\n")).toEqual([
      "extraction: 8,834 chunks in about 892 calls of openai:gpt-4o-mini: 5.81M (5.2M to 6.4M) tokens in, 2M (1.1M to 3.5M) out, $2.07 ($1.44 to $3.06), 27 min 05 s (25 min 00 s to 31 min 40 s) by the limits (from usual values)",
      "extraction: the provider grants 200,000 tokens a minute",
      "extraction: paused for 30 s: limit of a day",
      "extraction: the provider does not reply; single calls continue as a test: the connection was refused",
      "extraction: the provider replies again after 5 s",
      "extracting: 0 of 8,834 chunks; waits for tokens: 187k of 200k/min, requests: 46 of 500/min; 122 in flight, 0 of about 892 batches, $0.314, 3 refused, 1 retry",
      "extracting: 100 of 8,834 chunks, 5/s, 29 min 07 s left; waits for tokens: 187k of 200k/min, requests: 46 of 500/min; 122 in flight, 10 of about 892 batches, $0.314, 3 refused, 1 retry",
      "extracting: 100 of 8,834 chunks, done in 21 s",
      "",
    ]);
  });

  it("have longer intervals in a longer stage", () => {
    const { output, text } = captured();
    const batch = (done: number): RunEvent => ({
      event: "batch.completed",
      stage: "extract",
      batch: 1,
      chunks: 1,
      done,
      total: 3600,
      durationMs: 30,
      ...FREE,
    });
    const hour = Array.from({ length: 3600 }, (_, second) => [second, batch(second)] as const);
    play((now) => linesReporter(output, { verbose: false, now }), hour);
    const lines = text().trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(200);
  });

  it("estimate the time left from the last minute", () => {
    const { output, text } = captured();
    const batch = (done: number): RunEvent => ({
      event: "batch.completed",
      stage: "extract",
      batch: 1,
      chunks: 1,
      done,
      total: 8834,
      durationMs: 30,
      ...FREE,
    });
    const quickThenSlow = Array.from(
      { length: 241 },
      (_, second) => [second, batch(second <= 120 ? second * 10 : 1200 + (second - 120))] as const,
    );
    play(
      (now) => linesReporter(output, { verbose: false, now }),
      [[0, { event: "stage.started", stage: "extract", total: 8834 }], ...quickThenSlow],
    );
    const lines = text().trimEnd().split("\n");
    expect(lines.find((line) => line.startsWith("extracting: 600 of"))).toContain(", 10/s, ");
    expect(lines.at(-1)).toMatch(/, 1\/s, 2 h 05 min left$/);
  });

  it("show a reached budget, and with verbose an approaching limit", () => {
    const events: typeof RUN = [
      [
        0,
        {
          event: "limit.approached",
          stage: "embed",
          resource: "tokens",
          admittedPerMinute: 187_000,
          perMinute: 200_000,
        },
      ],
      [1, { event: "budget.reached", stage: "extract", maxCostUsd: 5, spentUsd: 4.98, isBounded: true }],
    ];
    const linesOf = (verbose: boolean): string[] => {
      const { output, text } = captured();
      play((now) => linesReporter(output, { verbose, now }), events);
      return text().trimEnd().split("\n");
    };
    const reached =
      "extraction: no more calls are sent, because the next call would exceed --max-cost $5.00 ($4.98 spent); calls in flight continue";
    expect(linesOf(false)).toEqual([reached]);
    expect(linesOf(true)).toEqual(["embedding: approaching its limit: 187,000 of 200,000 tokens a minute", reached]);
  });

  it("show unknown cost and time as unknown", () => {
    const { output, text } = captured();
    const estimate = { ...ESTIMATE, costUsd: null, seconds: null, measuredOn: "r0" };
    play((now) => linesReporter(output, { verbose: false, now }), [[0, { event: "estimate.made", estimate }]]);
    expect(text()).toContain(
      "out, cost unknown without a price (--prices), time unknown until a reply reports the limits (measured in run r0)\n",
    );
  });

  it("show every retry and failed batch with verbose", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: true, now }), PAID);
    expect(text()).toContain("extraction: a call failed and is retried in 700 ms: 500\n");
    expect(text()).toContain("extraction: paused for 900 ms: limit\n");
    expect(text()).toContain("extraction: batch 7, of 10 chunks, failed: no JSON\n");
  });

  it("show each file with verbose, without control characters", () => {
    const { output, text } = captured();
    play((now) => linesReporter(output, { verbose: true, now }), RUN.slice(0, 5));
    expect(text()).toBe("skipped a.bin: binary\nnew b.vtt: webvtt, 8 turns, 2 chunks\n");
  });
});

describe("events for programs", () => {
  it("are one object per line, with all control characters escaped", () => {
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

  it("include all events; the command prints the result as the last line", () => {
    // The event contains only these fields of the result.
    const result = { runId: "r1", seconds: 7, outcome: "completed", exitCode: 0 } as IngestResult;
    const whole: typeof RUN = [...RUN, [7, { event: "run.completed", result }]];
    expect(eventsOf(whole)).toEqual(whole.map(([, event]) => event.event));
  });

  it("end with run.stopped when a run has no result", () => {
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
    waitsForStore: false,
    calls: null,
  };

  it("show amount, rate and time left", () => {
    expect(barLine(moved, 100, plain)).toBe("extracting ━━━━━━━━━━━━──────────── 600 of 1,200 chunks  200/s, 3 s left");
    const long = { ...moved, done: 123_456, total: 246_912, secondsLeft: 3599 };
    expect(barLine(long, 80, plain)).toBe(
      "extracting ━━━━━━━─────── 123,456 of 246,912 chunks  200/s, 59 min 59 s left",
    );
  });

  it("show the duration of a finished stage", () => {
    expect(barLine({ ...moved, done: 1200, secondsLeft: null, seconds: 75 }, 100, plain)).toBe(
      "extracting ━━━━━━━━━━━━━━━━━━━━━━━━ 1,200 of 1,200 chunks  1 min 15 s",
    );
  });

  it("keep their length when a stage ends early", () => {
    expect(barLine({ ...moved, secondsLeft: null, seconds: 75 }, 100, plain)).toBe(
      "extracting ━━━━━━━━━━━━──────────── 600 of 1,200 chunks  1 min 15 s",
    );
  });

  it("stay empty when the total is unknown", () => {
    expect(barLine({ ...moved, total: null, secondsLeft: null }, 100, plain)).toBe(
      "extracting ──────────────────────── 600 chunks  200/s",
    );
  });

  it("are never wider than the terminal", () => {
    const full = { ...PAID, calls: { ...CALLS, waitingFor: "provider", deadLetters: 2 } } as const;
    for (let columns = 20; columns < 200; columns++)
      for (const line of picture([moved, PAID, full], columns, plain)) expect(displayWidth(line)).toBeLessThan(columns);
  });

  const PAID: StageProgress = { ...moved, calls: { ...CALLS, batches: { done: 46, expected: 884 } } };

  it("show the limits and the cost of a stage in two lines of 80 columns, or in one wide line", () => {
    expect(picture([PAID, { ...moved, stage: "project" }], 80, plain)).toEqual([
      "extracting ━━━━━━━─────── 600 of 1,200 chunks  200/s, 3 s left",
      "    waits for tokens: 187k of 200k/min, requests: 46 of 500/min",
      "    122 in flight, 46 of about 884 batches, $0.314, 3 refused, 1 retry",
      "writing    ━━━━━━━─────── 600 of 1,200 rows  200/s, 3 s left",
    ]);
    expect(picture([PAID], 160, plain).slice(1)).toEqual([
      "    waits for tokens: 187k of 200k/min, requests: 46 of 500/min, 122 in flight, 46 of about 884 batches, $0.314, 3 refused, 1 retry",
    ]);
  });

  it("show known limits, the fullest first, and never an unknown cost as zero", () => {
    const callLines = (change: Partial<CallsState>): readonly string[] =>
      picture([{ ...PAID, calls: { ...CALLS, batches: { done: 9, expected: 9 }, ...change } }], 80, plain).slice(1);
    expect(callLines({ waitingFor: null, rateLimited: 0, retries: 0 })).toEqual([
      "    tokens: 187k of 200k/min, requests: 46 of 500/min",
      "    122 in flight, 9 batches, $0.314",
    ]);
    const unpriced = { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null };
    expect(callLines({ waitingFor: "concurrencyLimit", perMinute: {}, ...unpriced, deadLetters: 1 })).toEqual([
      "    at the concurrency limit, requests: 46/min, tokens: 187k/min",
      "    122 in flight, 9 batches, cost unknown, 3 refused, 1 retry, 1 dead letter",
    ]);
    expect(callLines({ costUsd: null, costAtLeastUsd: 0.25, costAtMostUsd: 0.5 })[1]).toContain(
      "at least $0.25, at most $0.50",
    );
    expect(callLines({ perMinute: { tokens: 100_000 } })[0]).toBe("    waits for tokens: all of 100k/min");
    const waiting = (["budget", "store", "provider"] as const).map(
      (waitingFor) => callLines({ waitingFor, perMinute: {} })[0],
    );
    expect(waiting.map((line) => line?.trim().split(",")[0])).toEqual([
      "stopped by --max-cost",
      "waits for the store",
      "waits for a reply of the provider",
    ]);
  });

  it("show no call lines for an ended stage or on a narrow terminal", () => {
    expect(picture([{ ...PAID, seconds: 75 }], 80, plain)).toHaveLength(1);
    expect(picture([PAID], 50, plain)).toHaveLength(1);
  });

  it("are drawn at most ten times a second, for any number of events", () => {
    vi.useFakeTimers();
    try {
      const { output, text } = captured(true);
      const { onEvent, finish } = barsReporter(output, { verbose: false, now: () => performance.now() });
      onEvent({ event: "stage.started", stage: "extract", total: 100_000 });
      for (let done = 1; done <= 3000; done++) {
        const batch = {
          event: "batch.completed",
          stage: "extract",
          batch: done,
          chunks: 1,
          durationMs: 30,
          ...FREE,
        } as const;
        onEvent({ ...batch, done, total: 100_000 });
        if (done % 100 === 0) onEvent({ ...CALLS, done, inFlight: done });
        vi.advanceTimersByTime(1);
      }
      const drawn = text().split("extracting").length - 1;
      expect(drawn).toBeGreaterThan(20);
      expect(drawn).toBeLessThanOrEqual(31);
      finish(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it("show that a stage waits for its store after a time without progress", () => {
    const stores = { ...moved, stage: "project", total: null, done: 40, secondsLeft: null, rate: 1 } as const;
    expect(barLine({ ...stores, waitsForStore: true }, 100, plain)).toMatch(/ 40 rows {2}waits for the store$/);
    const { output, text } = captured(true);
    let now = 0;
    const { onEvent, finish } = barsReporter(output, { verbose: false, now: () => now });
    onEvent({ event: "stage.started", stage: "project", total: null });
    onEvent({ event: "stage.progress", stage: "project", done: 40, total: null });
    now = 5000;
    finish(true);
    expect(text()).toContain("40 rows  waits for the store");
  });

  it("are complete at the end, and leave no rest behind the lines of a message", () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const parts: string[] = [];
    stream.on("data", (part: Buffer) => parts.push(part.toString()));
    const output = createOutput(stream, { FORCE_COLOR: "1" });
    const message = "word ".repeat(40).trim();
    play(
      (now) => barsReporter(output, { verbose: false, now }),
      [
        [0, { event: "stage.started", stage: "extract", total: 246_912 }],
        [1, { event: "notice", message }],
        [
          2,
          {
            event: "batch.completed",
            stage: "extract",
            batch: 1,
            chunks: 1,
            done: 123_456,
            total: 246_912,
            durationMs: 30,
            ...FREE,
          },
        ],
        [3, { ...CALLS, chunksPerSecond: 41_152, secondsLeft: 3 }],
      ],
    );
    const text = parts.join("");
    const words = text.split("\n").filter((line) => line.includes("word word"));
    expect(words.length).toBeGreaterThan(2);
    // All lines of the bars are erased before the message is written.
    expect(words[0]).toMatch(/(?:\u001b\[2K\u001b\[1A)+\u001b\[2K\u001b\[G(?:word ?)+$/);
    for (const line of words.slice(1)) expect(line).toMatch(/^(?:word ?)+$/);
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/123,456 of 246,912 chunks {2}41,152\/s, 3 s left$/);
    expect(text.lastIndexOf("waits for tokens")).toBeLessThan(text.lastIndexOf("\u001b[?25h"));
  });

  it("restore the cursor, and print no control characters of file names", () => {
    const { output, text } = captured(true);
    play((now) => barsReporter(output, { verbose: true, now }), RUN);
    expect(text()).toContain("skipped a.bin: binary");
    expect(text()).toContain("extracting");
    expect(text().lastIndexOf("\u001b[?25h")).toBeGreaterThan(text().lastIndexOf("\u001b[?25l"));
    expect(text()).not.toContain("\u001b[2J");
  });
});
