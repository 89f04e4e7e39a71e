import { expect } from "vitest";
import type { RunReports } from "../../src/metrics/index.ts";
import { repliesIn, repliesOf, withoutReplyIn, withoutReplyOf } from "./provider-accounts.ts";
import type { SpendingFixture } from "./spending-fixture.ts";

/**
 * Compares the reports of all runs with the provider's accounts: tokens of readable replies are equal; other attempts have the
 * same number and at least the true tokens.
 */
export function expectTrueCosts(spending: SpendingFixture): void {
  const models = spending.costReports().flatMap((report) => report.models);
  const { log } = spending.provider;
  expect(repliesOf(models)).toEqual(repliesIn(log));
  const [booked, reported] = [withoutReplyIn(log), withoutReplyOf(models)];
  expect(Object.keys(reported).toSorted()).toEqual(Object.keys(booked).toSorted());
  for (const [model, { attempts, inputTokens, outputTokens }] of Object.entries(booked)) {
    expect(reported[model]?.attempts).toBe(attempts);
    expect(reported[model]?.inputTokens).toBeGreaterThanOrEqual(inputTokens);
    expect(reported[model]?.outputTokens).toBeGreaterThanOrEqual(outputTokens);
  }
}

/** Expects all reports of the latest run, with this outcome. */
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
