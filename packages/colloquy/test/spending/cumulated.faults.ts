import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ModelCost, TokenCounts } from "../../src/metrics/index.ts";
import type { UnknownSpendTotal } from "../../src/calls/index.ts";
import { expectTrueCosts } from "./expect-true-costs.ts";
import { repliesIn } from "./provider-accounts.ts";
import { MANY_FAULTS, SpendingFixture } from "./spending-fixture.ts";

type Sums = TokenCounts & { readonly replies: number; readonly attempts: number; readonly knownUsd: number };

interface CostData {
  readonly runs: readonly { readonly runId: string; readonly costUsd: number | null }[];
  readonly totals: Sums & {
    readonly runs: number;
    readonly unknownSpend: UnknownSpendTotal;
    readonly models: readonly (Sums & { readonly model: string; readonly operation: string })[];
  };
}

interface PerformanceData {
  readonly runs: readonly { readonly runId: string }[];
  readonly totals: {
    readonly runs: number;
    readonly seconds: number;
    readonly modelStages: readonly { readonly stage: string; readonly attempts: number; readonly chunks: number }[];
  };
}

describe("the cumulated reports of a workspace", () => {
  it("are the sum of its runs with any outcome, and agree with the provider's accounts", async () => {
    await using spending = await SpendingFixture.open({ faults: MANY_FAULTS }, 6);
    await spending.ingest({ limit: 6, batchSize: 2 });
    await spending.ingest({ maxCostUsd: 0.006 });
    const stop = new AbortController();
    const interrupted = spending.ingest({
      batchSize: 2,
      signal: stop.signal,
      onEvent: ({ event }) => event === "batch.completed" && stop.abort(),
    });
    await expect(interrupted).rejects.toMatchObject({ code: "interrupted" });
    await spending.ingest();
    expectTrueCosts(spending);

    const reports = spending.costReports();
    expect(reports.map(({ outcome }) => outcome)).toEqual(["completed", "budget-reached", "interrupted", "completed"]);
    const costs = JSON.parse(spending.read("cost_data.json")) as CostData;
    expect(costs.runs.map(({ runId }) => runId)).toEqual(reports.map(({ runId }) => runId));
    const models = reports.flatMap((report) => report.models);
    const sum = (
      key: Exclude<keyof Sums, "knownUsd" | "cacheWrittenTokens">,
      of: readonly ModelCost[] = models,
    ): number => of.reduce((total, each) => total + each[key], 0);
    const { totals } = costs;
    expect(totals.runs).toBe(4);
    for (const key of ["inputTokens", "cachedInputTokens", "outputTokens", "replies", "attempts"] as const) {
      expect(totals[key]).toBe(sum(key));
      for (const { model, operation, [key]: total } of totals.models) {
        const same = models.filter((each) => each.model === model && each.operation === operation);
        expect(total).toBe(sum(key, same));
      }
    }
    expect(totals.knownUsd).toBeCloseTo(
      reports.reduce((total, { costUsd }) => total + (costUsd ?? 0), 0),
      12,
    );
    expect(totals.unknownSpend.attempts).toBe(reports.reduce((total, each) => total + each.unknownSpend.attempts, 0));
    const accounts = Object.values(repliesIn(spending.provider.log));
    expect(totals.outputTokens).toBe(accounts.reduce((total, { outputTokens }) => total + outputTokens, 0));

    const performance = JSON.parse(spending.read("performance_data.json")) as PerformanceData;
    const modelStages = spending.performanceReports().flatMap((report) => report.modelStages);
    expect(performance.totals.runs).toBe(4);
    for (const { stage, attempts, chunks } of performance.totals.modelStages) {
      const same = modelStages.filter((each) => each.stage === stage);
      expect(attempts).toBe(same.reduce((total, each) => total + each.attempts, 0));
      expect(chunks).toBe(same.reduce((total, each) => total + each.chunks, 0));
    }
  });

  it.each([
    ["cut off", '{"version":1,"runs":['],
    ["of another version", '{"version":7,"runs":[],"totals":{}}'],
  ])("are set aside with a warning if they are %s, and rebuilt from the reports of the runs", async (_, text) => {
    await using spending = await SpendingFixture.open();
    await spending.ingest({ limit: 4 });
    const names = ["cost_data.json", "performance_data.json"];
    for (const name of names) writeFileSync(join(spending.reportsIn, name), text);
    expect((await spending.ingest()).exitCode).toBe(0);
    const runs = spending.costReports().map(({ runId }) => runId);
    const last = runs.at(-1) ?? "";
    expect(runs).toHaveLength(2);
    const warnings = spending.events.flatMap((event) => (event.event === "warning" ? [event.message] : []));
    for (const name of names) {
      const aside = `${name}.broken-${last}`;
      expect(spending.read(aside)).toBe(text);
      expect(warnings.filter((message) => message.includes(aside))).toHaveLength(1);
      expect(JSON.parse(spending.read(name))).toMatchObject({
        runs: runs.map((runId) => ({ runId })),
        totals: { runs: 2 },
      });
    }
    expect(existsSync(join(spending.reportsIn, `report_${last}.html`))).toBe(true);
  });
});
