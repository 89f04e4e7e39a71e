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

/** Of a caller; `links` is what the end of a run waits for. */
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
  it("are written and told of before anybody waits for a receiver of traces", async () => {
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

  it("are written again with where the trace can be looked at, also when the run failed, and counted once", async () => {
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
    for (const { run } of runs) {
      const { cost, performance } = await report({ ...places(), run });
      expect([cost.traces, performance.traces]).toEqual([[LINK], [LINK]]);
    }
    const totals = JSON.parse(readFileSync(join(fixture.root, "metrics", "talks", "cost_data.json"), "utf8"));
    expect([runs.length, totals.totals.runs]).toEqual([2, 2]);
  });

  it("are in the log with what could not be written of them", async () => {
    mkdirSync(join(fixture.root, "metrics", "talks", "cost_data.json"), { recursive: true });
    await fixture.ingest();
    expect(logText()).toMatch(/warning: Of the reports in .*, cost_data\.json could not be written: it is a folder\./);
    expect(logText()).toMatch(/reports: .*performance_data\.json\n$/);
  });

  it("took as long as the run's result says, from its beginning", async () => {
    const { seconds, runId } = await fixture.ingest();
    const { cost, performance } = await report(places());
    expect([cost.seconds, performance.seconds]).toEqual([seconds, seconds]);
    expect(cost.run).toBe(runId);
    expect(Date.parse(cost.finishedAt ?? "") - Date.parse(cost.startedAt)).toBeCloseTo(1000 * seconds, -1);
    for (const stage of performance.stages)
      expect(stage.startedSeconds + stage.seconds).toBeLessThanOrEqual(seconds + 0.01);
  });

  it("are there although the folder of them was removed in the middle", async () => {
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

  it("has the exit code that the reason asks for in reports and trace, as a kill has, else that of Ctrl-C", async () => {
    const killed = Object.assign(new DOMException("SIGTERM came.", "AbortError"), { exitCode: 143 });
    expect(await interrupted(killed)).toEqual([143, 143, 143]);
    expect(await interrupted()).toEqual([130, 130, 130]);
  });
});

describe("a crashed run", () => {
  /** What a process leaves that nobody let end: the name of its run beside the lock. */
  const cutOff = (run: string): void => {
    const holder = { run, pid: 1, host: "here", since: "2026-01-02T03:04:05.000Z" };
    writeFileSync(join(fixture.dataDir, "talks", "lock.json"), JSON.stringify(holder));
  };
  const saidOf = (run: string): readonly string[] =>
    fixture.eventsOf("notice").flatMap(({ message }) => (message.includes(run) ? [message] : []));

  it("is named by the next one, once, unless it could leave its reports, as a second Ctrl-C lets it", async () => {
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

describe("a run that is over", () => {
  it("leaves no listener on the process, well ended or not", async () => {
    const before = process.listeners("exit");
    await fixture.ingest();
    await expect(fixture.ingest({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "interrupted" });
    expect(process.listeners("exit")).toEqual(before);
  });
});

describe("a run that is refused before it began", () => {
  it("leaves neither a report nor a trace", async () => {
    await fixture.ingest();
    const { cost } = await report(places());
    const telemetry = telemetryOf(async () => [LINK]);
    using _held = acquireLock(join(fixture.dataDir, "talks", "lock"), "other", new Date().toISOString());
    await expect(fixture.ingest({ ports: { telemetry } })).rejects.toMatchObject({ code: "workspace-busy" });
    expect(telemetry.runs).toEqual([]);
    expect(fixture.events).toEqual([]);
    expect((await report(places())).cost.run).toBe(cost.run);
  });
});
