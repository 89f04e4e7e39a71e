import type { NameInContext, Verdict } from "../name-judge.ts";
import type { ReadOptions } from "../reading.ts";
import type { PaidReply } from "./replies.ts";

/** Two keys of names. `first` is the smaller one. */
export interface KeyPair {
  readonly first: string;
  readonly second: string;
}

/** A name that transcripts mention, with its first mention in the order of source key, file and position. */
export interface MentionedName extends NameInContext {
  readonly key: string;
}

/** A chunk that mentions a name, with its first mention there. The key names the mention alone. */
export interface MentionedPlace extends MentionedName {
  /** The stem of the name. */
  readonly stem: string;
  /** The key of the chunk's text. */
  readonly place: string;
  /** Id of the transcript. */
  readonly transcript: string;
}

/** What a name means in a part of the workspace, if it does not mean its main sense there. */
export interface NameSense {
  /** The stem of the name. */
  readonly stem: string;
  /** Id of a transcript, or the key of a chunk's text, which goes before. */
  readonly place: string;
  /** The end of the keys that names have in this sense: see `ExtractedTranscript`. */
  readonly sense: string;
}

/** A verdict on a pair. `verdict` says what `first` is to `second`, in whatever order the names were shown. */
export interface PairVerdict extends KeyPair {
  /** 1: the names are shown in the order of keys; 2: in the other order. */
  readonly round: number;
  readonly verdict: Verdict;
}

/** A verdict with everything that the judge was shown. */
export interface AskedPair extends PairVerdict {
  readonly contentKey: string;
  /** Version of the question. Verdicts of several versions are never counted together. */
  readonly version: number;
  /** The names in the order in which they were shown. */
  readonly shown: readonly [NameInContext, NameInContext];
}

/** The source is a kind, or a part, of the target, by the verdicts of a version of the question. Ends are keys of names. */
export interface DerivedRelation {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly version: number;
}

/** Verdicts of a judge on pairs of names. Each is paid for once, and outlives the transcripts of its evidence. */
export interface LedgerVerdicts {
  /** Names of entities after the key, in the order of keys. Labels of speakers without a name are left out. */
  mentionedNames(
    page: { readonly after: string | null; readonly limit: number } & ReadOptions,
  ): Promise<readonly MentionedName[]>;
  /**
   * Chunks that mention a name, for each name that several transcripts mention, or that has several types in one; without names of
   * people. They are one of each transcript, and one for each further type there, at most six. The first chunks of all transcripts are
   * before their second ones; a chunk has its place in this order whatever other chunks there are.
   * @param page `limit`: the number of names.
   * @returns the chunks by stem, and the last stem that was read; null after all.
   */
  mentionedPlaces(
    page: { readonly after: string | null; readonly limit: number } & ReadOptions,
  ): Promise<{ readonly places: readonly MentionedPlace[]; readonly next: string | null }>;
  /** Pairs that the user decided about, also by a chain of pairs that are the same. */
  userPairs(): Promise<readonly KeyPair[]>;
  /** All verdicts of a version of the question, in the order of keys and rounds. */
  verdicts(version: number): Promise<readonly PairVerdict[]>;
  /** Commits verdicts with their reply. The first verdict on a question stays. */
  putVerdicts(reply: PaidReply, pairs: readonly AskedPair[]): Promise<void>;
  /** Replaces the pairs of names that are the same by their vectors. */
  joinByVectors(pairs: readonly KeyPair[]): Promise<void>;
  /**
   * Replaces the senses that follow from verdicts. Facts of the transcripts that they affect are derived again.
   * @returns whether any changes.
   */
  decideSenses(senses: readonly NameSense[]): Promise<boolean>;
  /**
   * Replaces the decisions that follow from verdicts. Names that a change affects are decided again by `resolve`.
   */
  decideByVerdicts(decisions: readonly (KeyPair & { readonly isSame: boolean })[]): Promise<void>;
  /**
   * Replaces the relations that follow from verdicts, each with what the judge was shown first. `resolve` makes
   * relationships of them. A relation without a verdict is ignored.
   */
  relateByVerdicts(relations: readonly DerivedRelation[]): Promise<void>;
}
