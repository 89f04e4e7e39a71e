import type { Lane } from "../ports/index.ts";
import type { IngestResult } from "./result.ts";

/** The steps of a run. `extract` and `embed` run side by side; the others one after another. */
export type Stage = "read" | "extract" | "embed" | "resolve" | "project";

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
  /** `total`: files, chunks or rows, by stage, of `resolve` transcripts and then what follows from them; null where it is not known beforehand. */
  | { readonly event: "stage.started"; readonly stage: Stage; readonly total: number | null }
  | { readonly event: "stage.progress"; readonly stage: Stage; readonly done: number; readonly total: number | null }
  | { readonly event: "stage.completed"; readonly stage: Stage; readonly seconds: number }
  /** `chunks`: of the batch; `done` of `total`: chunks of the lane in this run; `ms`: how long the batch took. */
  | {
      readonly event: "batch.completed";
      readonly lane: Lane;
      readonly chunks: number;
      readonly done: number;
      readonly total: number;
      readonly ms: number;
    }
  | { readonly event: "batch.failed"; readonly lane: Lane; readonly chunks: number; readonly reason: string }
  | { readonly event: "chunk.deadLettered"; readonly lane: Lane; readonly contentKey: string; readonly reason: string }
  | { readonly event: "notice"; readonly message: string }
  | { readonly event: "warning"; readonly message: string }
  | { readonly event: "run.completed"; readonly result: IngestResult };

/** Hears the events of a run. It must not throw. */
export type RunListener = (event: RunEvent) => void;
