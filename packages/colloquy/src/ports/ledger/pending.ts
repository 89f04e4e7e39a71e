import type { TurnView } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";
import type { ModelStage } from "./stage.ts";

/** What a stage has still to do. One row a content key, however many chunks show it. */
export interface PendingChunk {
  readonly contentKey: string;
  /** Id of the first chunk that shows it. */
  readonly chunk: string;
  readonly view: readonly TurnView[];
  readonly tokens: number;
}

/** Opaque: where a listing goes on. */
export type PendingCursor = string;

/** A systematic sample: of every stretch of a listing the same share, `take` of `of` in all. */
export interface Spread {
  readonly take: number;
  /** How many there are, when the listing begins. */
  readonly of: number;
}

/** What a stage has still to do of one transcript. Chunks with the same content count once, in the first transcript that has it. */
export interface PendingTranscript {
  /** Its id. */
  readonly transcript: string;
  readonly contents: number;
  readonly tokens: number;
}

/** Which work of a stage counts as pending. */
export interface PendingOptions extends ReadOptions {
  readonly profile: string;
  readonly paid: boolean;
  /**
   * Redo what is settled under any profile: all of it, or what is left since `beginForce`. An extractor that costs nothing
   * redoes only what was not paid for.
   */
  readonly force: boolean;
  /** Only what lies in the stage's dead letters, which is otherwise left out. */
  readonly deadLetters?: boolean;
}

/** A page of a listing of pending work. */
export interface PendingPage {
  readonly items: readonly PendingChunk[];
  /** Null after the last page. */
  readonly next: PendingCursor | null;
}

/** A `--force` that was begun and not completed: the next one of the same profile goes on there. */
export interface InterruptedForce {
  readonly stage: ModelStage;
  readonly profile: string;
  /** Different contents that are still to be redone. */
  readonly left: number;
  /** Different contents of the workspace. */
  readonly total: number;
}
