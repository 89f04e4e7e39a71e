import type { ErrorCode, TraceLink } from "../model/index.ts";
import type { CallTokens, CallErrorKind, Usage } from "@colloquy/rate-limit";
import type { ReplyFacts, RequestFacts } from "./call-options.ts";
import type { ModelStage } from "./ledger/stage.ts";

/** The purpose of a call. `ping`: the smallest call, which shows whether a model replies; it has no chunks. */
export type CallOperation = ModelStage | "ping";

/** A batch when it is sent, or sent again. */
export interface BatchFacts {
  readonly stage: ModelStage;
  /** Number of the batch in its stage and run, from 1. */
  readonly batch: number;
  /** Ids of the chunks; for each content key, its first chunk. */
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
  /** How long it waited to be sent: for limits, for pauses, for other calls. */
  readonly waitMs: number;
  readonly expected: CallTokens;
}

/** The prompt and the reply, verbatim. */
export interface CallContent {
  readonly system: string | null;
  readonly prompt: string;
  /** Null if there is no reply, or the reply is vectors. */
  readonly reply: string | null;
}

/** Why an attempt got no reply. `abandoned`: the run ended while it was in flight. `other`: not a failure of the provider. */
export type AttemptFailureKind = CallErrorKind | "abandoned" | "other";

/** The failure of a span. */
export interface SpanFailure {
  readonly kind: AttemptFailureKind | ErrorCode;
  /**
   * The message for users. It may quote a prompt, a reply or a provider, so receivers without content get the kind
   * alone.
   */
  readonly message: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  /** Null: with a reply. */
  readonly failure: (SpanFailure & { readonly kind: AttemptFailureKind }) | null;
  /** Null if it is not known. */
  readonly usage: Usage | null;
  /** US dollars; null if the price or the usage is not known. */
  readonly costUsd: number | null;
  /** The part of `costUsd` that the prompt cost. */
  readonly promptCostUsd: number | null;
  /** From the sending to the first piece of the reply; null if no piece was received, or replies are not streamed. */
  readonly firstTokenMs: number | null;
  /** Empty if the model was not called or did not report its request. */
  readonly request: RequestFacts;
  /** Empty if no reply had any facts. */
  readonly reply: ReplyFacts;
  /** Null if content is not wanted. */
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

/** A span of a trace. It begins when it is created; `end` is called once. */
export interface TraceSpan<End> {
  /** Ends the span. */
  end(end: End): void;
}

/** A batch, from its first attempt to its end. `settled` is the number of chunks that it settled. */
export interface BatchSpan extends TraceSpan<{ readonly settled: number; readonly failure: SpanFailure | null }> {
  /** Begins an attempt of this batch. */
  attempt(facts: AttemptFacts): TraceSpan<AttemptEnd>;
}

/** A stage of a run, such as `extract`. */
export interface StageSpan extends TraceSpan<{ readonly failure: SpanFailure | null }> {
  /** Begins a batch of this stage. */
  batch(facts: BatchFacts): BatchSpan;
}

/** A run, from its first stage to its end. */
export interface RunSpan extends TraceSpan<RunEnd> {
  /** Begins a stage of this run. */
  stage(stage: string): StageSpan;
  /** An attempt that belongs to no batch. */
  attempt(facts: AttemptFacts): TraceSpan<AttemptEnd>;
}

/**
 * Receives traces: a run has stages, a stage has batches, a batch has attempts. It never throws, and never delays a
 * run.
 */
export interface Telemetry extends AsyncDisposable {
  /** Whether prompts and replies are wanted. */
  readonly wantsContent: boolean;
  /** Begins a run. */
  run(facts: { readonly runId: string; readonly workspace: string }): RunSpan;
  /** Links to the traces of ended runs. Sends waiting spans first, within a few seconds. */
  links(): Promise<readonly TraceLink[]>;
}
