import type { StageEstimate, Range } from "../../src/estimation/index.ts";
import type {
  FailedCalls,
  CostReport,
  Distribution,
  StageMoment,
  StagePerformance,
  ModelCost,
  ReportHead,
  RunReports,
} from "../../src/metrics/reports/index.ts";

const NO_FAILED_CALLS: FailedCalls = { calls: 0, replies: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, reasons: [] };

/** A run of half an hour with two models and the limit of tokens as the bottleneck; tests change parts of it. */
export function paidRun(): RunReports {
  const head = headOf({ seconds: 1_634.2 });
  const models = [
    modelCost("openai:gpt-4o-mini", "extract", "extract", 1_790, [4_212_380, 1_102_336, 1_318_204, 0], 1.3402),
    modelCost("openai:text-embedding-3-small", "embed", "embed", 139, [4_418_233, 0, 0, 0], 0.0883),
    modelCost("openai:gpt-4o-mini", "extract", "ping", 1, [612, 0, 41, 0], 0.000116),
  ];
  return {
    cost: costReport(head, models, [extractionEstimate(), embeddingEstimate()]),
    performance: {
      ...head,
      stages: [
        { stage: "read", startedSeconds: 0.1, seconds: 6.4 },
        { stage: "extract", startedSeconds: 6.6, seconds: 1_598.3 },
        { stage: "embed", startedSeconds: 6.7, seconds: 191.5 },
        { stage: "resolve", startedSeconds: 1_605, seconds: 9.2 },
        { stage: "project", startedSeconds: 1_614.2, seconds: 19.8 },
      ],
      modelStages: [extractionStage(300), embeddingStage(190)],
      deadLetterReasons: [
        { stage: "extract", reason: "The reply holds no entry for the chunk, three times over.", chunks: 9 },
        {
          stage: "extract",
          reason: "The reply was cut off at 4,000 tokens, though it was requested for one chunk.",
          chunks: 3,
        },
      ],
      warnings: [
        "The header x-ratelimit-limit-tokens of api.openai.com changed from 200,000 to 150,000 while the run went on.",
      ],
      advice: [
        "For 92 % of the time the limit of tokens of openai:gpt-4o-mini (200,000 a minute) was the bottleneck of extraction; with twice the limit it would have taken about 14 min 00 s instead of 27 min 00 s.",
        "Replies used 35 % of the output tokens that they were allowed (736 of 2,100), and the limit of tokens charges the allowed tokens, used or not (2,100 an attempt); --batch-size (it was 20) sets how many output tokens a call is allowed.",
        "1.7 % of the attempts were turned away by the limits of openai:gpt-4o-mini: the run kept to the reported limits, so another program may use them too; lower them with --rpm and --tpm.",
      ],
    },
  };
}

/** Calls with short waits, and at the beginning a concurrency limit far above the calls in flight. */
export function unhurriedRun(): RunReports {
  const run = paidRun();
  const modelStages = run.performance.modelStages.map((stage): StagePerformance => ({
    ...stage,
    waitMs: distribution(stage.attempts, 0.101, 0.6, 0.7),
    timeline: stage.timeline.map((moment, index) => ({ ...moment, concurrencyLimit: index < 20 ? 1_000 : 20 })),
  }));
  const advice = ["12 chunks went to the dead letters. `colloquy retry-failed` processes them again."];
  return { ...run, performance: { ...run.performance, modelStages, advice } };
}

/** A run of rules and hashed words, without calls, cost and limits. */
export function ruleRun(): RunReports {
  const head = headOf({ workspace: "talks", seconds: 0.3 });
  const free = {
    perMinute: {},
    reportedLimits: {},
    admitted: {},
    utilisation: {},
    latencyMs: null,
    firstTokenMs: null,
    waitMs: null,
  };
  const still = {
    timeline: [],
    bottlenecks: [],
    rateLimited: 0,
    retries: 0,
    failures: {},
    failedCalls: NO_FAILED_CALLS,
    pauses: { count: 0, seconds: 0 },
    peakInFlight: 0,
    fullReplies: 0,
  };
  return {
    cost: costReport(head, [], []),
    performance: {
      ...head,
      stages: [
        { stage: "read", startedSeconds: 0.004, seconds: 0.031 },
        { stage: "extract", startedSeconds: 0.036, seconds: 0.142 },
        { stage: "embed", startedSeconds: 0.036, seconds: 0.058 },
        { stage: "resolve", startedSeconds: 0.18, seconds: 0.052 },
        { stage: "project", startedSeconds: 0.232, seconds: 0.061 },
      ],
      modelStages: [
        {
          ...extractionStage(1),
          ...free,
          ...still,
          model: "rules",
          profile: "rules/3",
          seconds: 0.142,
          chunks: 211,
          deadLetters: 0,
          chunksPerSecond: 1_486,
          calls: 43,
          attempts: 43,
        },
        {
          ...embeddingStage(1),
          ...free,
          ...still,
          model: "hashed-words",
          profile: "hashed-words/512",
          seconds: 0.058,
          chunks: 211,
          deadLetters: 0,
          chunksPerSecond: 3_638,
          calls: 4,
          attempts: 4,
        },
      ],
      deadLetterReasons: [],
      warnings: [],
      advice: [],
    },
  };
}

