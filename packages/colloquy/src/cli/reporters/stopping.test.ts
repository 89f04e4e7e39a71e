import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import type { Invocation } from "../context.ts";
import type { RunEvent } from "../library.ts";
import { createOutput } from "../output.ts";
import { runWithReporter } from "../run-with-reporter.ts";
import { createProgress } from "./progress.ts";

const RUNNING: readonly (readonly [at: number, event: RunEvent])[] = [
  [0, { event: "stage.started", stage: "resolve", total: 100 }],
  ...Array.from({ length: 10 }, (_, index): readonly [number, RunEvent] => [
    1_000 * (index + 1),
    { event: "stage.progress", stage: "resolve", done: index + 1, total: 100 },
  ]),
];

const NONE = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };
const STAMP = { time: "2026-03-01T12:00:00.000Z", runId: "r1" };
const IN_PROGRESS: RunEvent = {
  event: "calls.progress",
  stage: "embed",
  done: 9,
  total: 900,
  batches: { done: 1, expected: 100 },
  chunksPerSecond: 1,
  secondsLeft: 891,
  inFlight: 4,
  waiting: 0,
  waitingFor: null,
  concurrencyLimit: 40,
  attempts: 5,
  rateLimited: 0,
  retries: 0,
  deadLetters: 0,
  admittedPerMinute: NONE,
  admitted: NONE,
  perMinute: {},
  costUsd: 0,
  costAtLeastUsd: 0,
  costAtMostUsd: 0,
};

it("a stopping run shows no time left, although its rate is unchanged", () => {
  let now = 0;
  const progress = createProgress(() => now);
  const onEvent = (at: number, event: RunEvent): void => {
    now = at;
    progress.follow(event);
  };
  for (const [at, event] of RUNNING) onEvent(at, event);
  expect(progress.stages()).toMatchObject([{ rate: 1, secondsLeft: 90 }]);
  progress.stop();
  onEvent(11_000, { event: "stage.progress", stage: "resolve", done: 11, total: 100 });
  expect(progress.stages()).toMatchObject([{ done: 11, rate: 1, secondsLeft: null }]);
});

it("the first Ctrl-C updates the progress display before it prints its message", async () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const drawn: string[] = [];
  stream.on("data", (part: Buffer) => drawn.push(part.toString()));
  const messages = createOutput(stream, { NO_COLOR: "1" });
  let interrupt = (_message: string): void => undefined;
  const interruption = {
    signal: new AbortController().signal,
    exitCode: null,
    endCleanly: (announce: (message: string) => void) => void (interrupt = announce),
  };
  const options = { quiet: false, json: false, verbose: false };
  await runWithReporter(
    { options, output: messages, messages, interruption } as unknown as Invocation,
    async ({ onEvent }) => {
      onEvent({ ...STAMP, event: "stage.started", stage: "embed", total: 900 });
      onEvent({ ...STAMP, ...IN_PROGRESS });
      interrupt("Finishing the work in flight.");
    },
  );
  const text = drawn.join("");
  expect(text).toContain("Finishing the work in flight.");
  expect(text.slice(text.indexOf("Finishing"))).not.toContain("left");
});
