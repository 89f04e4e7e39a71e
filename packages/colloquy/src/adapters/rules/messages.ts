import type { Extraction, TurnView } from "../../model/index.ts";

/** What a worker is asked: the views of one batch. */
export interface WorkRequest {
  readonly id: number;
  readonly views: readonly (readonly TurnView[])[];
}

/** What it answers: one extraction for each view, in order. */
export interface WorkReply {
  readonly id: number;
  readonly extractions: readonly Extraction[];
}
