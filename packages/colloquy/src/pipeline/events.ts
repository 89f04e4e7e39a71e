import type { StageEstimate } from "../estimation/index.ts";
import type { AttemptCompleted, BudgetReached, StageWait } from "../calls/index.ts";
import type { CallErrorKind, ModelStage, LimitedResource } from "../ports/index.ts";
import type { LimiterEvent, LimiterSnapshot } from "@colloquy/rate-limit";
import type { IngestResult, RunUsage } from "./result.ts";

/** The steps of a run. `extract` and `embed` run side by side; the others one after another. `verify` belongs to the command of that name. */
export type Stage = "read" | ModelStage | "resolve" | "project" | "verify";

/** The progress of a model stage: about once a second if anything changed, and at its end. */
export interface CallsProgress {
  readonly event: "calls.progress";
  readonly stage: ModelStage;
  /** Chunks of the stage in this run that are settled or dead letters, and all chunks. */
  readonly done: number;
  readonly total: number;
  /** Batches that settled a chunk, and the expected number. Open chunks need further batches. */
  readonly batches: { readonly done: number; readonly expected: number };
  /** Speed of the last minute; null until enough chunks are done. */
  readonly chunksPerSecond: number | null;
  /** Estimate from the speed of the last minute; null without a speed, and when no new calls are sent. */
  readonly secondsLeft: number | null;
  readonly inFlight: number;
  /** Calls that are ready to be sent, and what they wait for; null if none waits. */
  readonly waiting: number;
  readonly waitingFor: LimiterSnapshot["waitingFor"] | StageWait;
  /** The current concurrency limit. */
  readonly concurrencyLimit: number;
  /** Attempts that have ended. */
  readonly attempts: number;
  /** Attempts that the provider refused because of its limits. */
  readonly rateLimited: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  readonly deadLetters: number;
  /** Amounts that were admitted in the last minute, including the initial burst. */
  readonly admittedPerMinute: Readonly<Record<LimitedResource, number>>;
  /** Amounts that were admitted since the start of the run. */
  readonly admitted: Readonly<Record<LimitedResource, number>>;
  /** The known limits of the provider. */
  readonly perMinute: LimiterSnapshot["perMinute"];
  /** US dollars of the stage's replies until now; null if the price or the usage of one is unknown. */
  readonly costUsd: number | null;
  /** Lower and upper bound of the stage's cost in US dollars; the upper bound is null if there is none. */
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}

/** The events of a run, in the order in which they happen. File names are relative to the transcripts folder. */
export type RunEvent =
  | { readonly event: "run.started"; readonly workspace: string }
  | { readonly event: "files.discovered"; readonly files: number; readonly skipped: number }
  /** Unchanged files are not read; a notice has their number. */
  | {
      readonly event: "file.read";
      readonly file: string;
      readonly format: string;
      readonly turns: number;
      readonly chunks: number;
      readonly change: "new" | "edited";
    }
  | { readonly event: "file.skipped"; readonly file: string; readonly reason: string }
  /** The file is no longer in the folder. Its transcript stays in the workspace. */
  | { readonly event: "file.vanished"; readonly file: string }
  /** `total`: files, chunks or rows, depending on the stage; for `resolve` transcripts and then derived rows, for `verify` the rows that were read. Null if not known in advance. */
  | { readonly event: "stage.started"; readonly stage: Stage; readonly total: number | null }
  | { readonly event: "stage.progress"; readonly stage: Stage; readonly done: number; readonly total: number | null }
  | { readonly event: "stage.completed"; readonly stage: Stage; readonly seconds: number }
  /** `batch`: number of the batch in this stage and run, from 1; `chunks`: settled chunks, open chunks are sent again; `done` of `total`: chunks of the stage in this run; `ms`: duration of the batch. */
  | {
      readonly event: "batch.completed";
      readonly stage: ModelStage;
      readonly batch: number;
      readonly chunks: number;
      readonly done: number;
      readonly total: number;
      readonly durationMs: number;
      /** Null if usage was not reported. */
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
    }
  /** A batch without a settled chunk. It is sent again, in parts if that may help, unless its chunk becomes a dead letter or the run stops. */
  | {
      readonly event: "batch.failed";
      readonly stage: ModelStage;
      readonly batch: number;
      readonly chunks: number;
      readonly reason: string;
    }
  | {
      readonly event: "chunk.deadLettered";
      readonly stage: ModelStage;
      readonly contentKey: string;
      readonly reason: string;
    }
  /** The estimate of a stage, before its first paid call. */
  | { readonly event: "estimate.made"; readonly estimate: StageEstimate }
  | AttemptCompleted
  | CallsProgress
  | BudgetReached
  /** More than nine tenths of a limit were used in the last minute. */
  | {
      readonly event: "limit.approached";
      readonly stage: ModelStage;
      readonly resource: LimitedResource;
      readonly admittedPerMinute: number;
      readonly perMinute: number;
    }
  /** A limit of the provider became known or changed. */
  | {
      readonly event: "limit.changed";
      readonly stage: ModelStage;
      readonly resource: LimitedResource;
      readonly perMinute: number;
    }
  /** No call is sent for a while, because the provider requested it. */
  | { readonly event: "calls.paused"; readonly stage: ModelStage; readonly pauseMs: number; readonly reason: string }
  /** An attempt failed, and the call is sent again; `attempt`: the next attempt, from 1. */
  | {
      readonly event: "call.retried";
      readonly stage: ModelStage;
      readonly kind: CallErrorKind;
      readonly reason: string;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** An attempt was aborted, because it stalled or was a slow one of the last. */
  | { readonly event: "call.cut"; readonly stage: ModelStage; readonly reason: string }
  /** The provider does not reply to any call; single pings check whether it is back. */
  | { readonly event: "provider.silent"; readonly stage: ModelStage; readonly reason: string }
  | { readonly event: "provider.answers"; readonly stage: ModelStage; readonly silentMs: number }
  | { readonly event: "notice"; readonly message: string }
  | { readonly event: "warning"; readonly message: string }
  /** The run has ended; only notices about its trace can follow. `files`: paths of its reports; `advice`: bottlenecks and remedies, the most important first. */
  | { readonly event: "reports.written"; readonly files: readonly string[]; readonly advice: readonly string[] }
  | { readonly event: "run.completed"; readonly result: IngestResult }
  /** Instead of `run.completed`: the run failed or was interrupted, and throws an error. `usage`: the usage until then. */
  | { readonly event: "run.stopped"; readonly outcome: "failed" | "interrupted"; readonly usage: RunUsage };

/** Receives the events of a run. It must not throw. */
export type RunListener = (event: RunEvent) => void;

/** An event with time and run, for listeners of the library, lines of JSON and the log. */
export type StampedEvent = RunEvent & {
  /** When it happened, ISO 8601. */
  readonly time: string;
  /** The run that it belongs to. */
  readonly runId: string;
};

/** Converts an event of a stage's limiter to an event of the run. */
export function limiterEvent(stage: ModelStage, event: LimiterEvent): RunEvent {
  switch (event.event) {
    case "limiter.paused":
      return { event: "calls.paused", stage, pauseMs: event.milliseconds, reason: event.reason };
    case "provider.answers":
      return { event: "provider.answers", stage, silentMs: event.milliseconds };
    default:
      return { ...event, stage };
  }
}
