import { sumOfCosts, sumOfTokens, totalDollars } from "../calls/index.ts";
import { type BookedReplies, type CrashedRun, NO_USAGE, type Pricing } from "../ports/index.ts";
import type { ModelCost, ReportHead, RunReports, TokenCounts } from "./reports/index.ts";

/** Replies of a crashed run, and what such replies cost. */
export interface PricedReplies {
  readonly booked: BookedReplies;
  readonly pricing: Pricing;
}

const FAILURE =
  "The run ended without its reports, as after kill -9, a power cut or a full disk: these were made by the next run, of what the ledger has of its replies.";

/** The reports of a run that was killed, of what the ledger has of its replies. They cost that much at least. */
export function crashReports(
  { run, startedAt }: Pick<CrashedRun, "run" | "startedAt">,
  workspace: string,
  replies: readonly PricedReplies[],
): RunReports {
  const head: ReportHead = {
    run,
    workspace,
    startedAt,
    finishedAt: null,
    seconds: null,
    outcome: "crashed",
    exitCode: null,
    failure: FAILURE,
  };
  const models = replies.map(modelCost);
  const { costAtLeastUsd, unknownSpend } = sumOfCosts(models);
  const prices = new Map(replies.map(({ pricing: { model, source, prices } }) => [model, { model, source, prices }]));
  return {
    cost: {
      ...head,
      // Whatever was in flight when it was killed may have cost anything.
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

function modelCost({ booked, pricing }: PricedReplies): ModelCost {
  const { stage, replies, unreported, inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = booked;
  const known = costOf(booked, pricing);
  const isWhole = known !== null && unreported === 0;
  return {
    model: pricing.model,
    stage,
    operation: stage === "extract" ? "extract" : "embed",
    calls: replies,
    replies,
    unreported,
    implausible: 0,
    attempts: replies,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    reasoningTokens,
    sharedInputTokens: 0,
    costUsd: isWhole ? known : null,
    costAtLeastUsd: known ?? 0,
    costAtMostUsd: isWhole ? known : null,
    unknownSpend: { attempts: unreported, inputTokens: 0, outputTokens: 0, upToUsd: unreported === 0 ? 0 : null },
  };
}

/** Some prices depend on the size of a call, the larger ones costing more a token: so the mean one is priced. */
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
