import { INPUT_EXCESS, sumOfCosts, sumOfTokens, totalDollars, type UnknownSpendTotal } from "../calls/index.ts";
import { type BookedReplies, type CallsInFlight, type CrashedRun, NO_USAGE, type Pricing } from "../ports/index.ts";
import type { ModelCost, ReportHead, RunReports, TokenCounts } from "./reports/index.ts";

/** The replies of a crashed run of one stage and profile, its calls in flight, and their price. */
export interface CrashedCalls {
  readonly booked: BookedReplies;
  /** Null: no call was in flight. */
  readonly inFlight: CallsInFlight | null;
  readonly pricing: Pricing;
}

const FAILURE =
  "The run ended without reports, for example after kill -9, a power cut or a full disk. The next run made these reports from the calls in the ledger.";

/** The reports of a killed run, made from its calls in the ledger. Their cost is a lower bound. */
export function crashReports(
  { run, startedAt }: Pick<CrashedRun, "run" | "startedAt">,
  workspace: string,
  calls: readonly CrashedCalls[],
): RunReports {
  const head: ReportHead = {
    runId: run,
    workspace,
    startedAt,
    finishedAt: null,
    seconds: null,
    outcome: "crashed",
    exitCode: null,
    failure: FAILURE,
  };
  const models = calls.map(modelCost);
  const { costAtLeastUsd, unknownSpend } = sumOfCosts(models);
  const prices = new Map(calls.map(({ pricing: { model, source, prices } }) => [model, { model, source, prices }]));
  return {
    cost: {
      ...head,
      // The ledger has neither pings nor the failed attempts before those in flight, so the cost has no upper bound.
      costUsd: null,
      costAtLeastUsd,
      costAtMostUsd: null,
      unknownSpend: { ...unknownSpend, upToUsd: null },
      tokens: models.reduce<TokenCounts>(sumOfTokens, NO_USAGE),
      models,
      prices: [...prices.values()],
      budget: null,
      estimates: [],
    },
    performance: { ...head, stages: [], modelStages: [], deadLetterReasons: [], warnings: [], advice: [] },
  };
}

function modelCost({ booked, inFlight, pricing }: CrashedCalls): ModelCost {
  const { stage, replies, unreported, inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = booked;
  const known = costOf(booked, pricing);
  const isWhole = known !== null && unreported === 0;
  const unknown = spendInFlight(inFlight, pricing);
  return {
    model: pricing.model,
    stage,
    operation: stage,
    calls: replies + unknown.attempts,
    replies,
    unreported,
    implausible: 0,
    attempts: replies + unknown.attempts,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    reasoningTokens,
    sharedInputTokens: 0,
    costUsd: isWhole ? known : null,
    costAtLeastUsd: known ?? 0,
    costAtMostUsd: isWhole ? totalDollars([known, unknown.upToUsd]) : null,
    unknownSpend: {
      ...unknown,
      attempts: unknown.attempts + unreported,
      upToUsd: unreported === 0 ? unknown.upToUsd : null,
    },
  };
}

/** Upper bound of the usage of the calls in flight. Prices can depend on the size of a call, so the mean call is priced. */
function spendInFlight(inFlight: CallsInFlight | null, pricing: Pricing): UnknownSpendTotal {
  if (inFlight === null) return { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 };
  const { calls, maxOutputTokens } = inFlight;
  const inputTokens = Math.ceil(inFlight.inputTokens * INPUT_EXCESS);
  const mean = pricing.mostOf({ inputTokens: inputTokens / calls, maxOutputTokens: maxOutputTokens / calls });
  const upToUsd = mean === null ? null : totalDollars([mean * calls]);
  return { attempts: calls, inputTokens, outputTokens: maxOutputTokens, upToUsd };
}

/** Some prices rise with the size of a call, so the mean call is priced. */
function costOf(booked: BookedReplies, pricing: Pricing): number | null {
  const reported = booked.replies - booked.unreported;
  if (reported === 0) return 0;
  const cost = pricing.cost({
    inputTokens: booked.inputTokens / reported,
    cachedInputTokens: booked.cachedInputTokens / reported,
    outputTokens: booked.outputTokens / reported,
    reasoningTokens: booked.reasoningTokens / reported,
  });
  return cost === null ? null : totalDollars([cost * reported]);
}
