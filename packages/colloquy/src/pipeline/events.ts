import type { LaneEstimate } from "../estimation/index.ts";
import type {
  AttemptFailureKind,
  CallCost,
  CallErrorKind,
  CallOperation,
  Lane,
  LimitedResource,
  Usage,
} from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import type { LaneWait } from "./lane-waits.ts";
import type { IngestResult, RunUsage } from "./result.ts";

/** The steps of a run. `extract` and `embed` run side by side; the others one after another. `verify` is none of an ingest. */
export type Stage = "read" | "extract" | "embed" | "resolve" | "project" | "verify";

/** What an attempt without reported usage may have spent at most. */
export interface UnknownSpend {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null where the price is not known. */
  readonly upToUsd: number | null;
}

/** One attempt of a call ended: what costs and reports are made of. */
export interface AttemptCompleted {
  readonly event: "attempt.completed";
  readonly lane: Lane;
  readonly operation: CallOperation;
  /** `provider:model`. */
  readonly model: string;
  /** Of the lane in this run, from 1; null for a call that works on no passages. */
  readonly batch: number | null;
  readonly chunks: number;
  /** From 1. */
  readonly attempt: number;
  /** Null: it was answered with a reply. */
  readonly failure: AttemptFailureKind | null;
  /** From when it could have been sent until it was. */
  readonly waitMs: number;
  /** Null where no piece of a reply came, or replies come whole. */
  readonly firstTokenMs: number | null;
  readonly ms: number;
  readonly expected: CallCost;
  /** Null where it was not reported, or what was reported cannot be. */
  readonly usage: Usage | null;
  /** Why a reply has no usage; null where it has, and where there is no reply. */
  readonly unreported: UnreportedUsage | null;
  /** US dollars; null where the price or the usage is not known. */
  readonly costUsd: number | null;
  /** Null where it is known what it used, or that it was refused and used nothing. */
  readonly unknownSpend: UnknownSpend | null;
}

/**
 * `missing`: the provider did not report it. `implausible`: it reported what prompt, bound and reply do not allow.
 * `interrupted`: the reply ended before it was complete, and usage comes at its end.
 */
export type UnreportedUsage = "missing" | "implausible" | "interrupted";

/** How a lane stands; told about once a second while it asks a model and does not stand still, and at its end. */
export interface LaneProgress {
  readonly event: "lane.progress";
  readonly lane: Lane;
  /** Passages that are dealt with, of all that the lane has to do in this run. */
  readonly done: number;
  readonly total: number;
  /** Batches that settled something, and about how many that will be: what a batch leaves open is asked for in further ones. */
  readonly batches: { readonly done: number; readonly expected: number };
  /** In the last minute; null while too little is done. */
  readonly chunksPerSecond: number | null;
  /** By the pace of the last minute; null while that tells too little, and once no more is begun. */
  readonly secondsLeft: number | null;
  readonly inFlight: number;
  /** Calls that are ready and wait for what `waitingFor` names; null where nothing holds them up. */
  readonly waiting: number;
  readonly waitingFor: LimiterSnapshot["waitingFor"] | LaneWait;
  /** At most so many at once, at present. */
  readonly ceiling: number;
  readonly attempts: number;
  /** Attempts that were turned away by the provider's limits. */
  readonly rateLimited: number;
  /** Attempts that were not the first of their call, as reports count them. */
  readonly retries: number;
  readonly deadLetters: number;
  /** What was admitted in the last minute, the burst at the beginning with it. */
  readonly admittedPerMinute: Readonly<Record<LimitedResource, number>>;
  /** In all. */
  readonly admitted: Readonly<Record<LimitedResource, number>>;
  /** What the provider grants; only what is known. */
  readonly perMinute: LimiterSnapshot["perMinute"];
  /** US dollars of the lane's replies so far; null where the price or the usage of one is not known. */
  readonly costUsd: number | null;
  /** US dollars that the lane spent at least, and at most; the latter is null where it has no bound. */
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}

/** What a run tells while it runs, in the order in which it happens. File names are relative to the transcripts folder. */
export type RunEvent =
  | { readonly event: "run.started"; readonly run: string; readonly workspace: string }
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
  /** `batch`: of the lane in this run, from 1; `chunks`: those that it settled; what it left open is asked for again. `done` of `total`: chunks of the lane in this run; `ms`: how long the batch took. */
  | {
      readonly event: "batch.completed";
      readonly lane: Lane;
      readonly batch: number;
      readonly chunks: number;
      readonly done: number;
      readonly total: number;
      readonly ms: number;
      /** Null where the provider did not say. */
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
    }
  /** A batch that gave nothing. It is asked for again, in parts where that may help, unless its passage is given up or the run stops. */
  | {
      readonly event: "batch.failed";
      readonly lane: Lane;
      readonly batch: number;
      readonly chunks: number;
      readonly reason: string;
    }
  | { readonly event: "chunk.deadLettered"; readonly lane: Lane; readonly contentKey: string; readonly reason: string }
  /** What a lane is about to take, told before its first paid call. */
  | { readonly event: "estimate.made"; readonly estimate: LaneEstimate }
  | AttemptCompleted
  | LaneProgress
  /**
   * The next call would have passed `--max-cost`, or has no upper bound, so that nobody can say: the lane sends no more.
   * `isBounded`: false in the second case, and where that is so of what was spent.
   */
  | {
      readonly event: "budget.reached";
      readonly lane: Lane;
      readonly maxUsd: number;
      readonly spentUsd: number;
      readonly isBounded: boolean;
    }
  /** More than nine tenths of what a limit grants was taken in the last minute. */
  | {
      readonly event: "limit.approached";
      readonly lane: Lane;
      readonly resource: LimitedResource;
      readonly admittedPerMinute: number;
      readonly perMinute: number;
    }
  /** What the provider grants a minute became known or changed. */
  | {
      readonly event: "limit.changed";
      readonly lane: Lane;
      readonly resource: LimitedResource;
      readonly perMinute: number;
    }
  /** No call is sent for a while, because the provider asked for it. */
  | { readonly event: "lane.paused"; readonly lane: Lane; readonly pauseMs: number; readonly reason: string }
  /** An attempt failed in a way that may pass; `attempt`: the one to come, counted from 1. */
  | {
      readonly event: "call.retried";
      readonly lane: Lane;
      readonly kind: CallErrorKind;
      readonly reason: string;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** A call was cut short: it stalled, or everything waited for it. */
  | { readonly event: "call.cut"; readonly lane: Lane; readonly reason: string }
  /** Nobody is answered any more; single calls try whether that has changed. */
  | { readonly event: "provider.silent"; readonly lane: Lane; readonly reason: string }
  | { readonly event: "provider.answers"; readonly lane: Lane; readonly silentMs: number }
  | { readonly event: "notice"; readonly message: string }
  | { readonly event: "warning"; readonly message: string }
  /** Told when the run has ended; after it comes nothing but what traces have to tell. `files`: paths of its reports; `advice`: what held it back and would help, the most telling first. */
  | { readonly event: "reports.written"; readonly files: readonly string[]; readonly advice: readonly string[] }
  | { readonly event: "run.completed"; readonly result: IngestResult }
  /** In place of `run.completed`: the run was interrupted or failed, as what it throws says. `usage`: what it took until then. */
  | { readonly event: "run.stopped"; readonly run: string; readonly usage: RunUsage };

/** Hears the events of a run. It must not throw. */
export type RunListener = (event: RunEvent) => void;
