import type { z } from "zod";
import type { runReport } from "../api/index.ts";
import { renderReport, type RunReports } from "../composition/index.ts";

type Report = z.input<typeof runReport>;

/** The reports of a run as the API has them. */
export function reportOf(reports: RunReports): Report {
  const { cost, performance } = reports;
  const { runId, startedAt, outcome, seconds, failure, advice } = performance;
  const settled = (stage: string): number | null =>
    performance.modelStages.find((each) => each.stage === stage)?.chunks ?? null;
  const { costUsd, costAtLeastUsd, costAtMostUsd } = cost;
  return {
    runId,
    startedAt,
    outcome,
    seconds,
    extracted: settled("extract"),
    embedded: settled("embed"),
    costUsd,
    costAtLeastUsd,
    costAtMostUsd,
    text: renderReport(reports),
    failure,
    advice,
    stages: stagesOf(reports),
  };
}

/** In the order of their beginning. A stage without a model has only a time. */
function stagesOf({ cost, performance }: RunReports): Report["stages"] {
  return performance.stages.map(({ stage, seconds }) => {
    const calls = performance.modelStages.find((each) => each.stage === stage);
    const models = cost.models.filter((each) => each.stage === stage);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    const costs = models.flatMap(({ costUsd }) => costUsd ?? []);
    return {
      stage,
      seconds,
      chunks: calls?.chunks ?? null,
      calls: calls?.calls ?? 0,
      failedCalls: calls?.failedCalls.calls ?? 0,
      rateLimited: calls?.rateLimited ?? 0,
      inputTokens: sum(models.map(({ inputTokens }) => inputTokens)),
      outputTokens: sum(models.map(({ outputTokens }) => outputTokens)),
      costUsd: costs.length < models.length ? null : sum(costs),
    };
  });
}