/** A run that failed before its first stage. */
export function emptyRun(): RunReports {
  const head = headOf({
    seconds: 0,
    outcome: "failed",
    exitCode: 1,
    failure:
      "NEO4J_URI is set but bolt://localhost:7687 refused the connection. Start it, or unset NEO4J_URI to use the embedded store.",
  });
  return {
    cost: costReport(head, [], []),
    performance: { ...head, stages: [], modelStages: [], deadLetterReasons: [], warnings: [], advice: [] },
  };
}

/** Unknown prices, attempts without reported usage, a single moment, and a budget that was reached. */
export function unknownRun(): RunReports {
  const head = headOf({ seconds: 4.1, outcome: "budget-reached", exitCode: 4 });
  const unknownSpend = { attempts: 4, inputTokens: 9_812, outputTokens: 8_000, upToUsd: null };
  const model = {
    ...modelCost("local:qwen3-1.7b", "extract", "extract", 2, [4_800, 0, 1_220, 640], null),
    attempts: 6,
    unreported: 1,
    unknownSpend,
  };
  const stage = extractionStage(1);
  return {
    cost: {
      ...costReport(head, [model], [{ ...extractionEstimate(), costUsd: null, seconds: null }]),
      costUsd: null,
      costAtLeastUsd: 0,
      costAtMostUsd: null,
      unknownSpend,
      budget: { maxCostUsd: 0.0003, reached: true },
    },
    performance: {
      ...head,
      stages: [{ stage: "extract", startedSeconds: 0.2, seconds: 3.9 }],
      modelStages: [
        {
          ...stage,
          model: "local:qwen3-1.7b",
          perMinute: {},
          utilisation: {},
          seconds: 3.9,
          firstTokenMs: null,
          timeline: stage.timeline.map((moment) => ({ ...moment, atSeconds: 2, perMinute: {}, costUsd: null })),
        },
      ],
      deadLetterReasons: [],
      warnings: [],
      advice: [],
    },
  };
}

/** Replies without usage, so the cost has bounds only, and input that was written to a cache. */
export function unreportedRun(): RunReports {
  const { cost, performance } = paidRun();
  const models = cost.models.map((model) => ({
    ...model,
    cacheWrittenTokens: 12_000,
    unreported: 3,
    costUsd: null,
    costAtMostUsd: model.costAtLeastUsd + 0.01,
    unknownSpend: { attempts: 3, inputTokens: 9_000, outputTokens: 6_000, upToUsd: 0.01 },
  }));
  const prices = cost.prices.map((price) => ({
    ...price,
    prices: price.prices === null ? null : { ...price.prices, cacheWrite: 0.1875 },
  }));
  const sum = (of: (model: (typeof models)[number]) => number): number =>
    models.reduce((total, each) => total + of(each), 0);
  const unknownSpend = {
    attempts: sum((model) => model.unknownSpend.attempts),
    inputTokens: sum((model) => model.unknownSpend.inputTokens),
    outputTokens: sum((model) => model.unknownSpend.outputTokens),
    upToUsd: sum((model) => model.unknownSpend.upToUsd),
  };
  const costAtMostUsd = cost.costAtLeastUsd + unknownSpend.upToUsd;
  return { cost: { ...cost, costUsd: null, costAtMostUsd, unknownSpend, models, prices }, performance };
}

