import type {
  ChunkTurn,
  Derivation,
  Polarity,
  RelationshipEnds,
  RelationshipTotals,
  Withdrawal,
} from "../model/index.ts";
import type { EntitySummary, NameKey, NameVariant, TextRange } from "./facts.ts";

/** A key of a name, with its number within the store. */
export interface StoredKey extends Pick<NameKey, "key" | "stem" | "initials"> {
  readonly no: number;
  /** Number of the entity that it names; null if it names none. */
  readonly entity: number | null;
}

/**
 * How a name is looked for in chunks: `any`: in any case; `noun`: in any case, where it is an English noun; `common-noun`: the
 * same, without a capital within a sentence; `capital`: only with a capital within a sentence; `capitals`: only in capitals.
 */
export type SoughtAs = "any" | "noun" | "common-noun" | "capital" | "capitals";

/** A name that is looked for in chunks, with the number of its entity. */
export interface SoughtKey extends Pick<StoredKey, "key" | "stem"> {
  readonly entity: number;
  readonly as: SoughtAs;
}

/** A chunk in which names are to be looked for. Offsets are canonical. */
export interface SearchedChunk {
  readonly no: number;
  readonly startOffset: number;
  readonly text: string;
  readonly turns: readonly ChunkTurn[];
  /** Numbers of the entities that a fact mentions in the chunk. */
  readonly mentioned: ReadonlySet<number>;
  /** Stems of names that have several senses in its transcript, so that their words do not tell what they mean. */
  readonly ambiguous?: ReadonlySet<string>;
}

/** A name of an entity in a chunk that does not mention the entity otherwise. Offsets are canonical. */
export interface Occurrence {
  /** Number of the entity. */
  readonly entity: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** An entity at an end of a relation. */
export interface EntityEnd {
  readonly no: number;
  readonly id: string;
  /** The smallest key of its cluster. */
  readonly key: string;
}

/** The projected row of a fact, with the hash of its canonical line. */
export interface StoredRow {
  readonly id: string;
  readonly hash: Uint8Array;
}

/** A decision whether a key and another one name the same, by the user, by the vectors of the names or by a model. */
export interface KeyDecision {
  /** Number of the other key. */
  readonly other: number;
  readonly isSame: boolean;
  readonly source: "user" | "vector" | "verdict";
}

/** What the user sets for the entity of a key. */
export interface KeyCorrection {
  /** The name of its entity; null: chosen by rules. */
  readonly name: string | null;
  /** The type of its entity; null: chosen by rules. */
  readonly type: string | null;
  /** Whether it names no entity. */
  readonly hidden: boolean;
}

/** A relation whose ends must be resolved: it is new, or an end now names another entity. */
export interface PendingRelation {
  readonly no: number;
  readonly type: string;
  /** Null if the name makes no entity. */
  readonly source: EntityEnd | null;
  readonly target: EntityEnd | null;
  /** Why a check withdrew it; null: it did not. */
  readonly withdrawn: Withdrawal | null;
  /** Id of the relationship that it supports so far; null if it supports none. */
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
  readonly antecedents: readonly TextRange[];
  /** Its evidence so far; null if it has none. */
  readonly row: StoredRow | null;
}

/** A relation that follows from verdicts about two names, with the entities that they name now. */
export interface StoredDerivation {
  readonly no: number;
  readonly type: string;
  /** Null if the name makes no entity. */
  readonly source: EntityEnd | null;
  readonly target: EntityEnd | null;
}

/** A relationship of two entities. */
export interface StoredRelationship extends RelationshipEnds {
  /** Hash of its row; null if it has no row yet. */
  readonly hash: Uint8Array | null;
}

/**
 * The data of resolution. The store keeps the facts of transcripts and marks what their changes affect; the steps of a
 * `Resolver` decide. Rows are written whole: writing an equal row changes nothing. Numbers identify keys, facts,
 * chunks, transcripts and entities within the store.
 */
export interface ResolutionStore {
  /** Keys whose facts were added or removed since a step last decided them. */
  dirtyKeys(limit: number): readonly number[];
  /** Removes the mark of a dirty key. */
  keyDecided(key: number): void;

