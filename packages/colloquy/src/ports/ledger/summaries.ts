import type { Evidence } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";
import type { SummarySentence } from "../summariser.ts";
import type { PaidReply } from "./replies.ts";

/** How many sentences of a reply were left out: without a citation, with a number that does not exist, or with words that the cited evidence does not have. */
export interface DroppedSentences {
  readonly uncited: number;
  readonly unknown: number;
  readonly ungrounded: number;
}

/** The summary of a subject, made from the evidence whose hash is `contentKey`. */
export interface WrittenSummary {
  readonly contentKey: string;
  /** Id of the entity or the transcript. */
  readonly subject: string;
  readonly kind: "entity" | "transcript";
  /** Empty if no sentence was kept. */
  readonly sentences: readonly SummarySentence[];
  readonly dropped: DroppedSentences;
}

/** A summary in the ledger. */
export interface StoredSummary extends WrittenSummary {
  readonly profile: string;
}

/** Words of a transcript that a summary can cite: the evidence of a relation, a quote, or a turn. */
export interface TranscriptEvidence {
  readonly evidence: Evidence;
  readonly kind: "relation" | "quote" | "turn";
  /** For a relation: names of its ends, its type and its confidence. */
  readonly relation: {
    readonly source: string;
    readonly type: string;
    readonly target: string;
    readonly confidence: number;
  } | null;
}

/** Summaries that a model wrote. Each is paid for once for the same evidence and profile. */
export interface LedgerSummaries {
  /** The relations, quotes and turns of a transcript, by id, in the order of their positions. Empty for an unknown id. */
  transcriptEvidence(transcript: string, options?: ReadOptions): Promise<readonly TranscriptEvidence[]>;
  /** The summaries of each piece of work, of one profile or else the latest of any profile. Keys without a summary are left out. */
  summaries(contentKeys: readonly string[], profile: string | null): Promise<readonly StoredSummary[]>;
  /** Ids of entities and transcripts that have a summary, with the kind of each. */
  summarised(): Promise<readonly Pick<StoredSummary, "subject" | "kind">[]>;
  /** Commits summaries with their reply. The first summary of a profile stays. */
  putSummaries(reply: PaidReply, summaries: readonly WrittenSummary[]): Promise<void>;
}
