import type { Polarity, PolarityCounts } from "../model/index.ts";
import type { EntitySummary, NameKey, NameVariant } from "./facts.ts";

/** A key of a name with its number, which holds within the store alone. */
export interface StoredKey extends Pick<NameKey, "key" | "stem" | "initials"> {
  readonly no: number;
  /** Number of the entity that it names; null where it names none. */
  readonly entity: number | null;
}

/** An entity at an end of a relation. */
export interface EntityEnd {
  readonly no: number;
  readonly id: string;
  /** The smallest key of its cluster. */
  readonly key: string;
}

/** The row as which a fact is projected, and the hash of its canonical line. */
export interface StoredRow {
  readonly id: string;
  readonly hash: Uint8Array;
}

/** A relation whose ends are to be looked at: it is new, or an end became another entity. */
export interface PendingRelation {
  readonly no: number;
  readonly type: string;
  /** Null where the name makes no entity. */
  readonly source: EntityEnd | null;
  readonly target: EntityEnd | null;
  /** Id of the relationship that it supported so far; null where it supported none. */
  readonly relationship: string | null;
  /** Its evidence so far. */
  readonly row: StoredRow | null;
}

/** A relation that supports a relationship. */
export interface SupportingFact {
  readonly no: number;
  /** Number of its chunk. */
  readonly chunk: number;
  /** Canonical offsets. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
  readonly confidence: number;
  /** Its evidence so far; null where it has none. */
  readonly row: StoredRow | null;
}

/** A relationship. Its ends and its type follow from its id. */
export interface StoredRelationship {
  readonly id: string;
  /** Ids of entities. */
  readonly source: string;
  readonly type: string;
  readonly target: string;
  /** Of its row; null where it has none yet. */
  readonly hash: Uint8Array | null;
}

/** What the evidence of a relationship adds up to. */
export interface RelationshipCounts {
  readonly confidence: number;
  readonly count: number;
  readonly polarity: PolarityCounts;
}

/**
 * What resolution reads and writes. The store keeps the facts of transcripts and marks what a change of them touches; the
 * steps of a `Resolver` decide. Whatever is written is a whole value: a row that stays the same changes nothing. Numbers
 * name keys, facts, chunks, transcripts and entities within the store.
 */
export interface ResolutionStore {
  /** Keys whose facts came or went and that no step has decided since. */
  dirtyKeys(limit: number): readonly number[];
  /** The mark of a dirty key is taken away. */
  keyDecided(key: number): void;

  key(no: number): StoredKey;
  keyNamed(key: string): StoredKey | null;
  keysOfStem(stem: string): readonly StoredKey[];
  /** Names of several words with these first letters. */
  keysOfInitials(initials: string): readonly StoredKey[];
  keysOfEntity(entity: number): readonly StoredKey[];
  /** Keys that a transcript defines as the same as this one, in either direction. */
  definitionsOf(key: number): readonly number[];
  /** Whether a transcript mentions the key. */
  isMentioned(key: number): boolean;
  /** Whether a transcript mentions it in capitals, as acronyms are written. */
  isAcronym(key: number): boolean;
  /** Whether a transcript mentions both. */
  shareTranscript(first: number, second: number): boolean;
  variantsOf(key: number): readonly NameVariant[];
  /** Number of a transcript -> how often it mentions the key. */
  mentionsOf(key: number): ReadonlyMap<number, number>;

  /**
   * Writes an entity, which its smallest key identifies, and its CROSS_EPISODE relationship to each transcript of
   * `episodes`, with the count; other ones that it had go. Gives its number.
   */
  putEntity(
    entity: EntitySummary & {
      readonly key: string;
      readonly mentions: number;
      readonly transcripts: number;
      readonly episodes: ReadonlyMap<number, number>;
    },
  ): number;
  /** The row of an entity, and its CROSS_EPISODE relationships, go. */
  removeEntity(no: number): void;
  /** A key names another entity from now on: every fact with that key is to be looked at. */
  assignKey(key: number, entity: number | null): void;

  /** Brings the rows of mentions that are to be looked at up to date with the entities of their keys; how many it took. */
  projectMentions(limit: number): number;
  /** The same of quotes, with the entities that speak and that they are about. */
  projectQuotes(limit: number): number;
  pendingRelations(limit: number): readonly PendingRelation[];
  /**
   * Ties a relation to the relationship that it supports, which is then to be counted anew; so is the one that it supported
   * before. Null: it supports none.
   */
  tieRelation(
    relation: PendingRelation,
    relationship: {
      readonly id: string;
      readonly source: EntityEnd;
      readonly type: string;
      readonly target: EntityEnd;
    } | null,
  ): void;

  /** Relationships that are to be counted anew. */
  dirtyRelationships(limit: number): readonly StoredRelationship[];
  supportOf(relationship: string): readonly SupportingFact[];
  /** Writes an evidence row for each of `facts`; those of `repeats` go first, because a row may pass from one fact to another. */
  putEvidence(relationship: string, facts: readonly SupportingFact[], repeats: readonly SupportingFact[]): void;
  /** Writes the counts of a relationship. */
  putRelationship(relationship: StoredRelationship, counts: RelationshipCounts): void;
  removeRelationship(relationship: StoredRelationship): void;
}
