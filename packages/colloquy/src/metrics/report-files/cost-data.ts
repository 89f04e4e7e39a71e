import { z } from "zod";
import { type CostTotal, totalDollars, type UnknownSpendTotal } from "../../calls/index.ts";
import { sumOfTokens } from "../../calls/index.ts";
import type { CostReport, ModelCost, TokenCounts } from "../reports.ts";
import { costed, modelCost, operation, outcome, tokenCounts, unknownSpend } from "./schema-parts.ts";

/** Runs that are kept one by one; older ones are in the totals alone. */
export const MOST_RUNS = 1_000;

/** What one run cost, in a line of `cost_data.json`. */
export type RunCosts = Pick<
  CostReport,
  "run" | "startedAt" | "outcome" | "tokens" | "models" | keyof CostTotal
>;

/** Sums over runs. */
export interface CostSums extends TokenCounts {
  readonly replies: number;
  readonly attempts: number;
  /** US dollars of the replies whose price and usage are known: so much was spent at least. */
  readonly knownUsd: number;
  /** Replies that are not among those dollars, because their price is not known. */
  readonly unpricedReplies: number;
  readonly unknownSpend: UnknownSpendTotal;
}

/** `cost_data.json`: the costs of all runs on a workspace. */
export interface CostData {
  readonly version: 1;
  /** The latest, oldest first. */
  readonly runs: readonly RunCosts[];
  /** Of every run that was ever added. */
  readonly totals: CostSums & {
    readonly runs: number;
    /** Those of them that crashed: of these only what the ledger has of their replies is among the sums. */
    readonly crashedRuns: number;
    readonly models: readonly (CostSums & Pick<ModelCost, "model" | "operation">)[];
  };
}

const sums = tokenCounts.extend({
  replies: z.number(),
  attempts: z.number(),
  knownUsd: z.number(),
  unpricedReplies: z.number(),
  unknownSpend,
});

export const costDataSchema: z.ZodType<CostData> = z.looseObject({
  version: z.literal(1),
  runs: z.array(
    costed(
      z.looseObject({
        run: z.string(),
        startedAt: z.string(),
        outcome,
        tokens: tokenCounts,
        models: z.array(modelCost),
      }),
    ),
  ),
  totals: sums.extend({
    runs: z.number(),
    crashedRuns: z.number().default(0),
    models: z.array(sums.extend({ model: z.string(), operation })),
  }),
});

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
export function latestRuns<Run extends Pick<RunCosts, "startedAt">>(runs: readonly Run[]): readonly Run[] {
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
