import type { TraceLink } from "../model/index.ts";
import type { CallAccount, CostTotal } from "../calls/index.ts";
import type { ModelStage, LedgerCounts, RejectedCounts, SkippedFile } from "../ports/index.ts";
import { workspaceConcerns } from "./concerns.ts";
import type { RunTally } from "./run-tally.ts";

/** The state of a whole workspace: what `colloquy status --json` prints. */
export interface WorkspaceStatus {
  readonly workspace: string;
  readonly transcripts: { readonly parsed: number; readonly skipped: readonly SkippedFile[] };
  readonly chunks: LedgerCounts["chunks"];
  /** Chunks by the extraction profile that settled them. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number }[];
  /** Items that models named in the replies by which chunks are settled: kept, and left out by reason. */
  readonly items: LedgerCounts["items"];
  /** Chunks by the confidence below which items were left out, the most frequent value first. */
  readonly minConfidences: LedgerCounts["minConfidences"];
  /** Runs with `--force` that are not complete. */
  readonly interruptedForces: LedgerCounts["interruptedForces"];
  /** Sentences about what is likely not as the user wants it. */
  readonly warnings: readonly string[];
  readonly graph: {
    readonly entities: number;
    readonly relationships: number;
    readonly quotes: number;
    readonly evidence: number;
    readonly byType: {
      readonly entities: Readonly<Record<string, number>>;
      readonly relationships: Readonly<Record<string, number>>;
    };
  };
  readonly vectors: number;
  /** Chunks with results that are not in the graph or the index yet, because a run was stopped; the next run writes them. */
  readonly unwritten: number;
  /** 64 hexadecimal digits; equal content has an equal digest. */
  readonly digest: string;
}

/** What the calls of one run used and cost. */
export interface RunUsage extends CostTotal {
  /** Calls to models, pings included. Rules and hashed words are no calls, nor are batches that were never sent. */
  readonly calls: number;
  readonly attempts: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  /** Attempts that the provider refused because of its limits. */
  readonly rateLimited: number;
  /** Calls that settled nothing. */
  readonly failed: number;
  /** Replies without usage. Their tokens are not in the sums below, they are part of `unknownSpend`. */
  readonly unreportedUsage: number;
  /** Of these, replies whose reported usage prompt, bound and reply do not allow. */
  readonly implausibleUsage: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly embeddingTokens: number;
}

/** The remaining work, extrapolated from this run. */
export interface RemainingWork {
  /** Chunks of different content. */
  readonly chunks: number;
  readonly calls: number;
  /** Null where the provider does not report usage. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** The least time by the limits; null where no limit is known. */
  readonly seconds: number | null;
}

const EXIT_CODES = { completed: 0, "dead-letters": 3, "budget-reached": 4 } as const;

/** The outcome of a run that was not stopped. */
export function outcomeOf(
  { chunks }: Pick<WorkspaceStatus, "chunks">,
  isBudgetReached: boolean,
): Pick<IngestResult, "outcome" | "exitCode"> {
  const hasDeadLetters = chunks.deadLetters + chunks.embeddingDeadLetters > 0;
  const outcome = isBudgetReached ? "budget-reached" : hasDeadLetters ? "dead-letters" : "completed";
  return { outcome, exitCode: EXIT_CODES[outcome] };
}

/**
 * What the account of a run comes to.
 * @param paid false for a port that runs on this machine and costs nothing: what it does is no call.
 */
export function runUsage(
  account: CallAccount,
  paid: Readonly<Record<ModelStage, boolean>>,
  tally: Pick<RunTally, "failuresOf">,
): RunUsage {
  const [extraction, embedding] = [account.totals({ stage: "extract" }), account.totals({ stage: "embed" })];
  const modelStages: readonly ModelStage[] = ["extract", "embed"];
  const sent = modelStages.filter((stage) => paid[stage]);
  const sum = (key: "calls" | "attempts" | "retries" | "rateLimited" | "unreported" | "implausible"): number =>
    sent.reduce((total, stage) => total + { extract: extraction, embed: embedding }[stage][key], 0);
  return {
    calls: sum("calls"),
    attempts: sum("attempts"),
    retries: sum("retries"),
    rateLimited: sum("rateLimited"),
    failed: sent.reduce((total, stage) => total + tally.failuresOf(stage), 0),
    unreportedUsage: sum("unreported"),
    implausibleUsage: sum("implausible"),
    inputTokens: extraction.inputTokens,
    cachedInputTokens: extraction.cachedInputTokens,
    outputTokens: extraction.outputTokens,
    embeddingTokens: embedding.inputTokens,
    ...account.costs,
  };
}

/** The last line of `colloquy ingest --json`: the state of the workspace after the run, and what the run did. */
export interface IngestResult extends WorkspaceStatus {
  /** Names the run in its events, its log and its reports. */
  readonly runId: string;
  readonly seconds: number;
  /**
   * How the run ended. `dead-letters`: it is done, and chunks are in the dead letters (those of earlier runs count too).
   * `budget-reached`: it stopped at `maxCostUsd`. A run that fails or is interrupted has no result: see the event
   * `run.stopped`.
   */
  readonly outcome: keyof typeof EXIT_CODES;
  /** That of the command: 0, 3 or 4, in the order of these outcomes. */
  readonly exitCode: number;
  readonly usage: RunUsage;
  readonly rejected: RejectedCounts;
  /** Null where nothing is pending, or where this run did nothing of what a stage has to do. */
  readonly remaining: RemainingWork | null;
  /** Links to the run's trace; empty where no receiver got it, and in the event `run.completed`, which comes before. */
  readonly traces: readonly TraceLink[];
}

/** The state of a workspace in the shape in which it is shown. */
export function workspaceStatus(workspace: string, counts: LedgerCounts): WorkspaceStatus {
  const { entities, relationships, quotes, evidence, byType } = counts.graph;
  return {
    workspace,
    transcripts: { parsed: counts.transcripts, skipped: counts.skipped },
    chunks: counts.chunks,
    profiles: counts.profiles.map(({ profile, chunks }) => ({ profile, chunks })),
    items: counts.items,
    minConfidences: counts.minConfidences,
    interruptedForces: counts.interruptedForces,
    warnings: workspaceConcerns(counts),
    graph: { entities, relationships, quotes, evidence, byType },
    vectors: counts.vectors,
    unwritten: counts.unwritten,
    digest: counts.digest,
  };
}
