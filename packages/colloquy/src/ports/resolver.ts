import type { ExtractedTranscript, Fact, NameKey } from "./facts.ts";
import type { ResolutionStore } from "./resolution-store.ts";

/** Takes up to `limit` of the work that waits for it; gives how much it took. Less than `limit`: nothing is left. */
export type ResolutionStep = (limit: number) => number;

/** The rules of resolution: which facts a transcript states, which names are one entity, what it is called. */
export interface Resolver {
  /** Another version derives every fact anew. */
  readonly version: string;
  /** What a transcript states, in names that are normalised; pure. */
  deriveFacts(transcript: ExtractedTranscript): readonly Fact[];
  /** The key of a speaker's label in a transcript, given by its id; pure. */
  speakerKey(label: string, transcript: string): NameKey;
  /**
   * The steps that bring a store up to date with its facts, in their order. The store's marks say what each has to do, so
   * that they can stop and go on anywhere. What they end in depends on the facts alone, never on their history.
   */
  steps(store: ResolutionStore): readonly ResolutionStep[];
}
