import type { StageEstimate, StageMeasurement, Range } from "../../src/estimation/index.ts";
import type {
  FailedCalls,
  CostReport,
  Distribution,
  StagePerformance,
  ModelCost,
  PerformanceReport,
  ReportHead,
  RunReports,
} from "../../src/metrics/reports/index.ts";

export const HEAD: ReportHead = {
  runId: "20260301-140509-ab12",
  workspace: "talks",
  startedAt: "2026-03-01T14:05:09.123Z",
  finishedAt: "2026-03-01T14:19:12.123Z",
  seconds: 843,
  outcome: "completed",
  exitCode: 3,
  failure: null,
};

const NOTHING_UNKNOWN = { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 };

export const CHAT_COST: ModelCost = {
  model: "openai:gpt-4o-mini",
  stage: "extract",
  operation: "extract",
  calls: 886,
  replies: 884,
  unreported: 1,
  attempts: 905,
  inputTokens: 1_234_567,
  cachedInputTokens: 120_000,
  outputTokens: 234_567,
  reasoningTokens: 0,
  implausible: 0,
  sharedInputTokens: 0,
  costUsd: 0.3174252,
  costAtLeastUsd: 0.3174252,
  costAtMostUsd: 0.3216252,
  unknownSpend: { attempts: 3, inputTokens: 12_000, outputTokens: 4_000, upToUsd: 0.0042 },
};

const EMBEDDING_COST: ModelCost = {
  model: "openai:text-embedding-3-small",
  stage: "embed",
  operation: "embed",
  calls: 90,
  replies: 90,
  unreported: 0,
  attempts: 90,
  inputTokens: 900_000,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  implausible: 0,
  sharedInputTokens: 0,
  costUsd: 0.018,
  costAtLeastUsd: 0.018,
  costAtMostUsd: 0.018,
  unknownSpend: NOTHING_UNKNOWN,
};

const range = (likely: number): Range => ({ least: likely * 0.8, likely, most: likely * 1.25 });

const ESTIMATE: StageEstimate = {
  stage: "extract",
  profile: "openai:gpt-4o-mini v1",
  model: "openai:gpt-4o-mini",
  chunks: 8_834,
  calls: range(900),
  inputTokens: range(1_200_000),
  outputTokens: range(250_000),
  costUsd: range(0.33),
  prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
  priceSource: "list of prices 1.2.3",
  seconds: null,
  measuredOn: null,
  basis: "what is usual",
};

const LATENCY: Distribution = {
  count: 901,
  mean: 2_100,
  p50: 1_900,
  p90: 3_800,
  p99: 9_400,
  max: 12_345,
  histogram: [
    { fromMs: 1_000, toMs: 2_000, count: 500 },
    { fromMs: 2_000, toMs: 4_000, count: 401 },
  ],
};

export const NO_FAILED_CALLS: FailedCalls = {
  calls: 0,
  replies: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  reasons: [],
};

export const EXTRACTION: StagePerformance = {
  stage: "extract",
  model: "openai:gpt-4o-mini",
  profile: "openai:gpt-4o-mini v1",
  batchSize: 10,
  seconds: 840,
  chunks: 8_834,
  deadLetters: 2,
  chunksPerSecond: 10.5,
  calls: 886,
  attempts: 905,
  retries: 19,
  rateLimited: 4,
  failures: { timeout: 3, network: 12 },
  failedCalls: {
    calls: 9,
    replies: 8,
    inputTokens: 11_000,
    outputTokens: 700,
    costUsd: 0.00207,
    reasons: [
      { reason: "The model refused to answer: no. (and others like it)", calls: 8 },
      { reason: "The connection was lost.", calls: 1 },
    ],
  },
  pauses: { count: 2, seconds: 8.5 },
  silentSeconds: 0,
  peakInFlight: 40,
  latencyMs: LATENCY,
  firstTokenMs: null,
  waitMs: { ...LATENCY, mean: 40, p50: 3, p90: 120, p99: 900, max: 2_000 },
  perMinute: { requests: 500, tokens: 200_000 },
  reportedLimits: { requests: 500, tokens: 200_000 },
  admitted: { requests: 905, tokens: 1_500_000 },
  utilisation: { requests: 0.12, tokens: 0.975 },
  bottlenecks: [
    { by: "none", share: 0.05 },
    { by: "tokens", share: 0.92 },
    { by: "pause", share: 0.03 },
  ],
  outputTokensPerReply: 265.3,
  maxOutputTokensPerCall: 4_000,
  fullReplies: 0,
  timeline: [
    {
      atSeconds: 1,
      inFlight: 10,
      concurrencyLimit: 40,
      done: 100,
      chunksPerSecond: 100,
      admittedPerMinute: { requests: 60 },
      perMinute: { requests: 500 },
      rateLimited: 0,
      costUsd: null,
    },
  ],
};

