import type { ErrorCode, TraceLink } from "../model/index.ts";
import type { CallCost, CallErrorKind, Usage } from "@colloquy/rate-limit";
import type { ReplyFacts, RequestFacts } from "./call-options.ts";
import type { ModelStage } from "./ledger/stage.ts";

/** What a call is made for. `ping`: the smallest call, to see whether a model answers or to learn about it; it has no chunks. */
export type CallOperation = "extract" | "embed" | "ping";

/** A batch that is to be sent, or sent again. */
export interface BatchFacts {
  readonly stage: ModelStage;
  /** Of the stage in this run, from 1. */
  readonly batch: number;
  /** Ids of the chunks, of each content the first that shows it. */
  readonly chunks: readonly string[];
}

/** One attempt of a call, when it is sent. */
export interface AttemptFacts {
  readonly stage: ModelStage;
  readonly operation: CallOperation;
  /** `provider:model`. */
  readonly model: string;
  /** From 1. */
  readonly attempt: number;
  /** How long it waited to be sent: for limits, for pauses, behind others. */
  readonly waitMs: number;
  readonly expected: CallCost;
}

/** The prompt and the reply, word for word. */
export interface CallContent {
  readonly system: string | null;
  readonly prompt: string;
  /** Null where there is no reply, or the reply is vectors. */
  readonly reply: string | null;
}

/** Why an attempt got no reply. `abandoned`: the run ended while it was in flight. `other`: not a failure of the provider. */
export type AttemptFailureKind = CallErrorKind | "abandoned" | "other";

/** Why something that is traced failed. */
export interface SpanFailure {
  readonly kind: AttemptFailureKind | ErrorCode;
  /** As users see it. It may quote a prompt, a reply or a provider: a receiver without content shows the kind alone. */
  readonly message: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  /** Null: with a reply. */
  readonly failure: (SpanFailure & { readonly kind: AttemptFailureKind }) | null;
  /** Null where it is not known. */
  readonly usage: Usage | null;
  /** US dollars; null where the price or the usage is not known. */
  readonly costUsd: number | null;
  /** The part of `costUsd` that the prompt cost. */
  readonly promptCostUsd: number | null;
  /** From its sending to the first piece of its reply; null where none came, or replies come whole. */
  readonly firstTokenMs: number | null;
  /** Empty where the model did not report how it was called, or was not called. */
  readonly request: RequestFacts;
  /** Empty where no reply had any facts. */
  readonly reply: ReplyFacts;
  /** Null where content is not wanted. */
  readonly content: CallContent | null;
}

/** How the run ended. */
export interface RunEnd {
  readonly exitCode: number;
  readonly failure: SpanFailure | null;
  readonly costUsd: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A stretch of work as traces show it: it began when it was made. `end` is called once. */
export interface Span<End> {
  /** Ends it, with how it ended. */
  end(end: End): void;
}

/** A batch, from its first attempt to its end. `settled` counts the contents that it answered. */
export interface BatchSpan extends Span<{ readonly settled: number; readonly failure: SpanFailure | null }> {
  /** Begins an attempt of this batch. */
  attempt(facts: AttemptFacts): Span<AttemptEnd>;
}

/** A stage of a run, such as `extract`. */
export interface StageSpan extends Span<{ readonly failure: SpanFailure | null }> {
  /** Begins a batch of this stage. */
  batch(facts: BatchFacts): BatchSpan;
}

/** A run, from its first stage to its end. */
export interface RunSpan extends Span<RunEnd> {
  /** Begins a stage of this run. */
  stage(stage: string): StageSpan;
  /** An attempt that belongs to no batch. */
  attempt(facts: AttemptFacts): Span<AttemptEnd>;
}

/** Where traces go: a run holds stages, a stage batches, a batch attempts. Nothing in it throws, waits or slows a run. */
export interface Telemetry extends AsyncDisposable {
  /** Whether prompts and replies are wanted. */
  readonly wantsContent: boolean;
  /** Begins a run. */
  run(facts: { readonly runId: string; readonly workspace: string }): RunSpan;
  /** Where the runs can be looked at, once they have ended. It sends what waits: some seconds at most. */
  links(): Promise<readonly TraceLink[]>;
}
