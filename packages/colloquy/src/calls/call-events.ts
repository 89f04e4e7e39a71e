import type { AttemptFailureKind, CallCost, CallOperation, ModelStage, Usage } from "../ports/index.ts";

/** The most that an attempt without reported usage may have used. */
export interface UnknownSpend {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where the price is not known. */
  readonly upToUsd: number | null;
}

/**
 * `missing`: the provider did not report it. `implausible`: it reported what prompt, bound and reply do not allow.
 * `interrupted`: the reply ended before it was complete, and usage comes at its end.
 */
export type UnreportedUsage = "missing" | "implausible" | "interrupted";

/** One attempt of a call ended. The account of calls is made of these events. */
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
  /** Null: the attempt got a reply. */
  readonly failure: AttemptFailureKind | null;
  /** From when it could have been sent until it was. */
  readonly waitMs: number;
  /** Null where no piece of a reply came, or replies come whole. */
  readonly firstTokenMs: number | null;
  readonly ms: number;
  readonly expected: CallCost;
  /** Null where it was not reported, or where the report is implausible. */
  readonly usage: Usage | null;
  /** Why a reply has no usage; null where it has usage, and where there is no reply. */
  readonly unreported: UnreportedUsage | null;
  /** US dollars; null where the price or the usage is not known. */
  readonly costUsd: number | null;
  /** Null where the usage is known, and where the attempt was refused and used nothing. */
  readonly unknownSpend: UnknownSpend | null;
}

/**
 * The next call could have passed `--max-cost`: the stage sends no more calls. `isBounded`: false where the cost of that
 * call, or of what was spent before, has no upper bound.
 */
export interface BudgetReached {
  readonly event: "budget.reached";
  readonly stage: ModelStage;
  readonly maxUsd: number;
  readonly spentUsd: number;
  readonly isBounded: boolean;
}

/** What the call pipeline emits. */
export type CallEvent = AttemptCompleted | BudgetReached | { readonly event: "notice"; readonly message: string };

export type CallListener = (event: CallEvent) => void;