const COST: CostReport = {
  ...HEAD,
  costUsd: 0.3354252,
  costAtLeastUsd: 0.3354252,
  costAtMostUsd: 0.3396252,
  tokens: { inputTokens: 2_134_567, cachedInputTokens: 120_000, outputTokens: 234_567, reasoningTokens: 0 },
  unknownSpend: CHAT_COST.unknownSpend,
  models: [CHAT_COST, EMBEDDING_COST],
  prices: [
    {
      model: "openai:gpt-4o-mini",
      source: "list of prices 1.2.3",
      prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
    },
    {
      model: "openai:text-embedding-3-small",
      source: "list of prices 1.2.3",
      prices: { input: 0.02, cachedInput: null, output: null },
    },
  ],
  budget: { maxCostUsd: 5, reached: false },
  estimates: [ESTIMATE],
};

const PERFORMANCE: PerformanceReport = {
  ...HEAD,
  stages: [
    { stage: "read", startedSeconds: 0, seconds: 1.5 },
    { stage: "extract", startedSeconds: 1.5, seconds: 840 },
  ],
  modelStages: [EXTRACTION],
  deadLetterReasons: [{ stage: "extract", reason: "The model refused.", chunks: 2 }],
  warnings: ["One file became empty."],
  advice: ["For 92 % of the time the limit of tokens held extraction back."],
};

/** Reports of a run with two models and dead letters. */
export function runReports(
  changes: {
    readonly head?: Partial<ReportHead>;
    readonly cost?: Partial<CostReport>;
    readonly performance?: Partial<PerformanceReport>;
  } = {},
): RunReports {
  return {
    cost: { ...COST, ...changes.head, ...changes.cost },
    performance: { ...PERFORMANCE, ...changes.head, ...changes.performance },
  };
}

/** Reports of a run without a model. */
export function freeReports(head: Partial<ReportHead> = {}): RunReports {
  const noTokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  const stage: StagePerformance = {
    ...EXTRACTION,
    model: "rules",
    rateLimited: 0,
    failures: {},
    failedCalls: NO_FAILED_CALLS,
    pauses: { count: 0, seconds: 0 },
    retries: 0,
    peakInFlight: 0,
    deadLetters: 0,
    waitMs: null,
    perMinute: {},
    reportedLimits: {},
    admitted: {},
    utilisation: {},
    bottlenecks: [],
    outputTokensPerReply: null,
    maxOutputTokensPerCall: null,
  };
  const free = { costUsd: 0, tokens: noTokens, unknownSpend: NOTHING_UNKNOWN, models: [], prices: [], budget: null };
  return runReports({
    head,
    cost: { ...free, estimates: [] },
    performance: { modelStages: [stage], deadLetterReasons: [], warnings: [], advice: [] },
  });
}

export const MEASUREMENT: StageMeasurement = {
  stage: "extract",
  profile: "openai:gpt-4o-mini v1",
  model: "openai:gpt-4o-mini",
  runId: HEAD.runId,
  runs: 1,
  batchSize: 10,
  samples: [
    {
      chunks: 10,
      expectedInputTokens: 1_300,
      maxOutputTokens: 4_000,
      inputTokens: 1_400,
      cachedInputTokens: 0,
      outputTokens: 265,
      durationMs: 2_100,
    },
  ],
  settled: 8_834,
  calls: 886,
  attempts: 905,
  replies: 884,
  seconds: 840,
  perMinute: { tokens: 200_000 },
  admitted: { tokens: 1_500_000 },
  peakInFlight: 40,
};
