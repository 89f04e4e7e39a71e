import type { Polarity, PolarityCounts } from "./polarity.ts";

/** The words that support a fact, and where they stand. `text` is exactly the canonical text between the offsets. */
export interface Evidence {
  readonly file: string;
  /** Id of the chunk. */
  readonly chunk: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present where the times do not stand in the file but follow from those before and after. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly polarity: Polarity;
}

/** Another name of an entity, and why it was merged: `case`, `plural`, `title`, `acronym`, ... */
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
  /** Present where the times do not stand in the file but follow from those before and after. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly text: string;
  /** The extraction profile that settled the chunk; null while it is pending. */
  readonly profile: string | null;
}

/** A person, an idea or another thing that is spoken of, under whichever of its names. */
export interface EntityRow {
  readonly kind: "entity";
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  /** In how many transcripts it is mentioned. */
  readonly transcripts: number;
}

/** One place in which an entity is named. */
export interface MentionRow {
  readonly kind: "mention";
  readonly id: string;
  /** Id of the entity. */
  readonly entity: string;
  readonly evidence: Evidence;
}

/** Type of the relationship from an entity to each transcript in which it recurs. */
export const CROSS_EPISODE = "CROSS_EPISODE";

/** What is said of two entities, over all transcripts. The words stand in evidence rows. */
export interface RelationshipRow {
  readonly kind: "relationship";
  readonly id: string;
  /** Id of an entity. */
  readonly source: string;
  readonly type: string;
  /** Id of an entity; of a transcript where `type` is CROSS_EPISODE. */
  readonly target: string;
  readonly confidence: number;
  /** How many evidence rows support it; for CROSS_EPISODE how many mentions. */
  readonly count: number;
  /** The same by polarity. Mentions count as stated. */
  readonly polarity: PolarityCounts;
}

/** The words of one place that support a relationship or a quote. */
export interface EvidenceRow {
  readonly kind: "evidence";
  readonly id: string;
  /** Id of the relationship or quote that it supports. */
  readonly of: string;
  readonly evidence: Evidence;
}

/** A sentence worth quoting, to the letter. */
export interface QuoteRow {
  readonly kind: "quote";
  readonly id: string;
  /** Id of the Person who said it; the label as it stands in the transcript is `evidence.speaker`. */
  readonly speaker: string | null;
  /** Ids of the entities that it is about. */
  readonly about: readonly string[];
  readonly text: string;
  readonly evidence: Evidence;
}

/** A row of the graph as a store holds it. */
export type GraphRow = TranscriptRow | ChunkRow | EntityRow | MentionRow | RelationshipRow | EvidenceRow | QuoteRow;

/** What one speaker says in an indexed chunk without a break of the source. */
export interface IndexedTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present where the times do not stand in the file but follow from those before and after. */
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
  /** Present where the times do not stand in the file but follow from those before and after. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  /** In order: they lead a reader from the chunk to who said it, and to the second. */
  readonly turns: readonly IndexedTurn[];
  /** The embedding profile. */
  readonly profile: string;
  readonly vector: Float32Array;
}

/** A row of the graph or of the vector index. */
export type ProjectedRow = GraphRow | VectorRow;
/** `transcript`, `chunk`, `entity`, `mention`, `relationship`, `evidence` or `quote`. */
export type GraphRowKind = GraphRow["kind"];

/** In the order in which rows must be written: what a row refers to comes before it. */
export const GRAPH_ROW_KINDS: readonly GraphRowKind[] = [
  "transcript",
  "chunk",
  "entity",
  "mention",
  "relationship",
  "quote",
  "evidence",
];
