import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listReports, report } from "../../src/composition/report.ts";
import { openRunReports, reportFolder } from "../../src/composition/run-reports.ts";
import { ColloquyError } from "../../src/model/index.ts";
import { type AttemptCompleted, CallAccount } from "../../src/calls/index.ts";
import type { RunEvent } from "../../src/pipeline/index.ts";

let outputDir: string;
beforeEach(() => {
  outputDir = mkdtempSync(join(tmpdir(), "colloquy-run-reports-"));
});
afterEach(() => rmSync(outputDir, { recursive: true, force: true }));

const RUN = "20260301-140509-ab12";
const ATTEMPT: AttemptCompleted = {
  event: "attempt.completed",
  stage: "extract",
  operation: "extract",
  model: "openai:gpt-4o-mini",
  batch: 1,
  chunks: 10,
  attempt: 1,
  failure: null,
  waitMs: 1,
  firstTokenMs: null,
  durationMs: 900,
  expected: { inputTokens: 1_300, maxOutputTokens: 4_000 },
  usage: { inputTokens: 1_400, cachedInputTokens: 0, outputTokens: 250, reasoningTokens: 0 },
  costUsd: 0.00036,
  unreported: null,
  unknownSpend: null,
};

function accountOf(attempt: AttemptCompleted): CallAccount {
  const account = new CallAccount();
  account.add(attempt);
  return account;
}

const open = (run = RUN) =>
  openRunReports({
    folder: reportFolder(outputDir, "talks"),
    workspace: "talks",
    runId: run,
    startedAt: new Date(),
    account: accountOf(ATTEMPT),
  });

describe("the reports of a run", () => {
  it("hold the events of the run, and can be read again", async () => {
    const reports = open();
    reports.listen({ event: "run.started", workspace: "talks" });
    reports.listen(ATTEMPT);
    const { files, warnings } = reports.finish({ outcome: "completed", exitCode: 0, failure: null });
    expect(warnings).toEqual([]);
    expect(files).toHaveLength(6);
    for (const file of files) expect(existsSync(file), file).toBe(true);
    expect(await report({ workspace: "talks", outputDir })).toMatchObject({
      cost: { runId: RUN, workspace: "talks", outcome: "completed", costUsd: 0.00036, tokens: { inputTokens: 1_400 } },
      performance: { runId: RUN, modelStages: [{ stage: "extract", attempts: 1 }] },
    });
    expect(await listReports({ workspace: "talks", outputDir })).toMatchObject([{ runId: RUN, costUsd: 0.00036 }]);
  });

  it("have the name of a run that stopped before its first event, and hold no secret", async () => {
    open().finish({ outcome: "failed", exitCode: 1, failure: "http://me:secret@host refused the connection." });
    const { cost } = await report({ workspace: "talks", outputDir, run: RUN });
    expect(cost).toMatchObject({ runId: RUN, outcome: "failed", failure: "http://***@host refused the connection." });
    const page = readFileSync(join(outputDir, "talks", `report_${RUN}.html`), "utf8");
    expect(page).toContain("refused the connection");
    expect(page).not.toContain("secret");
  });

  it("are refused before any work when they cannot be written", () => {
    writeFileSync(join(outputDir, "talks"), "");
    expect(open).toThrow(ColloquyError);
    expect(open).toThrow("a part of its path is a file. Choose another folder with --output-dir.");
  });

  it("never fail a run by a defect of their own; one warning describes it", () => {
    const reports = open();
    const damaged = { event: "chunk.deadLettered", stage: "extract", contentKey: "a" };
    reports.listen(damaged as RunEvent);
    reports.listen(damaged as RunEvent);
    reports.listen(ATTEMPT);
    const { files, warnings } = reports.finish({ outcome: "completed", exitCode: 0, failure: null });
    expect(files).toHaveLength(6);
    expect(warnings).toEqual([
      expect.stringMatching(/^The reports of this run are not complete because of a fault in Colloquy \(.+\): please/),
    ]);

    const folder = reportFolder(outputDir, "talks");
    const about = { folder, workspace: "talks", runId: RUN, account: new CallAccount() };
    const timeless = openRunReports({ ...about, startedAt: new Date(Number.NaN) });
    expect(timeless.finish({ outcome: "completed", exitCode: 0, failure: null })).toEqual({
      files: [],
      warnings: [
        expect.stringMatching(
          /^The reports of this run could not be made because of .*Invalid time value.*results of the run are kept/,
        ),
      ],
      advice: [],
    });
  });

  it("refuse names that lead outside of their folder, and unknown options", async () => {
    await expect(report({ workspace: "../talks", outputDir })).rejects.toThrow("is not a valid name for a workspace");
    const misspelt = { outputDir, runs: RUN };
    await expect(report(misspelt)).rejects.toThrow("report has no option `runs`. Did you mean");
    await expect(report({ outputDir })).rejects.toMatchObject({ code: "not-found" });
    expect(await listReports({ outputDir })).toEqual([]);
  });
});
