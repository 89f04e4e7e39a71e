import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXTRACTION, HEAD, MEASUREMENT, runReports } from "../../../test/report-files/reports-fixture.ts";
import { renderTextReport } from "../text-report/text-report.ts";
import type { PerformanceReport, RunReports } from "../reports/index.ts";
import { listLatestRuns, listRuns } from "./list-runs.ts";
import { isReportFile } from "./names.ts";
import { readMeasurements, readReports } from "./read-reports.ts";
import { writeReports } from "./write-reports.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const readData = (name: string): { runs: { runId: string }[] } =>
  JSON.parse(read(name)) as { runs: { runId: string }[] };
const write = (reports: RunReports = runReports(), page = "<!doctype html>\n") =>
  writeReports(folder, reports, [MEASUREMENT], () => page);
const run = (id: string, startedAt = HEAD.startedAt): RunReports => runReports({ head: { runId: id, startedAt } });

const FILES = [
  `cost_report_${HEAD.runId}.json`,
  `performance_report_${HEAD.runId}.json`,
  `combined_report_${HEAD.runId}.txt`,
  `report_${HEAD.runId}.html`,
  "cost_data.json",
  "performance_data.json",
];

describe("the reports of a run", () => {
  it("are four files of the run and two cumulated files", () => {
    expect(write()).toEqual({ files: FILES.map((name) => join(folder, name)), warnings: [] });
    expect(readdirSync(folder).toSorted()).toEqual(FILES.toSorted());
    expect(read(`report_${HEAD.runId}.html`)).toBe("<!doctype html>\n");
    expect(read(`combined_report_${HEAD.runId}.txt`)).toBe(renderTextReport(runReports()));
  });

  it("are read as they were written", () => {
    write();
    expect(readReports(folder, null)).toEqual(runReports());
  });

  it("are read from an earlier version without bounds of costs, or with other names of costs", () => {
    const { cost, performance } = runReports();
    const without = ({ costAtLeastUsd: _least, costAtMostUsd: _most, ...rest }: Record<string, unknown>) => rest;
    const { models, ...older } = without({ ...cost });
    write();
    const olderModels = cost.models.map((model) => {
      const {
        implausible: _implausible,
        sharedInputTokens: _shared,
        unreported: untold,
        ...rest
      } = without({ ...model });
      return { ...rest, untold };
    });
    expect(models).toBe(cost.models);
    writeFileSync(join(folder, `cost_report_${HEAD.runId}.json`), JSON.stringify({ ...older, models: olderModels }));
    const read = readReports(folder, null);
    expect(read.performance).toEqual(performance);
    expect(read.cost.models).toMatchObject(cost.models);
    expect(read.cost).toMatchObject({
      costAtLeastUsd: 0.3354252,
      costAtMostUsd: expect.closeTo(0.3396252, 12) as number,
    });
  });

  it("are read from an earlier version with other keys of runs and stages", () => {
    const written = JSON.stringify(runReports().performance).replace('"by":"pause"', '"by":"concurrencyLimit"');
    const performance: PerformanceReport = JSON.parse(written);
    const { runId: run, modelStages, ...head } = performance;
    write();
    const olderStages = modelStages.map(({ failedCalls: inVain, bottlenecks: heldBack, ...stage }) => {
      const { reportedLimits: toldPerMinute, ...rest } = stage;
      return { ...rest, inVain, heldBack, toldPerMinute };
    });
    const older = JSON.stringify({ run, ...head, modelStages: olderStages }).replaceAll("concurrencyLimit", "ceiling");
    writeFileSync(join(folder, `performance_report_${HEAD.runId}.json`), older);
    expect(readReports(folder, null).performance).toEqual(performance);
  });

  it("keep fields that this version does not know", () => {
    const { cost, performance } = runReports();
    write({ cost: Object.assign({ later: [1] }, cost), performance });
    expect(readReports(folder, null).cost).toHaveProperty("later", [1]);
  });

  it("are recognised by their names; transcripts are not", () => {
    expect(FILES.filter((name) => !isReportFile(name))).toEqual([]);
    expect(isReportFile(`cost_data.json.broken-${HEAD.runId}`)).toBe(true);
    for (const name of ["combined_report_march.txt", "report_1.html", "data.json", "cost_report_.json"])
      expect(isReportFile(name), name).toBe(false);
  });

  it("are written as far as possible, with one warning about the others", () => {
    for (const name of FILES.slice(0, 2)) mkdirSync(join(folder, name));
    const { files, warnings } = write();
    expect(files).toEqual(FILES.slice(2).map((name) => join(folder, name)));
    expect(warnings).toEqual([
      `These reports could not be written to ${folder}: ${FILES[0]}, ${FILES[1]} (it is a folder).`,
    ]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("are replaced as a whole: a reader of an open file gets the old text", () => {
    write();
    const before = read("cost_data.json");
    const open = openSync(join(folder, "cost_data.json"), "r");
    write(run("20260302-140509-ab12"));
    expect(readFileSync(open, "utf8")).toBe(before);
    closeSync(open);
  });

  it("are written to a new folder when theirs was removed during the run", () => {
    rmSync(folder, { recursive: true });
    expect(write()).toEqual({ files: FILES.map((name) => join(folder, name)), warnings: [] });
    expect(read(`report_${HEAD.runId}.html`)).toBe("<!doctype html>\n");
  });

  it("cause warnings, not errors, when there can be no folder or a page cannot be made", () => {
    const broken = writeReports(folder, runReports(), [], () => {
      throw new Error("no page");
    });
    expect(broken.warnings).toEqual([
      `These reports could not be written to ${folder}: report_${HEAD.runId}.html (no page).`,
    ]);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    const { files, warnings } = write();
    expect(files).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/^These reports could not be written to .* \(a part of its path/)]);
  });
});

describe("the cumulated files", () => {
  it("hold each run once, with sums by model and operation", () => {
    write();
    write();
    write(run("20260302-140509-ab12"));
    const [chat, embedding] = runReports().cost.models;
    expect(readData("cost_data.json")).toMatchObject({
      version: 1,
      runs: [{ runId: HEAD.runId }, { runId: "20260302-140509-ab12", costUsd: 0.3354252, models: [chat, embedding] }],
      totals: {
        runs: 2,
        inputTokens: 4_269_134,
        knownUsd: expect.closeTo(0.6708504, 9),
        unpricedReplies: 0,
        unknownSpend: { attempts: 6, inputTokens: 24_000, outputTokens: 8_000, upToUsd: 0.0084 },
        models: [
          { model: "openai:gpt-4o-mini", operation: "extract", replies: 1_768 },
          { model: "openai:text-embedding-3-small", operation: "embed", replies: 180 },
        ],
      },
    });
    expect(readData("performance_data.json")).toMatchObject({
      version: 1,
      runs: [{ runId: HEAD.runId, modelStages: [{ stage: "extract", chunks: 8_834, batchSize: 10 }] }, {}],
      totals: { runs: 2, seconds: 1_686, modelStages: [{ stage: "extract", chunks: 17_668 }] },
    });
  });

  it("count replies without a price separately from the dollars", () => {
    const [chat, embedding] = runReports().cost.models;
    if (chat === undefined || embedding === undefined) throw new Error("The fixture has two models.");
    const unpriced = { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null };
    write(runReports({ cost: { costUsd: null, models: [{ ...chat, ...unpriced }, embedding] } }));
    expect(readData("cost_data.json")).toMatchObject({
      totals: { knownUsd: 0.018, unpricedReplies: 884, models: [{ knownUsd: 0, unpricedReplies: 884 }, {}] },
    });
  });

  it("count the lower bound of the cost when some replies reported no usage", () => {
    const [chat, embedding] = runReports().cost.models;
    if (chat === undefined || embedding === undefined) throw new Error("The fixture has two models.");
    const unreported = { costUsd: null, costAtLeastUsd: 0.3, costAtMostUsd: 0.4 };
    write(runReports({ cost: { ...unreported, models: [{ ...chat, ...unreported }, embedding] } }));
    expect(readData("cost_data.json")).toMatchObject({
      runs: [unreported],
      totals: { knownUsd: 0.318, unpricedReplies: 0, models: [{ knownUsd: 0.3 }, { knownUsd: 0.018 }] },
    });
  });

  it.each([
    ["is cut off", '{"version":1,"runs":[', "it is not complete JSON"],
    ["is a foreign file", '{"costs":3}', "its field version is missing or has another type"],
    [
      "is of another version",
      '{"version":2,"runs":[],"totals":{}}',
      "its field version is missing or has another type",
    ],
    ["has another content", "3", "it has another content"],
  ])("are moved aside and made again when one %s", (_, text, reason) => {
    writeFileSync(join(folder, "cost_data.json"), text);
    const aside = join(folder, `cost_data.json.broken-${HEAD.runId}`);
    const { files, warnings } = write();
    expect(files).toHaveLength(6);
    expect(warnings).toEqual([
      `${join(folder, "cost_data.json")} could not be read: ${reason}. It was moved to ${aside}, and a new file is made from the reports.`,
    ]);
    expect(readFileSync(aside, "utf8")).toBe(text);
    expect(readData("cost_data.json").runs.map(({ runId }) => runId)).toEqual([HEAD.runId]);
  });

  it("gain missing runs with the next run, for example after a kill between two files", () => {
    const [killed, next] = [
      run("20260302-140509-ab12", "2026-03-02T14:05:09.123Z"),
      run("20260303-140509-ab12", "2026-03-03T14:05:09.123Z"),
    ];
    write();
    const before = ["cost_data.json", "performance_data.json"].map((name) => [name, read(name)] as const);
    write(killed);
    for (const [name, text] of before) writeFileSync(join(folder, name), text);
    write(next);
    for (const [name] of before) {
      expect(readData(name)).toMatchObject({
        runs: [{ runId: HEAD.runId }, { runId: killed.cost.runId }, { runId: next.cost.runId }],
        totals: { runs: 3 },
      });
    }
    for (const [name] of before) rmSync(join(folder, name));
    write(next);
    expect(readData("cost_data.json")).toMatchObject({ runs: [{}, {}, {}], totals: { runs: 3 } });
  });

  it("gain the next run when the report of another run is damaged", () => {
    write();
    rmSync(join(folder, "cost_data.json"));
    writeFileSync(join(folder, `cost_report_${HEAD.runId}.json`), "{");
    expect(write(run("20260302-140509-ab12")).warnings).toEqual([]);
    expect(readData("cost_data.json").runs.map((each) => each.runId)).toEqual(["20260302-140509-ab12"]);
  });

  it("list the latest thousand runs one by one, and sum all runs", () => {
    write();
    const data = JSON.parse(read("cost_data.json")) as { runs: { runId: string }[]; totals: { runs: number } };
    const [only] = data.runs;
    data.runs = Array.from({ length: 1_000 }, (_, at) => ({ ...only, runId: `old-${at}` }));
    data.totals.runs = 1_000;
    writeFileSync(join(folder, "cost_data.json"), JSON.stringify(data));
    write(run("20260302-140509-ab12"));
    const after = JSON.parse(read("cost_data.json")) as typeof data;
    expect([after.runs.length, after.runs[0]?.runId, after.runs.at(-1)?.runId, after.totals.runs]).toEqual([
      1_000,
      "old-1",
      "20260302-140509-ab12",
      1_001,
    ]);
  });

  it("pool the measurements of all runs by stage and profile, for estimates", () => {
    const other = { ...MEASUREMENT, profile: "another" };
    writeReports(folder, run("20260301-000000-aaaa"), [MEASUREMENT, other], () => "");
    const later = { ...MEASUREMENT, runId: "20260302-000000-aaaa", settled: 20, calls: 2 };
    writeReports(folder, run("20260302-000000-aaaa"), [later], () => "");
    const [first, pooled] = readMeasurements(folder);
    expect(first).toEqual(other);
    expect(pooled).toMatchObject({
      runId: later.runId,
      runs: 2,
      settled: MEASUREMENT.settled + 20,
      calls: MEASUREMENT.calls + 2,
    });
    expect(readMeasurements(folder)).toHaveLength(2);
  });

  it("are read from an earlier version with another key of runs", () => {
    write();
    for (const name of ["cost_data.json", "performance_data.json"])
      writeFileSync(join(folder, name), read(name).replaceAll('"runId"', '"run"'));
    expect(readMeasurements(folder)).toEqual([MEASUREMENT]);
    expect(listRuns(folder).map(({ runId }) => runId)).toEqual([HEAD.runId]);
    writeReports(folder, run("20260302-140509-ab12"), [], () => "");
    expect(readData("cost_data.json").runs.map(({ runId }) => runId)).toEqual([HEAD.runId, "20260302-140509-ab12"]);
  });

  it("count one run per measurement in files of an earlier version", () => {
    writeReports(folder, run("20260301-000000-aaaa"), [MEASUREMENT], () => "");
    const file = join(folder, "performance_data.json");
    const data = JSON.parse(readFileSync(file, "utf8")) as { measurements: { runs?: number }[] };
    for (const measurement of data.measurements) delete measurement.runs;
    writeFileSync(file, JSON.stringify(data));
    expect(readMeasurements(folder)).toEqual([MEASUREMENT]);
  });

  it("have no measurements when they are missing or damaged", () => {
    expect(readMeasurements(join(folder, "absent"))).toEqual([]);
    writeFileSync(join(folder, "performance_data.json"), "{");
    expect(readMeasurements(folder)).toEqual([]);
  });
});

describe("finding a run", () => {
  const idOf = (wanted: string | null): string => readReports(folder, wanted).cost.runId;

  it("takes the latest run by default, also among runs of the same second", () => {
    write(run("20260301-140509-ffff", "2026-03-01T14:05:09.100Z"));
    write(run("20260301-140509-0000", "2026-03-01T14:05:09.900Z"));
    write(run("20250301-140509-ffff", "2025-03-01T14:05:09.100Z"));
    expect(idOf(null)).toBe("20260301-140509-0000");
  });

  it("accepts an id or a unique prefix", () => {
    write(run("20260301-140509-ab12"));
    write(run("20260302-140509-ab12"));
    expect(idOf("20260301-140509-ab12")).toBe("20260301-140509-ab12");
    expect(idOf("20260302")).toBe("20260302-140509-ab12");
    expect(() => idOf("202603")).toThrow(
      "2 runs begin with 202603: 20260301-140509-ab12, 20260302-140509-ab12. Give more characters of the id.",
    );
  });

  it("suggests an id for a misspelt id", () => {
    write();
    expect(() => idOf("20260301-140508-ab12")).toThrow(
      `No run 20260301-140508-ab12 has a report in ${folder}. Did you mean "20260301-140509-ab12"?`,
    );
    expect(() => idOf("../../etc/passwd")).toThrow("No run ../../etc/passwd has a report");
  });

  it("fails with a next step when no run has a report", () => {
    for (const empty of [folder, join(folder, "absent")])
      expect(() => readReports(empty, null)).toThrow(`No run has a report in ${empty} yet. Run \`colloquy ingest\``);
  });

  it("fails with one sentence when the report is damaged", () => {
    write();
    const path = join(folder, `performance_report_${HEAD.runId}.json`);
    writeFileSync(path, read(`performance_report_${HEAD.runId}.json`).replace('"chunks": 8834', '"chunks": "many"'));
    expect(() => idOf(null)).toThrow(
      `The report ${path} cannot be read: its field modelStages.0.chunks is missing or has another type. Name another run`,
    );
  });
});

describe("the list of runs", () => {
  it("holds the runs that have a report, oldest first", () => {
    write(run("20260302-140509-ab12", "2026-03-02T14:05:09.100Z"));
    write(run("20260301-140509-ab12"));
    rmSync(join(folder, "cost_report_20260301-140509-ab12.json"));
    write(
      runReports({ head: { runId: "20260228-140509-ab12", startedAt: "2026-02-28T14:05:09.100Z", outcome: "failed" } }),
    );
    const costs = { costUsd: 0.3354252, costAtLeastUsd: 0.3354252, costAtMostUsd: 0.3396252 };
    const shared = { seconds: 843, extracted: EXTRACTION.chunks, embedded: null, ...costs };
    expect(listRuns(folder)).toEqual([
      { runId: "20260228-140509-ab12", startedAt: "2026-02-28T14:05:09.100Z", outcome: "failed", ...shared },
      { runId: "20260302-140509-ab12", startedAt: "2026-03-02T14:05:09.100Z", outcome: "completed", ...shared },
    ]);
  });

  it("has pages with the latest first, of which only their own reports are read", () => {
    const ids = ["20260228-140509-ab12", "20260301-140509-ab12", "20260302-140509-ab12", "20260303-140509-ab12"];
    for (const id of ids) write(run(id));
    rmSync(join(folder, "cost_report_20260302-140509-ab12.json"));
    const page = (after?: string) =>
      listLatestRuns(folder, { limit: 2, ...(after === undefined ? {} : { after }) }).map(({ runId }) => runId);
    expect(page()).toEqual([ids[3], ids[1]]);
    expect(page(ids[1])).toEqual([ids[0]]);
    expect(page(ids[0])).toEqual([]);
  });

  it("orders runs of the same second by their start", () => {
    write(run("20260301-140509-0000", "2026-03-01T14:05:09.900Z"));
    write(run("20260301-140509-ffff", "2026-03-01T14:05:09.100Z"));
    expect(listRuns(folder).map((each) => each.runId)).toEqual(["20260301-140509-ffff", "20260301-140509-0000"]);
  });

  it("works without the cumulated files, and skips a damaged report", () => {
    write();
    write(run("20260302-140509-ab12"));
    writeFileSync(join(folder, "cost_report_20260302-140509-ab12.json"), "{");
    for (const name of ["cost_data.json", "performance_data.json"]) writeFileSync(join(folder, name), "{");
    expect(listRuns(folder).map((each) => each.runId)).toEqual([HEAD.runId]);
    expect(existsSync(join(folder, "cost_data.json"))).toBe(true);
  });
});
