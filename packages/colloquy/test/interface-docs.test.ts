import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../src/index.ts";

type Keys<Name extends RunEvent["event"]> = Exclude<keyof Extract<RunEvent, { event: Name }>, "event">;

/** The keys of every event. The compiler compares them with the union, the test compares the page with them. */
const EVENTS: { readonly [Name in RunEvent["event"]]: Readonly<Record<Keys<Name>, true>> } = {
  "run.started": { workspace: true },
  "files.discovered": { files: true, skipped: true },
  "file.read": { file: true, format: true, turns: true, chunks: true, change: true },
  "file.skipped": { file: true, reason: true },
  "file.vanished": { file: true },
  "stage.started": { stage: true, total: true },
  "stage.progress": { stage: true, done: true, total: true },
  "stage.completed": { stage: true, seconds: true },
  "batch.completed": {
    stage: true,
    batch: true,
    chunks: true,
    done: true,
    total: true,
    durationMs: true,
    inputTokens: true,
    outputTokens: true,
  },
  "batch.failed": { stage: true, batch: true, chunks: true, reason: true },
  "chunk.deadLettered": { stage: true, contentKey: true, reason: true },
  "estimate.made": { estimate: true },
  "attempt.completed": {
    stage: true,
    operation: true,
    model: true,
    batch: true,
    chunks: true,
    attempt: true,
    failure: true,
    waitMs: true,
    firstTokenMs: true,
    durationMs: true,
    expected: true,
    usage: true,
    unreported: true,
    costUsd: true,
    unknownSpend: true,
  },
  "calls.progress": {
    stage: true,
    done: true,
    total: true,
    batches: true,
    chunksPerSecond: true,
    secondsLeft: true,
    inFlight: true,
    waiting: true,
    waitingFor: true,
    concurrencyLimit: true,
    attempts: true,
    rateLimited: true,
    retries: true,
    deadLetters: true,
    admittedPerMinute: true,
    admitted: true,
    perMinute: true,
    costUsd: true,
    costAtLeastUsd: true,
    costAtMostUsd: true,
  },
  "limit.approached": { stage: true, resource: true, admittedPerMinute: true, perMinute: true },
  "budget.reached": { stage: true, maxCostUsd: true, spentUsd: true, isBounded: true },
  "calls.paused": { stage: true, pauseMs: true, reason: true },
  "limit.changed": { stage: true, resource: true, perMinute: true },
  "call.retried": { stage: true, kind: true, reason: true, attempt: true, waitMs: true },
  "call.cut": { stage: true, reason: true },
  "provider.silent": { stage: true, reason: true },
  "provider.answers": { stage: true, silentMs: true },
  notice: { message: true },
  warning: { message: true },
  "reports.written": { files: true, advice: true },
  "run.completed": { result: true },
  "run.stopped": { outcome: true, usage: true },
};

/** The command prints the result as a separate line. */
const PRINTED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(EVENTS).map(([name, keys]) => [name, Object.keys(keys)])),
  "run.completed": ["seconds", "outcome", "exitCode"],
};

describe("docs/interface.md", () => {
  it("has a row for each event of a run, with its keys", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs", "interface.md"), "utf8");
    const table = page.slice(page.indexOf("| `event`"), page.indexOf("With `--quiet` the events"));
    const rows = table
      .split("\n")
      .slice(2)
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .filter((cells) => cells.length > 2);
    const documented = new Map(rows.map(([, name = "", keys = ""]) => [name.replaceAll("`", ""), keys]));
    expect([...documented.keys()].toSorted()).toEqual(Object.keys(PRINTED).toSorted());
    for (const [name, keys] of Object.entries(PRINTED))
      for (const key of keys) expect(documented.get(name), `${key} of ${name}`).toContain(`\`${key}\``);
  });
});
