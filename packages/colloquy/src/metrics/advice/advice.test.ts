import { describe, expect, it } from "vitest";
import type { StageMoment, StagePerformance, ModelCost } from "../reports/index.ts";
import type { Reported } from "./advice.ts";
import { adviseOn } from "./index.ts";

const HEAD = {
  runId: "r1",
  workspace: "talks",
  startedAt: "2026-01-02T12:00:00.000Z",
  finishedAt: "2026-01-02T12:27:00.000Z",
  seconds: 1620,
  outcome: "completed",
  exitCode: 0,
  failure: null,
} as const;
const TIMES = { count: 400, mean: 20_000, p50: 19_000, p90: 30_000, p99: 40_000, max: 50_000, histogram: [] };
const MOMENT: StageMoment = {
  atSeconds: 0,
  inFlight: 20,
  concurrencyLimit: 20,
  done: 0,
  chunksPerSecond: 1,
  admittedPerMinute: {},
  perMinute: {},
  rateLimited: 0,
  costUsd: null,
};
const NO_FAILED_CALLS = { calls: 0, replies: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, reasons: [] };
const STAGE: StagePerformance = {
  stage: "extract",
  model: "openai:gpt-4o",
  profile: "p",
  batchSize: 10,
  seconds: 1620,
  chunks: 4000,
  deadLetters: 0,
  chunksPerSecond: 2.5,
  calls: 400,
  attempts: 400,
  retries: 0,
  rateLimited: 0,
  failures: {},
  failedCalls: NO_FAILED_CALLS,
  pauses: { count: 0, seconds: 0 },
  silentSeconds: 0,
  peakInFlight: 20,
  latencyMs: TIMES,
  firstTokenMs: null,
  waitMs: TIMES,
  perMinute: {},
  reportedLimits: {},
  admitted: {},
  utilisation: {},
  bottlenecks: [{ by: "none", share: 1 }],
  outputTokensPerReply: 3000,
  maxOutputTokensPerCall: 4000,
  fullReplies: 0,
  timeline: Array.from({ length: 10 }, (_, index) => ({ ...MOMENT, atSeconds: index })),
};
const UNKNOWN = { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 };
const MODEL: ModelCost = {
  model: "openai:gpt-4o",
  stage: "extract",
  operation: "extract",
  calls: 400,
  replies: 400,
  unreported: 0,
  attempts: 400,
  inputTokens: 1_240_000,
  cachedInputTokens: 620_000,
  outputTokens: 560_000,
  reasoningTokens: 0,
  implausible: 0,
  sharedInputTokens: 620_000,
  costUsd: 7.5,
  costAtLeastUsd: 7.5,
  costAtMostUsd: 7.5,
  unknownSpend: UNKNOWN,
};

interface Changes {
  readonly stage?: Partial<StagePerformance>;
  readonly embedding?: Partial<StagePerformance>;
  readonly performance?: Partial<Reported["performance"]>;
  readonly model?: Partial<ModelCost>;
  readonly cost?: Partial<Reported["cost"]>;
}

/** Advice on a run without any advice of its own, with changes. */
function advice({ stage, embedding, performance, model, cost }: Changes): readonly string[] {
  const modelStages = [
    { ...STAGE, ...stage },
    ...(embedding === undefined ? [] : [{ ...STAGE, stage: "embed" as const, model: "openai:e", ...embedding }]),
  ];
  return adviseOn({
    cost: {
      ...HEAD,
      costUsd: 7.5,
      costAtLeastUsd: 7.5,
      costAtMostUsd: 7.5,
      tokens: MODEL,
      unknownSpend: UNKNOWN,
      models: [{ ...MODEL, ...model }],
      prices: [{ model: "openai:gpt-4o", source: "a table", prices: { input: 2.5, cachedInput: 1.25, output: 10 } }],
      budget: null,
      estimates: [],
      ...cost,
    },
    performance: { ...HEAD, stages: [], modelStages, deadLetterReasons: [], warnings: [], ...performance },
  });
}

const TOKEN_BOUND = {
  perMinute: { tokens: 30_000 },
  reportedLimits: { tokens: 30_000 },
  bottlenecks: [
    { by: "tokens", share: 0.92 },
    { by: "none", share: 0.08 },
  ],
} as const;