  key(no: number): StoredKey;
  keyNamed(key: string): StoredKey | null;
  keysOfStem(stem: string): readonly StoredKey[];
  /** Keys that have the form. */
  keysOfForm(form: string): readonly StoredKey[];
  /** Names of several words with these first letters. */
  keysOfInitials(initials: string): readonly StoredKey[];
  keysOfEntity(entity: number): readonly StoredKey[];
  /** The decisions about the key and other stored keys. */
  decisionsOf(key: number): readonly KeyDecision[];
  /** Null if the user sets nothing for the key. */
  correctionOf(key: number): KeyCorrection | null;
  /** Keys that a transcript defines as the same as this one, in either direction. */
  definitionsOf(key: number): readonly number[];
  /** Whether a transcript mentions the key. */
  isMentioned(key: number): boolean;
  /** Whether a transcript mentions it in capitals, as acronyms are written. */
  isAcronym(key: number): boolean;
  /** Whether a transcript mentions both. */
  shareTranscript(first: number, second: number): boolean;
  /** The names by which transcripts mention the key; empty if none mentions it. */
  variantsOf(key: number): readonly NameVariant[];
  /** Maps the number of a transcript to its mentions of the key. */
  mentionsOf(key: number): ReadonlyMap<number, number>;

  /**
   * Writes an entity, which its smallest key identifies, and its CROSS_EPISODE relationship to each transcript of
   * `recurrences`, with the count. Removes its other ones.
   * @returns its number.
   */
  putEntity(
    entity: EntitySummary & {
      readonly key: string;
      readonly mentions: number;
      readonly transcripts: number;
      readonly recurrences: ReadonlyMap<number, number>;
    },
  ): number;
  /** Removes the row of an entity and its CROSS_EPISODE relationships. */
  removeEntity(no: number): void;
  /** Sets the entity of a key, and marks every fact with that key. */
  assignKey(key: number, entity: number | null): void;
  /** Sets how a key is looked for in chunks; null: it is not looked for. */
  seekKey(key: number, as: SoughtAs | null): void;

  /** Updates the rows of marked mentions to the entities of their keys. @returns how many it processed. */
  projectMentions(limit: number): number;
  /**
   * Updates the rows of marked quotes to the entities of their speakers and subjects.
   * @returns how many it processed.
   */
  projectQuotes(limit: number): number;
  /**
   * Marks the chunks with all words of the keys whose entity, or way of being looked for, changed.
   * @returns the number of such keys that it processed.
   */
  markChunksOfKeys(limit: number): number;
  /** Keys of entities that are looked for, whose stem begins with one of the words. */
  soughtKeys(words: readonly string[]): readonly SoughtKey[];
  /** Chunks that are new or marked, or whose mentions changed. */
  chunksToSearch(limit: number): readonly SearchedChunk[];
  /**
   * Replaces the occurrences in a chunk, at most one for each entity, and removes its mark.
   * @param words All words in the chunk, as in the stems of keys.
   */
  putOccurrences(chunk: number, occurrences: readonly Occurrence[], words: ReadonlySet<string>): void;
  pendingRelations(limit: number): readonly PendingRelation[];
  /**
   * Assigns a relation to the relationship that it supports. Marks this relationship and the former one to be counted
   * again. Null: it supports none.
   */
  tieRelation(
    relation: PendingRelation,
    relationship: {
      readonly id: string;
      readonly source: EntityEnd;
      readonly type: string;
      readonly target: EntityEnd;
      readonly withdrawn: Withdrawal | null;
    } | null,
  ): void;

  /**
   * All relations that follow from verdicts, in the order of their keys; empty if neither they, nor the entities of their names, nor
   * the user's decisions changed since they were tied.
   */
  derivations(): readonly StoredDerivation[];
  /** Pairs of entities of which the user says that names of them are different, by their numbers. */
  keptApart(): readonly (readonly [number, number])[];
  /** Assigns derivations to relationships, as `tieRelation`. */
  tieDerivations(relationships: ReadonlyMap<number, Parameters<ResolutionStore["tieRelation"]>[1]>): void;
  /** The first derivation of a relationship in the order of keys; null if it has none. */
  derivationOf(relationship: string): Derivation | null;

  /** Relationships that are marked to be counted again. */
  dirtyRelationships(limit: number): readonly StoredRelationship[];
  supportOf(relationship: string): readonly SupportingFact[];
  /**
   * Writes an evidence row for each of `facts`; the rows of `repeats` are removed first, because a row may move from
   * one fact to another.
   */
  putEvidence(relationship: string, facts: readonly SupportingFact[], repeats: readonly SupportingFact[]): void;
  /** Writes the row of a relationship. */
  putRelationship(relationship: StoredRelationship, totals: RelationshipTotals): void;
  removeRelationship(relationship: StoredRelationship): void;
}
