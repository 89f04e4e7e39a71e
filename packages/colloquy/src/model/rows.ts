import type { Polarity, PolarityCounts } from "./polarity.ts";

/** The words that support a fact, with their position. `text` is exactly the canonical text between the offsets. */
export interface Evidence {
  readonly file: string;
  /** Id of the chunk. */
  readonly chunk: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present if the times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly polarity: Polarity;
  /** Words that name an end of the relation that the text does not name, in the order of the file; absent: none. */
  readonly antecedents?: readonly Antecedent[];
}

/** Words of the same file that name what a piece of evidence does not name, with their position. */
export type Antecedent = Omit<Evidence, "file" | "polarity" | "antecedents">;

/** Another name of an entity, and the reason why it was merged: `case`, `plural`, `title`, `acronym`, ... */
export interface Alias {
  readonly name: string;
  readonly reason: string;
}

/** A file that was read. `file` is its path within its source folder. */
export interface TranscriptRow {
  readonly kind: "transcript";
  readonly id: string;
  readonly file: string;
  readonly format: string;
  readonly turns: number;
}

/** A chunk of a transcript. Offsets are UTF-16 code units of the canonical text, end exclusive. */
export interface ChunkRow {
  readonly kind: "chunk";
  readonly id: string;
  readonly transcript: string;
  readonly file: string;
  readonly ordinal: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly speakers: readonly string[];
  readonly startMs: number | null;
  /** Present if the times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly text: string;
  /** The extraction profile that settled the chunk; null while it is pending. */
  readonly profile: string | null;
}

/** A person, an idea or another subject of talk, with all its names. */
export interface EntityRow {
  readonly kind: "entity";
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  /** The number of transcripts that mention it. */
  readonly transcripts: number;
}

/** One mention of an entity. */
export interface MentionRow {
  readonly kind: "mention";
  readonly id: string;
  /** Id of the entity. */
  readonly entity: string;
  /**
   * Present if no extraction names the entity in this chunk: one of its names was found there afterwards. The polarity of
   * the evidence is `implied`.
   */
  readonly found?: true;
  readonly evidence: Evidence;
}

/**
 * Type of the relationship from an entity to each transcript in which it recurs. Its name is part of ids and digests, so
 * it stays.
 */
export const CROSS_EPISODE = "CROSS_EPISODE";

/** Types of relationships that follow from verdicts of a judge: the source is a kind, or a part, of the target. */
export const DERIVED_TYPES = { kind: "IS_A", part: "IS_PART_OF" } as const;

/** A name that a judge compared with another one, and what it was shown of it. */
export interface ComparedName {
  readonly name: string;
  /** Words of a transcript that mention the name. */
  readonly text: string;
  readonly speaker: string | null;
  readonly file: string;
}

/** Why a relationship exists that no words state: a judge compared two names. */
export interface Derivation {
  /** The profile of the judge: its model and its prompt. */
  readonly judge: string;
  /** The version of the question. */
  readonly question: number;
  /** The names of the source and of the target. */
  readonly source: ComparedName;
  readonly target: ComparedName;
}

/**
 * Why a check withdrew a statement: its words say it the other way round; they say the opposite; they do not say it. They are
 * part of ids and digests.
 */
export const WITHDRAWALS = ["reversed", "negated", "not_said"] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/**
 * A relationship of two entities over all transcripts. Its words are in evidence rows. A derived relationship has none.
 */
export interface RelationshipRow {
  readonly kind: "relationship";
  readonly id: string;
  /** Id of an entity. */
  readonly source: string;
  readonly type: string;
  /** Id of an entity; if `type` is CROSS_EPISODE, id of a transcript. */
  readonly target: string;
  readonly confidence: number;
  /** The number of its evidence rows; for CROSS_EPISODE the number of mentions; 0 if it is derived. */
  readonly count: number;
  /** `count` by polarity. Mentions count as stated. */
  readonly polarity: PolarityCounts;
  /** Present if no words state it, and it follows from a verdict of a judge. */
  readonly derived?: Derivation;
  /**
   * Present if a check withdrew its statements, and why. Withdrawn statements of the same ends and type have a relationship of
   * their own for each reason, so they are not counted with the others.
   */
  readonly withdrawn?: Withdrawal;
}

/** The words at one position that support a relationship or a quote. */
export interface EvidenceRow {
  readonly kind: "evidence";
  readonly id: string;
  /** Id of the relationship or quote that it supports. */
  readonly of: string;
  readonly evidence: Evidence;
}

/** A sentence worth quoting, verbatim. */
export interface QuoteRow {
  readonly kind: "quote";
  readonly id: string;
  /** Id of the Person who said it; the label in the transcript is `evidence.speaker`. */
  readonly speaker: string | null;
  /** Ids of the entities that it is about. */
  readonly about: readonly string[];
  readonly text: string;
  readonly evidence: Evidence;
}

/** A row of the graph as a store holds it. */
export type GraphRow = TranscriptRow | ChunkRow | EntityRow | MentionRow | RelationshipRow | EvidenceRow | QuoteRow;

/** Consecutive words of one speaker in an indexed chunk. */
export interface IndexedTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present if the times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  readonly endMs: number | null;
  /** Canonical offsets of the words; end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A chunk as the vector store holds it. */
export interface VectorRow {
  readonly kind: "vector";
  /** Id of the chunk. */
  readonly id: string;
  readonly transcript: string;
  readonly file: string;
  readonly ordinal: number;
  readonly speakers: readonly string[];
  readonly startMs: number | null;
  /** Present if the times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  /** In the order of the text, with the speakers and times of the words. */
  readonly turns: readonly IndexedTurn[];
  /** The embedding profile. */
  readonly profile: string;
  /** Of length 1 (or all zeros): of the whole text, or the mean of its passages. */
  readonly vector: Float32Array;
  /**
   * The vectors of its passages in their order, a signed byte for each value; then the version of the cut, if it is not the first
   * one. Absent if the text was embedded as a whole.
   */
  readonly passages?: Uint8Array;
}

/** A row of the graph or of the vector index. */
export type ProjectedRow = GraphRow | VectorRow;
/** `transcript`, `chunk`, `entity`, `mention`, `relationship`, `evidence` or `quote`. */
export type GraphRowKind = GraphRow["kind"];

/** In the order in which rows must be written: a row comes after the rows that it refers to. */
export const GRAPH_ROW_KINDS: readonly GraphRowKind[] = [
  "transcript",
  "chunk",
  "entity",
  "mention",
  "relationship",
  "quote",
  "evidence",
];
