import { expect } from "vitest";
import type { RunReports } from "../../src/metrics/index.ts";
import { repliesIn, repliesOf, unansweredIn, unansweredOf } from "./provider-books.ts";
import type { SpendingFixture } from "./spending-fixture.ts";

/**
 * All runs so far, by their reports, beside the provider's books: what was answered agrees to the token, and what was not
 * is listed attempt by attempt and bounded.
 */
export function expectTrueCosts(spending: SpendingFixture): void {
  const models = spending.costReports().flatMap((report) => report.models);
  const { log } = spending.provider;
  expect(repliesOf(models)).toEqual(repliesIn(log));
  const [worked, told] = [unansweredIn(log), unansweredOf(models)];
  expect(Object.keys(told).toSorted()).toEqual(Object.keys(worked).toSorted());
  for (const [model, { attempts, inputTokens, outputTokens }] of Object.entries(worked)) {
    expect(told[model]?.attempts).toBe(attempts);
    expect(told[model]?.inputTokens).toBeGreaterThanOrEqual(inputTokens);
    expect(told[model]?.outputTokens).toBeGreaterThanOrEqual(outputTokens);
  }
}

/** The latest run has all of its reports, which say how it ended. */
export function expectReports(
  spending: SpendingFixture,
  end: Pick<RunReports["cost"], "outcome" | "exitCode"> & { readonly failure?: RegExp },
): RunReports {
  const reports = spending.reports();
  const { cost, performance } = reports;
  const { runId, failure } = cost;
  for (const report of [cost, performance])
    expect(report).toMatchObject({ outcome: end.outcome, exitCode: end.exitCode });
  expect(performance.failure).toBe(failure);
  if (end.failure === undefined) expect(failure).toBeNull();
  else expect(failure).toMatch(end.failure);
  const files = [`combined_report_${runId}.txt`, `cost_report_${runId}.json`, `performance_report_${runId}.json`];
  expect(spending.files()).toEqual(expect.arrayContaining([...files, `report_${runId}.html`]));
  for (const name of ["cost_data.json", "performance_data.json"])
    expect(spending.read(name)).toContain(`"runId": "${runId}"`);
  return reports;
}
