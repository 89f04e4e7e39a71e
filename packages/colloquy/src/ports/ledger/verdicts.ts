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
  /** Pairs that the user decided about. */
  userPairs(): Promise<readonly KeyPair[]>;
  /** All verdicts of a version of the question, in the order of keys and rounds. */
  verdicts(version: number): Promise<readonly PairVerdict[]>;
  /** Commits verdicts with their reply. The first verdict on a question stays. */
  putVerdicts(reply: PaidReply, pairs: readonly AskedPair[]): Promise<void>;
  /** Replaces the pairs of names that are the same by their vectors. */
  joinByVectors(pairs: readonly KeyPair[]): Promise<void>;
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