describe("advice on a run", () => {
  it("is empty for a run without problems", () => {
    expect(advice({})).toEqual([]);
  });

  describe("about a limit that is the bottleneck", () => {
    it("estimates the time with twice the limit: the waiting time halves, the other time stays", () => {
      expect(advice({ stage: TOKEN_BOUND })).toEqual([
        "For 92 % of the time the limit of tokens of openai:gpt-4o (30,000 a minute) was the bottleneck of extraction; with twice the limit it would have taken about 14 min 35 s instead of 27 min 00 s.",
      ]);
    });

    it("names the option of the user's own limit, and the limit of the provider", () => {
      expect(advice({ stage: { ...TOKEN_BOUND, reportedLimits: { tokens: 120_000 } } })).toEqual([
        "For 92 % of the time the limit of tokens set for openai:gpt-4o (30,000 a minute, --tpm) was the bottleneck of extraction; with the provider's limit of 120,000 it would have taken about 8 min 22 s instead of 27 min 00 s.",
      ]);
      const bottlenecks = [{ by: "requests", share: 0.5 }] as const;
      expect(advice({ embedding: { perMinute: { requests: 60 }, bottlenecks } })).toEqual([
        expect.stringContaining(
          "limit of requests set for openai:e (60 a minute, --embedding-rpm) was the bottleneck of embedding",
        ),
      ]);
    });

    it("bounds the improvement by the use of the other limits", () => {
      const utilisation = { tokens: 1, requests: 0.9 };
      expect(advice({ stage: { ...TOKEN_BOUND, utilisation } })).toEqual([
        expect.stringContaining("with twice the limit it would have taken about 24 min 18 s instead of 27 min 00 s."),
      ]);
    });

    it("is silent about a bottleneck of a few seconds or of a small share", () => {
      expect(advice({ stage: { ...TOKEN_BOUND, seconds: 5 } })).toEqual([]);
      expect(advice({ stage: { ...TOKEN_BOUND, bottlenecks: [{ by: "tokens", share: 0.1 }] } })).toEqual([]);
    });
  });

  it("proposes larger batches when requests are the bottleneck and tokens are unused", () => {
    const bound = {
      perMinute: { requests: 3 },
      reportedLimits: { requests: 3 },
      bottlenecks: [{ by: "requests", share: 0.9 }],
    } as const;
    expect(advice({ stage: { ...bound, utilisation: { requests: 1, tokens: 0.2 } } })).toContain(
      "The limit of requests was the bottleneck of extraction while 80 % of its tokens were left unused: twice as many chunks a call (--batch-size 20) take half the requests.",
    );
    expect(advice({ stage: { ...bound, utilisation: { requests: 1, tokens: 0.9 } } })).toHaveLength(1);
    expect(advice({ stage: { ...bound, utilisation: { requests: 1 } } })).toHaveLength(1);
  });

  it("mentions unused output tokens only when the limit charges them", () => {
    const stage = { ...TOKEN_BOUND, outputTokensPerReply: 1400, admitted: { tokens: 1_620_000 } };
    const sentence =
      "Replies used 35 % of the output tokens that they were allowed (1,400 of 4,000), and the limit of tokens charges the allowed tokens, used or not (4,050 an attempt); --batch-size (it was 10) sets how many output tokens a call is allowed.";
    expect(advice({ stage })).toContain(sentence);
    expect(advice({ stage: { ...stage, outputTokensPerReply: 3000 } })).toHaveLength(1);
    expect(advice({ stage: { ...stage, admitted: { tokens: 2_840_000 } } })).toHaveLength(1);
    expect(advice({ stage, model: { inputTokens: 1_600_000, cachedInputTokens: 800_000 } })).toHaveLength(1);
    expect(advice({ stage: { ...stage, bottlenecks: STAGE.bottlenecks } })).toEqual([]);
  });

  it("proposes more calls at once when a fixed concurrency limit is the bottleneck and the limits have room", () => {
    const stage = { bottlenecks: [{ by: "concurrencyLimit", share: 0.8 }], utilisation: { tokens: 0.3 } } as const;
    expect(advice({ stage })).toEqual([
      "For 80 % of the time extraction had 20 calls in flight, the most that it was allowed, and 70 % of its limits were left unused; with twice as many (--max-concurrent 40) and the same latency, it would have taken about 16 min 12 s instead of 27 min 00 s.",
    ]);
    const moving = STAGE.timeline.map((moment, index) => ({ ...moment, concurrencyLimit: 20 + index }));
    expect(advice({ stage: { ...stage, timeline: moving } })).not.toEqual([
      expect.stringContaining("the most that it was allowed"),
    ]);
    expect(advice({ stage: { ...stage, utilisation: { tokens: 0.9 } } })).toEqual([]);
  });

  describe("about slow replies that are the bottleneck", () => {
    const slow = {
      seconds: 120,
      latencyMs: { ...TIMES, count: 40, mean: 60_000, p50: 58_000 },
      calls: 40,
      peakInFlight: 40,
    };

    it("proposes more calls at once when the concurrency limit was rising", () => {
      const bottlenecks = [
        { by: "concurrencyLimit", share: 0.7 },
        { by: "none", share: 0.3 },
      ] as const;
      const timeline = STAGE.timeline.map((moment, index) => ({ ...moment, concurrencyLimit: 4 * (index + 1) }));
      expect(advice({ stage: { ...slow, bottlenecks, timeline } })).toEqual([
        "For 100 % of the time extraction waited for replies alone: half of the replies took 58 s or longer, with at most 40 calls in flight, the concurrency limit while it was rising; a fixed --max-concurrent 80 allows more from the start.",
      ]);
    });

    it("proposes smaller batches when all calls were sent at once", () => {
      expect(advice({ stage: slow })).toEqual([
        "For 100 % of the time extraction waited for replies alone: half of the replies took 58 s or longer, with at most 40 calls in flight; all 40 calls were sent at once, so a --batch-size below 10 would have made shorter replies, more of them at once.",
      ]);
      expect(advice({ stage: { ...slow, batchSize: 1 } })).toEqual([
        expect.stringMatching(/; all calls were sent at once, so only a faster model would have been faster\.$/),
      ]);
    });

    it("is silent when a limit was used, the stage had other work, or the run was short", () => {
      expect(advice({ stage: { ...slow, utilisation: { tokens: 0.8 } } })).toEqual([]);
      expect(advice({ stage: { ...slow, latencyMs: { ...slow.latencyMs, mean: 1_000 } } })).toEqual([]);
      expect(advice({ stage: { ...slow, seconds: 8 } })).toEqual([]);
      expect(advice({ stage: { ...slow, calls: 400 } })).toEqual([]);
      expect(advice({ stage: { ...slow, bottlenecks: [] } })).toEqual([]);
      const bottlenecks = [
        { by: "store", share: 0.6 },
        { by: "none", share: 0.4 },
      ] as const;
      expect(advice({ stage: { ...slow, bottlenecks } })).toEqual([]);
    });
  });

  it("reports attempts that the provider's limits refused, with a likely cause", () => {
    expect(advice({ stage: { attempts: 425, rateLimited: 51, reportedLimits: { tokens: 30_000 } } })).toEqual([
      "12 % of the attempts of extraction (51 of 425) were turned away by the limits of openai:gpt-4o: the run kept to the reported limits, so another program may use them too; lower them with --rpm and --tpm.",
    ]);
    expect(advice({ stage: { attempts: 425, rateLimited: 51 } })).toEqual([
      expect.stringContaining("the provider does not report its limits; set them with --rpm and --tpm."),
    ]);
    const judge = { stage: "judge", model: STAGE.model, attempts: 425, rateLimited: 51 } as const;
    const extraction = { attempts: 425, reportedLimits: { tokens: 30_000 } };
    expect(advice({ stage: extraction, embedding: judge })).toEqual([
      expect.stringMatching(/^12 % of the attempts of judging .* the run kept to the reported limits/),
    ]);
    expect(advice({ stage: { attempts: 425, rateLimited: 4 } })).toEqual([]);
    expect(advice({ stage: { attempts: 8, rateLimited: 4 } })).toEqual([]);
  });

  it("reports pauses requested by the provider", () => {
    const pauses = { count: 12, seconds: 240 };
    expect(advice({ stage: { pauses, bottlenecks: [{ by: "pause", share: 0.15 }] } })).toEqual([
      "For 15 % of the time extraction sent no call, because openai:gpt-4o requested pauses (12 pauses).",
    ]);
    expect(advice({ stage: { pauses, bottlenecks: [{ by: "pause", share: 0.02 }] } })).toEqual([]);
  });

  it("reports the time without any reply", () => {
    expect(advice({ stage: { silentSeconds: 360 } })).toEqual([
      "openai:gpt-4o answered no call for 6 min 00 s of the 27 min 00 s that extraction took; no setting would have changed that.",
    ]);
    expect(advice({ stage: { silentSeconds: 20 } })).toEqual([]);
  });

  it("reports attempts without a reply", () => {
    expect(advice({ stage: { failures: { server: 8, timeout: 24 }, retries: 30 } })).toEqual([
      "8.0 % of the attempts of extraction (32 of 400) had no reply, most of them as timeout (24); 30 attempts were retries.",
    ]);
    expect(advice({ stage: { failures: { server: 3 }, retries: 3 } })).toEqual([]);
  });

  it("names the kind of most failures, and counts it correctly", () => {
    expect(advice({ stage: { attempts: 21, failures: { server: 1, network: 1 }, retries: 2 } })).toEqual([
      expect.stringContaining("(2 of 21) had no reply (server 1, network 1); 2 attempts"),
    ]);
    expect(advice({ stage: { attempts: 21, failures: { server: 2 }, retries: 2 } })).toEqual([
      expect.stringContaining("(2 of 21) had no reply, all of them as server; 2 attempts"),
    ]);
  });

  it("reports attempts that the end of the run cut off separately from failures", () => {
    const stage = { attempts: 40, failures: { abandoned: 14 } };
    expect(advice({ stage, cost: { outcome: "interrupted" } })).toEqual([
      "14 attempts of extraction were cut off by the end of the run: their replies are lost and may still be billed. After a single Ctrl-C a run waits for the calls in flight and keeps their results.",
    ]);
    expect(advice({ stage: { failures: { abandoned: 1 } } })).toEqual([
      "1 attempt of extraction was cut off by the end of the run: its reply is lost and may still be billed.",
    ]);
  });

  describe("about failed calls", () => {
    const failedCalls = {
      calls: 146,
      replies: 140,
      inputTokens: 800_000,
      outputTokens: 10_000,
      costUsd: 2.1,
      reasons: [
        { reason: "The model refused to answer: I cannot. (and others like it)", calls: 140 },
        { reason: "The provider answered with HTTP 500.", calls: 6 },
      ],
    };

    it("names their number, their reason and the usage of their replies", () => {
      expect(advice({ stage: { calls: 400, failedCalls } })).toEqual([
        "37 % of the calls of extraction (146 of 400) failed, 140 of them because: The model refused to answer: I cannot. (and others like it). Their replies took 810,000 tokens and $2.10, 45 % of all that extraction read and wrote.",
      ]);
    });

    it("comes before advice on a limit when most calls failed", () => {
      const [first, second] = advice({ stage: { ...TOKEN_BOUND, calls: 164, failedCalls } });
      expect(first).toMatch(/^89 % of the calls of extraction \(146 of 164\) failed/);
      expect(second).toMatch(/^For 92 % of the time the limit of tokens/);
      expect(advice({ stage: { ...TOKEN_BOUND, calls: 1_000, failedCalls } })[0]).toMatch(/^For 92 % of the time/);
    });

    it("leaves out unknown usage, and reasons that few calls share", () => {
      const unreported = { ...failedCalls, inputTokens: null, outputTokens: null, costUsd: null };
      const others = [
        { reason: "No JSON.", calls: 1 },
        { reason: "other reasons", calls: 145 },
      ];
      expect(advice({ stage: { failedCalls: { ...unreported, reasons: others } } })).toEqual([
        "37 % of the calls of extraction (146 of 400) failed, for reasons that have little in common.",
      ]);
    });

    it("is silent about a few failed calls", () => {
      expect(advice({ stage: { failedCalls: { ...failedCalls, calls: 4 } } })).toEqual([]);
      expect(advice({ stage: { calls: 6, failedCalls: { ...failedCalls, calls: 1 } } })).toEqual([]);
    });
  });

  it("reports first that the budget stopped the run, and the remaining chunks", () => {
    const range = { least: 0, likely: 0, most: 0 };
    const estimate = {
      stage: "extract",
      profile: "p",
      model: "openai:gpt-4o",
      chunks: 6_000,
      calls: range,
      inputTokens: range,
      outputTokens: range,
      costUsd: range,
      prices: null,
      priceSource: null,
      seconds: null,
      measuredOn: null,
      basis: "what is usual",
    } as const;
    const budget = { maxCostUsd: 8, reached: true };
    const [first, second] = advice({
      stage: { ...TOKEN_BOUND, deadLetters: 10 },
      cost: { budget, estimates: [estimate], outcome: "budget-reached" },
    });
    expect(first).toBe(
      "The budget (--max-cost) of $8.00 stopped the run: 1,990 of 6,000 chunks are left to extract, about $3.73 at the mean cost so far. The same command continues from there, with a new budget.",
    );
    expect(second).toMatch(/^For 92 % of the time/);
    expect(advice({ cost: { budget: { maxCostUsd: 8, reached: false }, estimates: [estimate] } })).toEqual([]);
    expect(advice({ cost: { budget, estimates: [{ ...estimate, chunks: 4_000 }] } })).toEqual([
      "The budget (--max-cost) of $8.00 stopped the run. The same command continues from there, with a new budget.",
    ]);
  });

  it("proposes smaller batches when replies used all allowed output tokens", () => {
    expect(advice({ stage: { fullReplies: 20 } })).toEqual([
      "5.0 % of the replies (20 of 400) used all output tokens that they were allowed and may be cut off; the missing chunks need further calls. A --batch-size below 10 allows more output tokens per chunk.",
    ]);
    expect(advice({ stage: { fullReplies: 2 } })).toEqual([]);
  });

  it("names the command that processes dead letters again, and their most frequent reason", () => {
    const deadLetterReasons = [
      { stage: "extract", reason: "No JSON.", chunks: 9 },
      { stage: "extract", reason: "other", chunks: 3 },
    ] as const;
    expect(advice({ stage: { deadLetters: 12 }, performance: { deadLetterReasons } })).toEqual([
      "12 chunks went to the dead letters, 9 of them because: No JSON. `colloquy retry-failed` processes them again.",
    ]);
  });

  it("says when all dead letters have one reason, and names no part of a single one", () => {
    const adviceOf = (chunks: number) =>
      advice({
        stage: { deadLetters: chunks },
        performance: { deadLetterReasons: [{ stage: "extract", reason: "No JSON.", chunks }] },
      });
    expect(adviceOf(4)).toEqual([
      "4 chunks went to the dead letters, all because: No JSON. `colloquy retry-failed` processes them again.",
    ]);
    expect(adviceOf(1)).toEqual([
      "1 chunk went to the dead letters because: No JSON. `colloquy retry-failed` processes it again.",
    ]);
  });

  it("names no reason when few dead letters share one", () => {
    const deadLetterReasons = [
      { stage: "extract", reason: "other reasons", chunks: 9_950 },
      { stage: "extract", reason: "No JSON.", chunks: 1 },
    ] as const;
    expect(advice({ stage: { deadLetters: 10_000 }, performance: { deadLetterReasons } })).toEqual([
      "10,000 chunks went to the dead letters, for reasons that have little in common. `colloquy retry-failed` processes them again.",
    ]);
  });

  it("reports that embedding was the longer stage", () => {
    expect(advice({ stage: { seconds: 600 }, embedding: { seconds: 1500 } })).toEqual([
      "Embedding took 25 min 00 s and extraction, which runs at the same time, 10 min 00 s: a faster embedding would have shortened the run by up to 15 min 00 s.",
    ]);
    expect(advice({ stage: { seconds: 600 }, embedding: { seconds: 660 } })).toEqual([]);
  });

  it("reports that writing took longer than the calls", () => {
    const stage = (name: "resolve" | "project", seconds: number) => ({ stage: name, startedSeconds: 60, seconds });
    const stages = [stage("resolve", 30), stage("project", 300)];
    expect(advice({ stage: { seconds: 60 }, performance: { stages } })).toEqual([
      "Resolving (30 s) and writing to the stores (5 min 00 s) took longer than the calls (1 min 00 s): faster stores would help more than higher limits.",
    ]);
    expect(advice({ performance: { stages } })).toEqual([]);
  });

  it("computes the possible saving of a prompt cache when nothing came from it", () => {
    expect(advice({ model: { cachedInputTokens: 0 } })).toEqual([
      "All calls to openai:gpt-4o begin with the same 1,550 tokens, of which 0 % came from its prompt cache, though a cached token costs 50 % less: up to $0.773 of $7.50 can be saved with a prompt cache.",
    ]);
    // The other input of each call differs, so a cache cannot serve it.
    expect(advice({ model: { cachedInputTokens: 0, sharedInputTokens: 0 } })).toEqual([]);
    expect(advice({ model: { cachedInputTokens: 0, sharedInputTokens: 400_000 } })).toEqual([]);
    expect(advice({ model: { cachedInputTokens: 0, costAtLeastUsd: 20 } })).toEqual([]);
    expect(advice({ model: { cachedInputTokens: 600_000 } })).toEqual([]);
  });

  it("has at most five sentences, the most important first", () => {
    const stage = { ...TOKEN_BOUND, rateLimited: 80, failures: { server: 40 }, fullReplies: 20, silentSeconds: 500 };
    const sentences = advice({ stage, embedding: stage, model: { cachedInputTokens: 0 } });
    expect(sentences).toHaveLength(5);
    expect(sentences[0]).toMatch(/^For 92 % of the time/);
  });
});
