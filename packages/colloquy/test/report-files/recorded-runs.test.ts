import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../../src/adapters/sqlite/lock.ts";
import { listReports, report, type RunEvent, type Telemetry } from "../../src/index.ts";
import { UNTRACED } from "../../src/calls/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";

let fixture: IngestFixture;
beforeEach(() => {
  fixture = new IngestFixture();
  fixture.writeTalk("a.txt", 1);
});
afterEach(() => fixture[Symbol.dispose]());

const places = () => ({ workspace: "talks", outputDir: join(fixture.root, "metrics") });
const logText = (): string => readFileSync(join(fixture.root, "metrics", "talks", "all_files_processings.txt"), "utf8");
const names = (events: readonly RunEvent[]): readonly string[] => events.map(({ event }) => event);

const LINK = { traceId: "a".repeat(32), receiver: "https://traces.example.org", url: "https://traces.example.org/run" };

/** The telemetry of a caller; the end of a run waits for `links`. */
function telemetryOf(links: Telemetry["links"]): Telemetry & { readonly runs: string[] } {
  const runs: string[] = [];
  return {
    wantsContent: false,
    runs,
    run: ({ runId }) => {
      runs.push(runId);
      return UNTRACED;
    },
    links,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

describe("the reports of a run", () => {
  it("are written and reported before a run waits for receivers of traces", async () => {
    let found: readonly boolean[] = [];
    const telemetry = telemetryOf(async () => {
      found = fixture.eventsOf("reports.written").flatMap(({ files }) => files.map((file) => existsSync(file)));
      return [LINK];
    });
    await fixture.ingest({ ports: { telemetry } });
    expect(found).toEqual([true, true, true, true, true, true]);
    expect(names(fixture.events).slice(-3)).toEqual(["run.completed", "reports.written", "notice"]);
    expect(logText()).toMatch(
      /reports: .*cost_data\.json.*\n.*The run's trace: https:\/\/traces\.example\.org\/run\n$/,
    );
  });

  it("are rewritten with the address of the trace, also for a failed run, and counted once", async () => {
    const telemetry = telemetryOf(async () => [LINK]);
    const interruption = new AbortController();
    await fixture.ingest({ ports: { telemetry } });
    await expect(
      fixture.ingest({
        ports: { telemetry },
        onEvent: ({ event }) => {
          if (event === "files.discovered") interruption.abort();
        },
        signal: interruption.signal,
      }),
    ).rejects.toMatchObject({ code: "interrupted" });
    const runs = await listReports(places());
    for (const { runId } of runs) {
      const { cost, performance } = await report({ ...places(), run: runId });
      expect([cost.traces, performance.traces]).toEqual([[LINK], [LINK]]);
    }
    const totals = JSON.parse(readFileSync(join(fixture.root, "metrics", "talks", "cost_data.json"), "utf8"));
    expect([runs.length, totals.totals.runs]).toEqual([2, 2]);
  });

  it("are in the log, with the names of reports that could not be written", async () => {
    mkdirSync(join(fixture.root, "metrics", "talks", "cost_data.json"), { recursive: true });
    await fixture.ingest();
    expect(logText()).toMatch(
      /warning: These reports could not be written to .*: cost_data\.json \(it is a folder\)\./,
    );
    expect(logText()).toMatch(/reports: .*performance_data\.json\n$/);
  });

  it("have the duration of the run's result, from its start", async () => {
    const { seconds, runId } = await fixture.ingest();
    const { cost, performance } = await report(places());
    expect([cost.seconds, performance.seconds]).toEqual([seconds, seconds]);
    expect(cost.runId).toBe(runId);
    expect(Date.parse(cost.finishedAt ?? "") - Date.parse(cost.startedAt)).toBeCloseTo(1000 * seconds, -1);
    for (const stage of performance.stages)
      expect(stage.startedSeconds + stage.seconds).toBeLessThanOrEqual(seconds + 0.01);
  });

  it("are written although their folder was removed during the run", async () => {
    await fixture.ingest({
      onEvent: (event) => {
        fixture.events.push(event);
        if (event.event === "run.started") rmSync(join(fixture.root, "metrics"), { recursive: true });
      },
    });
    expect(fixture.eventsOf("warning")).toEqual([]);
    expect((await report(places())).cost.outcome).toBe("completed");
  });
});

describe("a run that is interrupted", () => {
  const interrupted = async (reason?: unknown): Promise<readonly (number | null)[]> => {
    const codes: number[] = [];
    const telemetry = telemetryOf(async () => []);
    const span = { ...UNTRACED, end: ({ exitCode }: { readonly exitCode: number }) => void codes.push(exitCode) };
    const abort = new AbortController();
    const onEvent = ({ event }: RunEvent): void => {
      if (event === "files.discovered") abort.abort(reason);
    };
    const run = fixture.ingest({
      signal: abort.signal,
      onEvent,
      ports: { telemetry: { ...telemetry, run: () => span } },
    });
    await expect(run).rejects.toMatchObject({ code: "interrupted" });
    const { cost, performance } = await report(places());
    expect([cost.outcome, performance.outcome]).toEqual(["interrupted", "interrupted"]);
    return [...codes, cost.exitCode, performance.exitCode];
  };

  it("has the exit code of the abort reason in reports and trace; without one, that of Ctrl-C", async () => {
    const killed = Object.assign(new DOMException("SIGTERM came.", "AbortError"), { exitCode: 143 });
    expect(await interrupted(killed)).toEqual([143, 143, 143]);
    expect(await interrupted()).toEqual([130, 130, 130]);
  });
});

describe("a crashed run", () => {
  /** The file that a killed process leaves: the name of its run next to the lock. */
  const cutOff = (run: string): void => {
    const holder = { run, pid: 1, host: "here", since: "2026-01-02T03:04:05.000Z" };
    writeFileSync(join(fixture.dataDir, "talks", "lock.json"), JSON.stringify(holder));
  };
  const saidOf = (run: string): readonly string[] =>
    fixture.eventsOf("notice").flatMap(({ message }) => (message.includes(run) ? [message] : []));

  it("is named once by the next run, unless it left its reports, as after a second Ctrl-C", async () => {
    const { runId: run } = await fixture.ingest();
    cutOff("20260102-030405-abcd");
    await fixture.ingest();
    expect(saidOf("20260102-030405-abcd")).toEqual([
      `The previous run (20260102-030405-abcd, started 2026-01-02T03:04:05.000Z) crashed, as after kill -9 or a power cut, and wrote no report to ${join(fixture.root, "metrics", "talks")}. Its replies are kept; its log shows its last steps.`,
    ]);
    await fixture.ingest();
    expect(saidOf("20260102-030405-abcd")).toEqual([]);
    cutOff(run);
    await fixture.ingest();
    expect(saidOf(run)).toEqual([]);
  });
});

describe("a run that has ended", () => {
  it("leaves no listener on the process, after success or failure", async () => {
    const before = process.listeners("exit");
    await fixture.ingest();
    await expect(fixture.ingest({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "interrupted" });
    expect(process.listeners("exit")).toEqual(before);
  });
});

describe("a run that is refused before its start", () => {
  it("leaves neither a report nor a trace", async () => {
    await fixture.ingest();
    const { cost } = await report(places());
    const telemetry = telemetryOf(async () => [LINK]);
    using _held = acquireLock(join(fixture.dataDir, "talks", "lock"), "other", new Date().toISOString());
    await expect(fixture.ingest({ ports: { telemetry } })).rejects.toMatchObject({ code: "workspace-busy" });
    expect(telemetry.runs).toEqual([]);
    expect(fixture.events).toEqual([]);
    expect((await report(places())).cost.runId).toBe(cost.runId);
  });
});
