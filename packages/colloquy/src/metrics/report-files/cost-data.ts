import { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import { sumOfTokens, totalDollars, type UnknownSpendTotal } from "../../calls/index.ts";
import { costReport, modelCost, operation, tokenCounts, unknownSpend } from "../reports/cost.ts";
import type { CostReport, ModelCost } from "../reports/index.ts";

/** Runs that are kept one by one; older ones are in the totals alone. */
export const MOST_RUNS = 1_000;

/** Sums over runs. */
const costSums = z.object({
  ...tokenCounts.shape,
  replies: z.number(),
  attempts: z.number(),
  /** US dollars of the replies whose price and usage are known: so much was spent at least. */
  knownUsd: z.number(),
  /** Replies that are not among those dollars, because their price is not known. */
  unpricedReplies: z.number(),
  unknownSpend,
});

export const costDataSchema = z.object({
  version: z.literal(1),
  /** The latest, oldest first. */
  runs: z.array(
    costReport.pick({
      run: true,
      startedAt: true,
      outcome: true,
      costUsd: true,
      costAtLeastUsd: true,
      costAtMostUsd: true,
      unknownSpend: true,
      tokens: true,
    }).extend({ models: z.array(modelCost) }),
  ),
  /** Of every run that was ever added. */
  totals: z.object({
    ...costSums.shape,
    runs: z.number(),
    /** Those of them that crashed: of these only what the ledger has of their replies is among the sums. */
    crashedRuns: z.number(),
    models: z.array(costSums.extend({ model: z.string(), operation })),
  }),
});

type CostSums = Immutable<z.infer<typeof costSums>>;

/** `cost_data.json`: the costs of all runs on a workspace. */
export type CostData = Immutable<z.infer<typeof costDataSchema>>;

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

export const NO_COSTS: CostData = { version: 1, runs: [], totals: { ...NOTHING, runs: 0, crashedRuns: 0, models: [] } };

/** With one more run; unchanged where it is among them. */
export function addCosts(data: CostData, report: CostReport): CostData {
  const { run, startedAt, outcome, tokens, models, costUsd, costAtLeastUsd, costAtMostUsd, unknownSpend } = report;
  if (data.runs.some((each) => each.run === run)) return data;
  const costs = { costUsd, costAtLeastUsd, costAtMostUsd, unknownSpend };
  return {
    ...data,
    runs: latestRuns([...data.runs, { run, startedAt, outcome, ...costs, tokens, models }]),
    totals: {
      ...models.reduce(plus, data.totals),
      runs: data.totals.runs + 1,
      crashedRuns: data.totals.crashedRuns + (outcome === "crashed" ? 1 : 0),
      models: models.reduce(addModel, data.totals.models),
    },
  };
}

/** Those that are kept one by one, in the order in which they began. */
export function latestRuns<Run extends { readonly startedAt: string }>(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((one, other) => Number(one.startedAt > other.startedAt) - Number(one.startedAt < other.startedAt)).slice(-MOST_RUNS);
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
