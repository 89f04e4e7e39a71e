import type { AttemptFailureKind, CallTokens, CallOperation, ModelStage, Usage } from "../ports/index.ts";

/** The most that an attempt without reported usage may have used. */
export interface UnknownSpend {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null if the price is unknown. */
  readonly upToUsd: number | null;
}

/**
 * `missing`: the provider did not report usage. `implausible`: prompt, output limit and reply do not allow the reported
 * usage. `interrupted`: the reply ended early, before the usage at its end.
 */
export type UnreportedUsage = "missing" | "implausible" | "interrupted";

/** The end of one attempt. The account of calls is the sum of these events. */
export interface AttemptCompleted {
  readonly event: "attempt.completed";
  readonly stage: ModelStage;
  readonly operation: CallOperation;
  /** `provider:model`. */
  readonly model: string;
  /** Number of the batch in this stage and run, from 1; null for a ping. */
  readonly batch: number | null;
  readonly chunks: number;
  /** From 1. */
  readonly attempt: number;
  /** Null: the attempt has a reply. */
  readonly failure: AttemptFailureKind | null;
  /** Time from when it could have been sent until it was sent. */
  readonly waitMs: number;
  /** Null if no part of a reply arrived, or replies are not streamed. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
  readonly expected: CallTokens;
  /** Null if usage was not reported or is implausible. */
  readonly usage: Usage | null;
  /** Why a reply has no usage; null if it has usage, or there is no reply. */
  readonly unreported: UnreportedUsage | null;
  /** US dollars; null if the price or the usage is unknown. */
  readonly costUsd: number | null;
  /** Null if the usage is known, or the attempt was refused and used nothing. */
  readonly unknownSpend: UnknownSpend | null;
}

/**
 * The next call could exceed `--max-cost`: the stage sends no more calls. `isBounded` is false if the cost of that call, or
 * the spending before it, has no upper bound.
 */
export interface BudgetReached {
  readonly event: "budget.reached";
  readonly stage: ModelStage;
  readonly maxCostUsd: number;
  readonly spentUsd: number;
  readonly isBounded: boolean;
}

/** The events of the call pipeline. */
export type CallEvent = AttemptCompleted | BudgetReached | { readonly event: "notice"; readonly message: string };

export type CallListener = (event: CallEvent) => void;
