import { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import { sumOfTokens, totalDollars, type UnknownSpendTotal } from "../../calls/index.ts";
import { costReport, operation, tokenCounts, unknownSpend } from "../reports/cost.ts";
import { type CumulatedFile, latestRuns } from "./cumulated-file.ts";
import { COST_DATA } from "./names.ts";
import type { CostReport, ModelCost } from "../reports/index.ts";

/** Sums over runs. */
const costSums = z.object({
  ...tokenCounts.shape,
  replies: z.number(),
  attempts: z.number(),
  /** US dollars of replies with a known price and usage: a lower bound. */
  knownUsd: z.number(),
  /** Replies without a known price; they are not in `knownUsd`. */
  unpricedReplies: z.number(),
  unknownSpend,
});

const costOfRun = costReport.pick({
  runId: true,
  startedAt: true,
  outcome: true,
  costUsd: true,
  costAtLeastUsd: true,
  costAtMostUsd: true,
  unknownSpend: true,
  tokens: true,
  models: true,
});

const costDataSchema = z.object({
  version: z.literal(1),
  /** The latest runs, oldest first. */
  runs: z.array(costOfRun),
  /** Sums of all runs that were ever added. */
  totals: z.object({
    ...costSums.shape,
    runs: z.number(),
    /** Crashed runs among them. Only their replies in the ledger are in the sums. */
    crashedRuns: z.number(),
    models: z.array(costSums.extend({ model: z.string(), operation })),
  }),
});

type CostSums = Immutable<z.infer<typeof costSums>>;

type CostData = Immutable<z.infer<typeof costDataSchema>>;

const NOTHING: CostSums = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  replies: 0,
  attempts: 0,
  knownUsd: 0,
  unpricedReplies: 0,
  unknownSpend: { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 },
};

/** The costs of all runs on a workspace. */
export const COSTS: CumulatedFile<CostData> = {
  name: COST_DATA,
  schema: costDataSchema,
  none: { version: 1, runs: [], totals: { ...NOTHING, runs: 0, crashedRuns: 0, models: [] } },
  add: (data, { cost }) => addCosts(data, cost),
};

function addCosts(data: CostData, report: CostReport): CostData {
  const { runId, outcome, models } = report;
  if (data.runs.some((each) => each.runId === runId)) return data;
  return {
    ...data,
    runs: latestRuns([...data.runs, costOfRun.parse(report)]),
    totals: {
      ...models.reduce(plus, data.totals),
      runs: data.totals.runs + 1,
      crashedRuns: data.totals.crashedRuns + (outcome === "crashed" ? 1 : 0),
      models: models.reduce(addModel, data.totals.models),
    },
  };
}

type ModelSums = CostData["totals"]["models"];

function addModel(totals: ModelSums, cost: ModelCost): ModelSums {
  const { model, operation } = cost;
  const at = totals.findIndex((each) => each.model === model && each.operation === operation);
  const before = totals[at];
  return before === undefined
    ? [...totals, { model, operation, ...plus(NOTHING, cost) }]
    : totals.with(at, { ...before, ...plus(before, cost) });
}

function plus(sums: CostSums, cost: ModelCost): CostSums {
  const hasNoPrice = cost.costUsd === null && cost.costAtMostUsd === null && cost.costAtLeastUsd === 0;
  return {
    ...sumOfTokens(sums, cost),
    replies: sums.replies + cost.replies,
    attempts: sums.attempts + cost.attempts,
    knownUsd: totalDollars([sums.knownUsd, cost.costAtLeastUsd]) ?? 0,
    unpricedReplies: sums.unpricedReplies + (hasNoPrice ? cost.replies : 0),
    unknownSpend: plusUnknown(sums.unknownSpend, cost.unknownSpend),
  };
}

function plusUnknown(one: UnknownSpendTotal, other: UnknownSpendTotal): UnknownSpendTotal {
  if (other.attempts === 0) return one;
  return {
    attempts: one.attempts + other.attempts,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    upToUsd: totalDollars([one.upToUsd, other.upToUsd]),
  };
}
