import type { ExtractedTranscript, Fact, NameKey } from "./facts.ts";
import type { ResolutionStore } from "./resolution-store.ts";

/** Processes up to `limit` pending items. @returns how many it processed; less than `limit` if none remain. */
export type ResolutionStep = (limit: number) => number;

/** The rules of resolution: the facts of a transcript, the names of one entity, the name and type of an entity. */
export interface Resolver {
  /** A change of the version derives every fact again. */
  readonly version: string;
  /** The facts that a transcript states, in normalised names. Pure. */
  deriveFacts(transcript: ExtractedTranscript): readonly Fact[];
  /**
   * The key of a speaker's label in the transcript with this id. Pure.
   * @param senses as in `ExtractedTranscript`.
   */
  speakerKey(label: string, transcript: string, senses?: ReadonlyMap<string, string>): NameKey;
  /**
   * The steps that bring a store up to date with its facts, in their order. The store's marks are their work list, so
   * they can stop and continue at any point. Their final result depends on the facts alone, never on their history.
   */
  steps(store: ResolutionStore): readonly ResolutionStep[];
}