/** Nine hours, twelve models, thousands of dollars, and hostile text. */
export function hugeRun(): RunReports {
  const hostile = `</script><img src=x onerror="alert(1)"><!-- & 'quoted' \u202Ereversed`;
  const head = headOf({
    workspace: "مقابلات-٢٠٢٦",
    seconds: 32_912.7,
    outcome: "interrupted",
    exitCode: 130,
    failure: `Interrupted by SIGINT. ${hostile}`,
  });
  const models = Array.from({ length: 12 }, (_, index) => {
    const tokens = Math.round(410_000_000 / (index + 1) ** 2);
    const counts = [
      tokens,
      Math.round(tokens * 0.4),
      Math.round(tokens * 0.3),
      index % 3 === 0 ? Math.round(tokens * 0.1) : 0,
    ] as const;
    const name =
      index === 3
        ? `azure:production-deployment-of-an-organisation/${"long-name-".repeat(12)}v${index}`
        : `vendor-${index}:model-${index}`;
    return modelCost(name, "extract", "extract", 20_833, counts, index === 11 ? null : 9_300 / (index + 1) ** 1.5);
  });
  const long = `${hostile} `.repeat(30);
  const stage = extractionStage(300);
  return {
    cost: {
      ...costReport(head, models, [extractionEstimate()]),
      costUsd: 12_345,
      unknownSpend: { attempts: 31, inputTokens: 401_000, outputTokens: 310_000, upToUsd: 9.75 },
    },
    performance: {
      ...head,
      stages: [
        { stage: "read", startedSeconds: 0, seconds: 312 },
        { stage: "extract", startedSeconds: 312, seconds: 32_600.7 },
        { stage: "embed", startedSeconds: 313, seconds: 8_000 },
      ],
      modelStages: [
        {
          ...stage,
          model: models[3]?.model ?? "",
          seconds: 32_600.7,
          chunks: 250_000,
          timeline: stage.timeline.map((moment) => ({
            ...moment,
            atSeconds: moment.atSeconds * 20.2,
            done: moment.done * 28,
          })),
        },
      ],
      deadLetterReasons: [
        { stage: "extract", reason: long, chunks: 40 },
        { stage: "extract", reason: "النموذج رفض الإجابة عن هذا المقطع", chunks: 12 },
        ...Array.from({ length: 30 }, (_, index) => ({
          stage: "extract" as const,
          reason: `Reason ${index + 1}: the reply is no JSON.`,
          chunks: 1,
        })),
      ],
      warnings: [
        hostile,
        long,
        ...Array.from({ length: 20 }, (_, index) => `File ${index}.srt was skipped: it is no text.`),
      ],
      advice: [hostile],
    },
  };
}

function headOf(changed: Partial<ReportHead>): ReportHead {
  return {
    runId: "2026-11-25T04-53-32Z-7f3a",
    workspace: "sleep-podcast",
    startedAt: "2026-11-25T04:53:32.000Z",
    finishedAt: "2026-11-25T05:20:46.200Z",
    seconds: 1_634.2,
    outcome: "completed",
    exitCode: 0,
    failure: null,
    ...changed,
  };
}

function costReport(head: ReportHead, models: readonly ModelCost[], estimates: readonly StageEstimate[]): CostReport {
  const sum = (of: (model: ModelCost) => number): number => models.reduce((total, model) => total + of(model), 0);
  return {
    ...head,
    costUsd: sum((model) => model.costUsd ?? 0),
    costAtLeastUsd: sum((model) => model.costAtLeastUsd),
    costAtMostUsd: sum((model) => model.costAtMostUsd ?? 0),
    tokens: {
      inputTokens: sum((model) => model.inputTokens),
      cachedInputTokens: sum((model) => model.cachedInputTokens),
      outputTokens: sum((model) => model.outputTokens),
      reasoningTokens: sum((model) => model.reasoningTokens),
    },
    unknownSpend: {
      attempts: sum((model) => model.unknownSpend.attempts),
      inputTokens: sum((model) => model.unknownSpend.inputTokens),
      outputTokens: sum((model) => model.unknownSpend.outputTokens),
      upToUsd: sum((model) => model.unknownSpend.upToUsd ?? 0),
    },
    models,
    prices: models.map(({ model, costUsd }) => ({
      model,
      source: costUsd === null ? null : "genai-prices of 20 November 2026",
      prices: costUsd === null ? null : { input: 0.15, cachedInput: 0.075, output: 0.6 },
    })),
    budget: null,
    estimates,
  };
}

