import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolders } from "../src/files/index.ts";
import { renderTextReport, writeReports } from "../src/metrics/index.ts";
import { colloquy, type Ended, folderWith } from "./cli/process.ts";
import { EXTRACTION, HEAD, runReports } from "./report-files/reports-fixture.ts";

const LATER = "20260302-140509-cd34";
const first = runReports();
const idle = runReports({
  head: { runId: "20260227-140509-ab12", startedAt: "2026-02-27T14:05:09.123Z", seconds: 0.4, exitCode: 0 },
  cost: { costUsd: 0, models: [] },
  performance: { modelStages: [] },
});
const later = runReports({
  head: { runId: LATER, startedAt: "2026-03-02T14:05:09.123Z", seconds: 400, outcome: "interrupted", exitCode: 130 },
  cost: { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null },
  performance: {
    modelStages: [
      { ...EXTRACTION, model: "a\u001b[31m\u0007b", chunks: 4_000 },
      { ...EXTRACTION, stage: "embed", chunks: 8_834 },
    ],
  },
});

let cwd: string;
beforeAll(() => {
  cwd = folderWith();
  const folder = join(cwd, "metrics", "talks");
  makeFolders(folder);
  for (const reports of [idle, first, later]) expect(writeReports(folder, reports, [], () => "").warnings).toEqual([]);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const report = (...args: string[]): Promise<Ended> => colloquy(["report", "--workspace", "talks", ...args], { cwd });

describe("colloquy report", () => {
  it("shows the latest run, or the named run", async () => {
    const latest = await report();
    expect(latest).toEqual({ exitCode: 0, stdout: renderTextReport(later), stderr: "" });
    expect(latest.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect((await report("20260301")).stdout).toBe(renderTextReport(first));
  });

  it("prints both reports as one line of JSON", async () => {
    const { stdout } = await report(HEAD.runId, "--json");
    expect(stdout.split("\n")).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual(first);
  });

  it("lists the runs", async () => {
    const { stdout } = await report("--list");
    expect(stdout).toBe(
      [
        "run                   began             outcome                     extracted  embedded     cost         time",
        "20260227-140509-ab12  2026-02-27 14:05  completed, no chunks to do          -         -       $0       400 ms",
        `${HEAD.runId}  2026-03-01 14:05  completed                       8,834         -   $0.335  14 min 03 s`,
        `${LATER}  2026-03-02 14:05  interrupted                     4,000     8,834  unknown   6 min 40 s`,
        "",
      ].join("\n"),
    );
    expect(JSON.parse((await report("--list", "--json")).stdout)).toMatchObject({
      runs: [
        { extracted: null, embedded: null },
        { runId: HEAD.runId, extracted: 8_834, embedded: null },
        { extracted: 4_000, embedded: 8_834 },
      ],
    });
  });

  it.each([
    [["20260301-140508-ab12"], 1, /No run 20260301-140508-ab12 has .*Did you mean "20260301-140509-ab12"\?/],
    [["x"], 1, /No run x has a report in metrics\/talks\. `colloquy report --list` lists all runs with a report\./],
    [["2026"], 1, /3 runs begin with 2026: /],
    [["--workspace", "others"], 1, /No run has a report in metrics\/others yet/],
    [["a", "b"], 2, /too many arguments/],
    [["--list", "x"], 2, /--list lists all runs/],
  ])("refuses %j in one sentence", async (args, exitCode, sentence) => {
    const { stdout, stderr, ...ended } = await report(...args);
    expect(ended.exitCode).toBe(exitCode);
    expect(stdout).toBe("");
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("lists nothing in a folder without reports", async () => {
    expect(await report("--workspace", "others", "--list")).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "No run on workspace others has a report yet.\n",
    });
  });

  it("refuses a damaged report in one sentence", async () => {
    const folder = join(cwd, "metrics", "damaged");
    makeFolders(folder);
    writeReports(folder, first, [], () => "");
    writeFileSync(join(folder, `cost_report_${HEAD.runId}.json`), "{\u001b[31m");
    const { exitCode, stderr } = await report("--workspace", "damaged");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `colloquy: The report metrics/damaged/cost_report_${HEAD.runId}.json cannot be read: it is not complete JSON. Name another run; \`colloquy report --list\` lists all.\n`,
    });
  });
});
