import type { StageEstimate } from "../estimation/index.ts";
import type { AttemptCompleted, BudgetReached, StageWait } from "../calls/index.ts";
import type { CallErrorKind, ModelStage, LimitedResource } from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import type { IngestResult, RunUsage } from "./result.ts";

/** The steps of a run. `extract` and `embed` run side by side; the others one after another. `verify` belongs to the command of that name. */
export type Stage = "read" | "extract" | "embed" | "resolve" | "project" | "verify";

/** The progress of a stage that calls a model: about once a second where anything changed, and at its end. */
export interface CallsProgress {
  readonly event: "calls.progress";
  readonly stage: ModelStage;
  /** Chunks that are settled or in the dead letters, of all chunks of the stage in this run. */
  readonly done: number;
  readonly total: number;
  /** Batches that settled something, and how many are expected; what a batch leaves open needs further ones. */
  readonly batches: { readonly done: number; readonly expected: number };
  /** In the last minute; null while too little is done. */
  readonly chunksPerSecond: number | null;
  /** By the pace of the last minute; null while that is too little to go by, and once nothing more is begun. */
  readonly secondsLeft: number | null;
  readonly inFlight: number;
  /** Calls that are ready to be sent, and what they wait for; null where they wait for nothing. */
  readonly waiting: number;
  readonly waitingFor: LimiterSnapshot["waitingFor"] | StageWait;
  /** The most calls in flight at present. */
  readonly ceiling: number;
  /** Attempts that have ended. */
  readonly attempts: number;
  /** Attempts that the provider refused because of its limits. */
  readonly rateLimited: number;
  /** Attempts that were not the first of their call. */
  readonly retries: number;
  readonly deadLetters: number;
  /** What was admitted in the last minute, the initial burst included. */
  readonly admittedPerMinute: Readonly<Record<LimitedResource, number>>;
  /** In all. */
  readonly admitted: Readonly<Record<LimitedResource, number>>;
  /** What the provider grants; only what is known. */
  readonly perMinute: LimiterSnapshot["perMinute"];
  /** US dollars of the stage's replies until now; null where the price or the usage of one is not known. */
  readonly costUsd: number | null;
  /** US dollars that the stage spent at least, and at most; the latter is null where it has no bound. */
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}

/** The events of a run, in the order in which they happen. File names are relative to the transcripts folder. */
export type RunEvent =
  | { readonly event: "run.started"; readonly workspace: string }
  | { readonly event: "files.discovered"; readonly files: number; readonly skipped: number }
  /** A file that is unchanged since the last run is not read; a notice says how many are. */
  | {
      readonly event: "file.read";
      readonly file: string;
      readonly format: string;
      readonly turns: number;
      readonly chunks: number;
      readonly change: "new" | "edited";
    }
  | { readonly event: "file.skipped"; readonly file: string; readonly reason: string }
  /** The file is no longer in the folder; what the workspace holds of it stays. */
  | { readonly event: "file.vanished"; readonly file: string }
  /** `total`: files, chunks or rows, by stage, of `resolve` transcripts and then what follows from them, of `verify` the rows that were read; null where it is not known beforehand. */
  | { readonly event: "stage.started"; readonly stage: Stage; readonly total: number | null }
  | { readonly event: "stage.progress"; readonly stage: Stage; readonly done: number; readonly total: number | null }
  | { readonly event: "stage.completed"; readonly stage: Stage; readonly seconds: number }
  /** `batch`: of the stage in this run, from 1; `chunks`: those that it settled; what it left open is sent again. `done` of `total`: chunks of the stage in this run; `ms`: how long the batch took. */
  | {
      readonly event: "batch.completed";
      readonly stage: ModelStage;
      readonly batch: number;
      readonly chunks: number;
      readonly done: number;
      readonly total: number;
      readonly ms: number;
      /** Null where the provider did not say. */
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
    }
  /** A batch that settled nothing. It is sent again, in parts where that may help, unless its chunk goes to the dead letters or the run stops. */
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
  /** No call is sent for a while, because the provider asked for it. */
  | { readonly event: "calls.paused"; readonly stage: ModelStage; readonly pauseMs: number; readonly reason: string }
  /** An attempt failed in a way that may pass; `attempt`: the next one, from 1. */
  | {
      readonly event: "call.retried";
      readonly stage: ModelStage;
      readonly kind: CallErrorKind;
      readonly reason: string;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** A call was cut short: it stalled, or was the last and slow. */
  | { readonly event: "call.cut"; readonly stage: ModelStage; readonly reason: string }
  /** The provider answers no call any more; single pings check whether it is back. */
  | { readonly event: "provider.silent"; readonly stage: ModelStage; readonly reason: string }
  | { readonly event: "provider.answers"; readonly stage: ModelStage; readonly silentMs: number }
  | { readonly event: "notice"; readonly message: string }
  | { readonly event: "warning"; readonly message: string }
  /** The run has ended; only notices of its trace can follow. `files`: paths of its reports; `advice`: bottlenecks and remedies, the most important first. */
  | { readonly event: "reports.written"; readonly files: readonly string[]; readonly advice: readonly string[] }
  | { readonly event: "run.completed"; readonly result: IngestResult }
  /** In place of `run.completed`: the run failed or was interrupted, as the error that it throws says. `usage`: until then. */
  | { readonly event: "run.stopped"; readonly outcome: "failed" | "interrupted"; readonly usage: RunUsage };

/** Takes the events of a run. It must not throw. */
export type RunListener = (event: RunEvent) => void;

/** An event as it leaves the run: for listeners of the library, lines of JSON and the log. */
export type StampedEvent = RunEvent & {
  /** When it happened, ISO 8601. */
  readonly time: string;
  /** The run that it belongs to. */
  readonly runId: string;
};