function modelCost(
  model: string,
  stage: ModelCost["stage"],
  operation: ModelCost["operation"],
  replies: number,
  [inputTokens, cachedInputTokens, outputTokens, reasoningTokens]: readonly [number, number, number, number],
  costUsd: number | null,
): ModelCost {
  const lost = replies > 1_000 ? 7 : 0;
  const unknownSpend = {
    attempts: lost,
    inputTokens: lost * 2_353,
    outputTokens: lost * 2_100,
    upToUsd: costUsd === null ? null : lost * 0.0016,
  };
  return {
    model,
    stage,
    operation,
    calls: replies,
    replies,
    unreported: 0,
    attempts: replies + 31,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    reasoningTokens,
    implausible: 0,
    sharedInputTokens: 0,
    costUsd,
    costAtLeastUsd: costUsd ?? 0,
    costAtMostUsd: costUsd === null ? null : costUsd + lost * 0.0016,
    unknownSpend,
  };
}

function extractionStage(moments: number): StagePerformance {
  return {
    stage: "extract",
    model: "openai:gpt-4o-mini",
    profile: "openai:gpt-4o-mini/2/7c1e",
    batchSize: 5,
    seconds: 1_598.3,
    chunks: 8_822,
    deadLetters: 12,
    chunksPerSecond: 5.52,
    calls: 1_772,
    attempts: 1_828,
    retries: 56,
    rateLimited: 31,
    failures: { timeout: 4, server: 14, network: 3, invalid: 4 },
    failedCalls: {
      calls: 31,
      replies: 27,
      inputTokens: 64_100,
      outputTokens: 18_300,
      costUsd: 0.0206,
      reasons: [
        { reason: "The model refused to answer: I cannot speak of that. (and others like it)", calls: 22 },
        { reason: "The reply holds no JSON.", calls: 5 },
        { reason: "The connection was lost before the reply was complete.", calls: 4 },
      ],
    },
    pauses: { count: 3, seconds: 41.5 },
    silentSeconds: 0,
    peakInFlight: 46,
    latencyMs: distribution(1_797, 2_400, 9_300, 0.42),
    firstTokenMs: distribution(1_797, 180, 1_900, 0.3),
    waitMs: distribution(1_828, 10, 41_000, 0.7),
    perMinute: { tokens: 150_000, requests: 500 },
    reportedLimits: { tokens: 150_000, requests: 500 },
    admitted: { tokens: 5_212_000, requests: 1_828 },
    utilisation: { tokens: 0.961, requests: 0.134 },
    bottlenecks: [
      { by: "tokens", share: 0.915 },
      { by: "pause", share: 0.026 },
      { by: "concurrencyLimit", share: 0.018 },
      { by: "none", share: 0.041 },
    ],
    outputTokensPerReply: 736,
    maxOutputTokensPerCall: 2_100,
    fullReplies: 3,
    timeline: timeline(moments, {
      from: 6.6,
      to: 1_604.9,
      rate: 5.5,
      tokens: 196_000,
      requests: 68,
      inFlight: 38,
      concurrencyLimit: 64,
    }),
  };
}

function embeddingStage(moments: number): StagePerformance {
  return {
    ...extractionStage(1),
    stage: "embed",
    model: "openai:text-embedding-3-small",
    profile: "openai:text-embedding-3-small/1536",
    batchSize: 64,
    seconds: 191.5,
    chunks: 8_834,
    deadLetters: 0,
    chunksPerSecond: 46.1,
    calls: 139,
    attempts: 139,
    retries: 0,
    rateLimited: 0,
    failures: {},
    failedCalls: NO_FAILED_CALLS,
    pauses: { count: 0, seconds: 0 },
    peakInFlight: 4,
    latencyMs: distribution(139, 240, 1_800, 0.4),
    firstTokenMs: null,
    waitMs: null,
    perMinute: { tokens: 10_000_000, requests: 10_000 },
    reportedLimits: { tokens: 10_000_000, requests: 10_000 },
    admitted: { tokens: 4_418_233, requests: 139 },
    utilisation: { tokens: 0.106, requests: 0.004 },
    bottlenecks: [{ by: "none", share: 1 }],
    outputTokensPerReply: null,
    maxOutputTokensPerCall: null,
    fullReplies: 0,
    timeline: timeline(moments, {
      from: 6.7,
      to: 198.2,
      rate: 46,
      tokens: 1_390_000,
      requests: 44,
      inFlight: 3,
      concurrencyLimit: 8,
    }).map((moment) => ({
      ...moment,
      rateLimited: 0,
      perMinute: { tokens: 10_000_000, requests: 10_000 },
    })),
  };
}

