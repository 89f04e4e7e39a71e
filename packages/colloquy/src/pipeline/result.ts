import type { TraceLink } from "../model/index.ts";
import type { CallAccount, CostTotal } from "../calls/index.ts";
import {
  type LedgerCounts,
  MODEL_STAGES,
  type ModelStage,
  type RejectedCounts,
  type SkippedFile,
} from "../ports/index.ts";
import { workspaceConcerns } from "./concerns.ts";
import type { RunTally } from "./run-tally.ts";

/** The state of a workspace. Printed by `colloquy status --json`. */
export interface WorkspaceStatus {
  readonly workspace: string;
  readonly transcripts: { readonly parsed: number; readonly skipped: readonly SkippedFile[] };
  readonly chunks: LedgerCounts["chunks"];
  /** Chunks by the extraction profile that settled them. */
  readonly profiles: readonly { readonly profile: string; readonly chunks: number }[];
  /** Items in the replies that settled chunks: kept items, and items left out by reason. */
  readonly items: LedgerCounts["items"];
  /** Chunks by their minimum confidence of items, the most frequent value first. */
  readonly minConfidences: LedgerCounts["minConfidences"];
  /** Runs with `--force` that are not complete. */
  readonly interruptedForces: LedgerCounts["interruptedForces"];
  /** Statements with a verdict of `--verify`, and those of them that are withdrawn. */
  readonly checks: LedgerCounts["checks"];
  /** Warnings about the state of the workspace, with remedies. */
  readonly warnings: readonly string[];
  /** Entities and transcripts with a summary, its sentences, and the sentences that were left out of the replies. */
  readonly summaries: LedgerCounts["summaries"];
  readonly graph: {
    readonly entities: number;
    readonly relationships: number;
    /** The number of the relationships that no words state, and that follow from verdicts of a judge. */
    readonly derived: number;
    readonly quotes: number;
    readonly evidence: number;
    readonly byType: {
      readonly entities: Readonly<Record<string, number>>;
      readonly relationships: Readonly<Record<string, number>>;
    };
  };
  readonly vectors: number;
  /** Settled chunks that are not in the graph or the index yet, because a run was stopped; the next run writes them. */
  readonly unwritten: number;
  /** 64 hexadecimal digits; equal rows have an equal digest. */
  readonly digest: string;
}

/** Calls, tokens and cost of one run. */
export interface RunUsage extends CostTotal {
  /** Calls to models, including pings. Batches for rules or hashed words, and batches that were never sent, are not counted. */
  readonly calls: number;
  readonly attempts: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  /** Attempts that the provider refused because of its limits. */
  readonly rateLimited: number;
  /** Calls that settled no chunk. */
  readonly failed: number;
  /** Replies without usage. Their tokens are not in the sums below; they are part of `unknownSpend`. */
  readonly unreportedUsage: number;
  /** The part of `unreportedUsage` whose reported usage is implausible for prompt, output limit and reply. */
  readonly implausibleUsage: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly embeddingTokens: number;
}

/** The remaining work, extrapolated from this run. */
export interface RemainingWork {
  /** Chunks with different content keys. */
  readonly chunks: number;
  readonly calls: number;
  /** Null if the provider does not report usage. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** The least time that the limits allow; null if no limit is known. */
  readonly seconds: number | null;
}

const EXIT_CODES = { completed: 0, "dead-letters": 3, "budget-reached": 4 } as const;

/** The outcome of a run that was not stopped. */
export function runOutcome(
  { chunks }: Pick<WorkspaceStatus, "chunks">,
  isBudgetReached: boolean,
): Pick<IngestResult, "outcome" | "exitCode"> {
  const hasDeadLetters = chunks.deadLetters + chunks.embeddingDeadLetters > 0;
  const outcome = isBudgetReached ? "budget-reached" : hasDeadLetters ? "dead-letters" : "completed";
  return { outcome, exitCode: EXIT_CODES[outcome] };
}

/**
 * The usage of a run, from its account.
 * @param paid False for a port that runs on this machine and costs nothing; its batches are not counted as calls.
 */
export function runUsage(
  account: CallAccount,
  paid: Readonly<Partial<Record<ModelStage, boolean>>>,
  tally: Pick<RunTally, "failuresOf">,
): RunUsage {
  const sent = MODEL_STAGES.filter((stage) => paid[stage] === true);
  const totals = new Map(MODEL_STAGES.map((stage) => [stage, account.totals({ stage })]));
  const sum = (key: "calls" | "attempts" | "retries" | "rateLimited" | "unreported" | "implausible"): number =>
    sent.reduce((total, stage) => total + (totals.get(stage)?.[key] ?? 0), 0);
  const ofChat = (key: "inputTokens" | "cachedInputTokens" | "outputTokens"): number =>
    MODEL_STAGES.reduce((sum, stage) => sum + (stage === "embed" ? 0 : (totals.get(stage)?.[key] ?? 0)), 0);
  return {
    calls: sum("calls"),
    attempts: sum("attempts"),
    retries: sum("retries"),
    rateLimited: sum("rateLimited"),
    failed: sent.reduce((total, stage) => total + tally.failuresOf(stage), 0),
    unreportedUsage: sum("unreported"),
    implausibleUsage: sum("implausible"),
    inputTokens: ofChat("inputTokens"),
    cachedInputTokens: ofChat("cachedInputTokens"),
    outputTokens: ofChat("outputTokens"),
    embeddingTokens: totals.get("embed")?.inputTokens ?? 0,
    ...account.costs,
  };
}

/** The last line of `colloquy ingest --json`: the state of the workspace after the run, and the results of the run. */
export interface IngestResult extends WorkspaceStatus {
  /** The id of the run in its events, its log and its reports. */
  readonly runId: string;
  readonly seconds: number;
  /**
   * `dead-letters`: the run completed, and the workspace has dead letters (including those of earlier runs).
   * `budget-reached`: it stopped at `maxCostUsd`. A run that fails or is interrupted has no result: see the event
   * `run.stopped`.
   */
  readonly outcome: keyof typeof EXIT_CODES;
  /** The exit code of the command: 0 `completed`, 3 `dead-letters`, 4 `budget-reached`. */
  readonly exitCode: number;
  readonly usage: RunUsage;
  readonly rejected: RejectedCounts;
  /** Null if no chunk is pending, or a stage with pending chunks settled none in this run. */
  readonly remaining: RemainingWork | null;
  /** Links to the run's trace; empty if no receiver has it, and in the event `run.completed`, which is emitted earlier. */
  readonly traces: readonly TraceLink[];
}

/** Converts the counts of a ledger to the state of its workspace. */
export function workspaceStatus(workspace: string, counts: LedgerCounts): WorkspaceStatus {
  const { entities, relationships, derived, quotes, evidence, byType } = counts.graph;
  return {
    workspace,
    transcripts: { parsed: counts.transcripts, skipped: counts.skipped },
    chunks: counts.chunks,
    profiles: counts.profiles.map(({ profile, chunks }) => ({ profile, chunks })),
    items: counts.items,
    minConfidences: counts.minConfidences,
    interruptedForces: counts.interruptedForces,
    checks: counts.checks,
    warnings: workspaceConcerns(counts),
    summaries: counts.summaries,
    graph: { entities, relationships, derived, quotes, evidence, byType },
    vectors: counts.vectors,
    unwritten: counts.unwritten,
    digest: counts.digest,
  };
}
