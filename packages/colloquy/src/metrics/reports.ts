import type { LaneEstimate } from "../estimation/index.ts";
import type { TraceLink } from "../model/index.ts";
import type { CallOperation, Lane, LimitedResource, TokenPrices } from "../ports/index.ts";
import type { CostTotal, LaneProgress, Stage } from "../pipeline/index.ts";

/** What both reports of a run begin with. */
export interface ReportHead {
  readonly run: string;
  readonly workspace: string;
  /** ISO 8601. When it finished is not known of a run that crashed, and with it neither its seconds nor its exit code. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly seconds: number | null;
  /** `crashed`: it was killed, and the next run made this report of what the ledger has of its replies. */
  readonly outcome: "completed" | "budget-reached" | "interrupted" | "failed" | "crashed";
  readonly exitCode: number | null;
  /** Why it stopped, as it was told; null where it is done. */
  readonly failure: string | null;
  /** Where its trace can be looked at; empty where no receiver got it, absent in older reports. */
  readonly traces?: readonly TraceLink[];
}

/** Tokens as the provider counted them. */
export interface TokenCounts {
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  /** Part of `inputTokens`, put into the provider's cache; absent: none. */
  readonly cacheWrittenTokens?: number;
  readonly outputTokens: number;
  /** Part of `outputTokens`. */
  readonly reasoningTokens: number;
}

/** What one model took for one kind of work. */
export interface ModelCost extends TokenCounts, CostTotal {
  readonly model: string;
  readonly lane: Lane;
  readonly operation: CallOperation;
  /** Attempts that were the first of their call. */
  readonly calls: number;
  /** Attempts that were answered with a reply. */
  readonly replies: number;
  /** Replies without usage; they are among the unknown spend. */
  readonly unreported: number;
  /** Of these, replies that reported usage which cannot be. */
  readonly implausible: number;
  readonly attempts: number;
  /** Part of `inputTokens` with which all prompts of the run begin, as far as estimated: a prompt cache can serve no more. */
  readonly sharedInputTokens: number;
}

/** `cost_report_{run}.json`. */
export interface CostReport extends ReportHead, CostTotal {
  readonly tokens: TokenCounts;
  readonly models: readonly ModelCost[];
  readonly prices: readonly { readonly model: string; readonly source: string | null; readonly prices: TokenPrices | null }[];
  /** Null where no `--max-cost` was given. */
  readonly budget: { readonly maxUsd: number; readonly reached: boolean } | null;
  /** What was expected before the first call, and the prices as they were then. */
  readonly estimates: readonly LaneEstimate[];
}

/** Of a set of times, in milliseconds; null where there are none. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** Bars of equal width on a logarithmic axis, empty ones between others too. */
  readonly histogram: readonly { readonly fromMs: number; readonly toMs: number; readonly count: number }[];
}

/** A lane at one moment. Chunks a second are of the minute before it, or of the time since the beginning; what was admitted is all of that minute. */
export interface LaneMoment {
  readonly atSeconds: number;
  /** 0 where the lane asks no model, as is its ceiling. */
  readonly inFlight: number;
  readonly ceiling: number;
  /** Settled so far. */
  readonly done: number;
  readonly chunksPerSecond: number;
  readonly admittedPerMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  /** So far, as are the dollars. */
  readonly rateLimited: number;
  readonly costUsd: number | null;
}

/**
 * What held a lane up, and for which share of the time in which it was watched; they add up to 1, the largest first.
 * `none`: nothing waited.
 */
export interface Bottleneck {
  readonly by: NonNullable<LaneProgress["waitingFor"]> | "none";
  readonly share: number;
}

/** Calls that gave nothing, whether their replies were of no use or they were not answered. */
export interface FailedCalls {
  readonly calls: number;
  /** Those of them that were answered. */
  readonly replies: number;
  /** What these replies took, as the provider counted; null where it did not say of one of them. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** US dollars of these replies; null where the price or the tokens of one are not known. */
  readonly costUsd: number | null;
  /** Reasons that are alike together, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly calls: number }[];
}

/** How one lane went. Of a lane that did not ask a model nothing is known of limits, and nothing of what held it back. */
export interface LanePerformance {
  readonly lane: Lane;
  /** Empty where nothing was asked. */
  readonly model: string;
  /** The model where the profile was not told. */
  readonly profile: string;
  /** Passages of the largest call. */
  readonly batchSize: number;
  readonly seconds: number;
  /** Settled in this run, and what went to the dead letters. */
  readonly chunks: number;
  readonly deadLetters: number;
  readonly chunksPerSecond: number;
  /** With those that made sure of the model. */
  readonly calls: number;
  readonly attempts: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  /** Attempts that were turned away by the provider's limits. */
  readonly rateLimited: number;
  /** Attempts that failed otherwise, by kind. */
  readonly failures: Readonly<Record<string, number>>;
  readonly failedCalls: FailedCalls;
  /** Pauses that overlap last no longer than together. */
  readonly pauses: { readonly count: number; readonly seconds: number };
  /** For how long nobody was answered. */
  readonly silentSeconds: number;
  readonly peakInFlight: number;
  /** Of the attempts that were answered with a reply. */
  readonly latencyMs: Distribution | null;
  readonly firstTokenMs: Distribution | null;
  /** How long attempts waited to be sent. */
  readonly waitMs: Distribution | null;
  /** The limits that held at last. */
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  /** What the provider said that it grants: where that is more than what held, or nothing, the limit is the user's own. */
  readonly reportedLimits: Readonly<Partial<Record<LimitedResource, number>>>;
  /** What the attempts took of the limits in all. */
  readonly admitted: Readonly<Partial<Record<LimitedResource, number>>>;
  /** Of what the limits granted from the first to the last attempt, the buckets' first fill included; from 0 to 1. */
  readonly utilisation: Readonly<Partial<Record<LimitedResource, number>>>;
  readonly bottlenecks: readonly Bottleneck[];
  /** Mean tokens of a reply, and the room that it was given. */
  readonly outputTokensPerReply: number | null;
  readonly maxOutputTokensPerCall: number | null;
  /** Replies that took all of it, and so may have been cut off. */
  readonly fullReplies: number;
  /** At most a few hundred moments, evenly spread. */
  readonly timeline: readonly LaneMoment[];
}

/** `performance_report_{run}.json`. */
export interface PerformanceReport extends ReportHead {
  /** A stage that was done more than once has the seconds of all times. */
  readonly stages: readonly { readonly stage: Stage; readonly startedSeconds: number; readonly seconds: number }[];
  readonly lanes: readonly LanePerformance[];
  readonly deadLetterReasons: readonly { readonly lane: Lane; readonly reason: string; readonly chunks: number }[];
  readonly warnings: readonly string[];
  /** What held the run back and what would help, a sentence each, the most telling first. */
  readonly advice: readonly string[];
}

/** Both reports of one run. */
export interface RunReports {
  readonly cost: CostReport;
  readonly performance: PerformanceReport;
}