interface Phases {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
  readonly tokens: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly concurrencyLimit: number;
}

/** Rises within a minute, varies, stops after a third, and has a lower limit after two thirds. */
function timeline(
  moments: number,
  { from, to, rate, tokens, requests, inFlight, concurrencyLimit }: Phases,
): readonly StageMoment[] {
  const random = randomNumbers(moments);
  let done = 0;
  let rateLimited = 0;
  return Array.from({ length: moments }, (_, index) => {
    const share = moments === 1 ? 0.5 : index / (moments - 1);
    const atSeconds = from + share * (to - from);
    const limited = share > 0.66 ? 0.75 : 1;
    const strength =
      Math.min(1, 0.05 + index / 12) *
      (0.93 + 0.1 * random()) *
      limited *
      (share > 0.34 && share < 0.37 ? 0.3 : 1) *
      (share > 0.98 ? 0.5 : 1);
    done += (rate * strength * (to - from)) / moments;
    if ((share > 0.33 && share < 0.35) || (share > 0.66 && share < 0.68)) rateLimited += Math.ceil(random() * 4);
    return {
      atSeconds,
      inFlight: Math.round(inFlight * strength),
      concurrencyLimit: Math.round(share > 0.34 ? concurrencyLimit * 0.75 : concurrencyLimit),
      done: Math.round(done),
      chunksPerSecond: rate * strength,
      admittedPerMinute: {
        requests: requests * strength,
        tokens: tokens * strength,
        inputTokens: tokens * 0.7 * strength,
        outputTokens: tokens * 0.3 * strength,
      },
      perMinute: { requests: 500, tokens: share > 0.66 ? 150_000 : 200_000 },
      rateLimited,
      costUsd: done * 0.000152,
    };
  });
}

function distribution(count: number, from: number, median: number, spread: number): Distribution {
  const ratio = 10 ** 0.1;
  const random = randomNumbers(count);
  const bell = (): number => random() + random() + random() + random() - 2;
  const times = Array.from({ length: count }, () => Math.max(from, median * Math.exp(bell() * spread * 1.7))).toSorted(
    (left, right) => left - right,
  );
  const at = (share: number): number => times[Math.min(count - 1, Math.floor(share * count))] ?? 0;
  const max = at(1);
  const first = Math.floor(Math.log(at(0)) / Math.log(ratio));
  const last = Math.floor(Math.log(max) / Math.log(ratio));
  const histogram = Array.from({ length: last - first + 1 }, (_, index) => {
    const [fromMs, toMs] = [ratio ** (first + index), ratio ** (first + index + 1)];
    return { fromMs, toMs, count: times.filter((ms) => ms >= fromMs && ms < toMs).length };
  });
  return {
    count,
    mean: times.reduce((sum, ms) => sum + ms, 0) / count,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max,
    histogram,
  };
}

function extractionEstimate(): StageEstimate {
  return {
    stage: "extract",
    profile: "openai:gpt-4o-mini/2/7c1e",
    model: "openai:gpt-4o-mini",
    chunks: 8_834,
    calls: range(1_767, 1_767, 1_790),
    inputTokens: range(4_090_000, 4_180_000, 4_310_000),
    outputTokens: range(1_050_000, 1_240_000, 1_460_000),
    costUsd: range(1.16, 1.29, 1.45),
    prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
    priceSource: "genai-prices of 20 November 2026",
    seconds: range(1_180, 1_290, 1_420),
    measuredOn: "2026-11-24T18-02-11Z-11aa",
    basis:
      "Measured on 50 chunks of this workspace's last run, 2026-11-24T18-02-11Z-11aa, of the same model and prompt.",
  };
}

function embeddingEstimate(): StageEstimate {
  return {
    ...extractionEstimate(),
    stage: "embed",
    model: "openai:text-embedding-3-small",
    calls: range(139, 139, 139),
    inputTokens: range(4_300_000, 4_400_000, 4_500_000),
    outputTokens: range(0, 0, 0),
    costUsd: range(0.086, 0.088, 0.09),
    seconds: range(120, 180, 260),
    measuredOn: null,
    basis: "Judged by what is usual for this kind of text; nothing was measured on this workspace.",
  };
}

function range(least: number, likely: number, most: number): Range {
  return { least, likely, most };
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
