import type {
  ChunkRow,
  EntityRow,
  Evidence,
  EvidenceRow,
  GraphRow,
  GraphRowKind,
  MentionRow,
  Polarity,
  QuoteRow,
  RelationshipRow,
  TranscriptRow,
} from "../model/index.ts";
import type { ProjectionState } from "./projection-state.ts";
import type { Page, ReadOptions } from "./reading.ts";

/** The number of rows of each kind, and the numbers of entities and relationships of each type. */
export interface GraphCounts {
  readonly transcripts: number;
  readonly chunks: number;
  readonly entities: number;
  readonly mentions: number;
  readonly relationships: number;
  /** The number of the relationships that are derived: no words state them. */
  readonly derived: number;
  readonly quotes: number;
  readonly evidence: number;
  readonly byType: {
    readonly entities: Readonly<Record<string, number>>;
    readonly relationships: Readonly<Record<string, number>>;
  };
}

/** The position of an entity in a list of entities. */
export type EntityPosition = Pick<EntityRow, "mentions" | "name" | "id">;
/** The position of a transcript in a list of transcripts. */
export type FilePosition = Pick<TranscriptRow, "file" | "id">;
/** The position of a relationship in a list of relationships. */
export type RelationshipPosition = Pick<RelationshipRow, "count" | "confidence" | "id">;
/** The position of a mention, a quote or a piece of evidence in a list of them. */
export type EvidencePosition = Pick<Evidence, "file" | "startOffset" | "endOffset"> & { readonly id: string };
/** A position in the lists of several subjects, which follow each other; `of` is the id of the subject. */
export type PositionOf<Position> = Position & { readonly of: string };

/** Restricts evidence to the words of one speaker. */
export interface SpokenBy {
  /** Id of the person who says the words, under any label. */
  readonly speaker?: string;
}

/** Restricts relationships to those that no check withdrew, unless `withdrawn` is true. */
export interface WithWithdrawn {
  readonly withdrawn?: boolean;
}

/** Restricts relationships, if `explicit` is true, to those with evidence that is not implied. */
export interface OnlyExplicit {
  readonly explicit?: boolean;
}

/** Restricts a list of relationships. */
export interface RelationshipFilter extends WithWithdrawn, OnlyExplicit {
  /** Id of an entity at one end. */
  readonly entity?: string;
  /** Ids of the entities of which two, or one twice, are the ends. */
  readonly among?: readonly string[];
  readonly type?: string;
}

/** What is read of relationships in the context of their entities. */
export interface ContextOptions extends WithWithdrawn, OnlyExplicit {
  /** The most pieces of evidence of a relationship, and their speaker; absent: no evidence. */
  readonly evidence?: SpokenBy & { readonly limit: number };
  /** The most relationships of each entity; absent: as many as the page has room for. */
  readonly each?: number;
}

/** A relationship with the entities at its ends and the words that support it. */
export interface RelationshipInContext {
  /** The id of the subject in whose list the relationship is. */
  readonly of: string;
  readonly relationship: RelationshipRow;
  /** Null if the store does not have it. */
  readonly source: EntityRow | null;
  /** Null if the store does not have it. */
  readonly target: EntityRow | null;
  /** The first pieces of evidence, in the order of file and offset. */
  readonly evidence: readonly EvidenceRow[];
}

/** A quote with the entities that it is about. */
export interface QuoteWithSubjects {
  readonly quote: QuoteRow;
  /** In the order of `quote.about`; entities that the store does not have are left out. */
  readonly subjects: readonly EntityRow[];
}

/** A mention with its chunk. */
export interface MentionInContext {
  readonly mention: MentionRow;
  /** Null if the store does not have it. */
  readonly chunk: ChunkRow | null;
}

/** An entity that a person speaks about. Mentions that were found afterwards do not count. */
export interface Topic {
  readonly entity: EntityRow;
  /** How often the person mentions it. */
  readonly mentions: number;
  /** The first mentions by the person, in the order of file and offset. */
  readonly evidence: readonly MentionRow[];
}

/** How often an entity is mentioned in a transcript. Mentions that were found afterwards do not count. */
export interface TranscriptTopic {
  readonly entity: EntityRow;
  readonly mentions: number;
}

/** A chunk without its text. */
export type ChunkOutline = Omit<ChunkRow, "kind" | "transcript" | "file" | "text" | "profile">;

/** Words that support a relationship that is not withdrawn. */
export interface ClaimInChunk {
  readonly evidence: EvidenceRow;
  readonly relationship: RelationshipRow;
}

/** What the graph says about the words of a chunk. Each list is in the order of offset, then of id. */
export interface ChunkAnnotations {
  /** Id of the chunk. */
  readonly chunk: string;
  readonly mentions: readonly MentionRow[];
  readonly claims: readonly ClaimInChunk[];
  readonly quotes: readonly QuoteRow[];
}

/** What the graph says about the words of some chunks. */
export interface Annotations {
  /** One for each requested id, in that order; empty for an unknown id. */
  readonly chunks: readonly ChunkAnnotations[];
  /** The entities that they mention, and the ends of the relationships, in the order of id. */
  readonly entities: readonly EntityRow[];
}

/** Pieces of evidence with the same file, label of the speaker and polarity. */
export interface Support {
  /** Id of the relationship or quote. */
  readonly of: string;
  readonly file: string;
  /** The label in the transcript; null without one. */
  readonly speaker: string | null;
  readonly polarity: Polarity;
  readonly count: number;
  /** Earliest start and latest end (the start of words without an end), in milliseconds; null without times. */
  readonly startMs: number | null;
  readonly endMs: number | null;
}

export interface SpeechOptions extends ReadOptions {
  /** The most topics, and the most statements. */
  readonly limit: number;
  /** The most pieces of evidence of a statement. */
  readonly evidence: number;
  /** The most mentions of a topic; 0 takes least time. Default: `evidence`. */
  readonly mentions?: number;
}

/** The topics and statements of a person. */
export interface Speech {
  /** The topics of the person, except the person; the most mentioned first, then by name and id. */
  readonly topics: readonly Topic[];
  /**
   * Relationships for which the person says evidence that is not implied, with that evidence; the best supported first. None
   * is withdrawn.
   */
  readonly statements: readonly RelationshipInContext[];
}

/** A person and the label of turns in a file. */
export interface LabelOfPerson {
  /** Id of the person. */
  readonly person: string;
  readonly label: string;
  readonly file: string;
}

/** A label in chunks in which a person speaks. */
export interface LabelBeside {
  readonly label: string;
  readonly file: string;
  /** In so many of these chunks. */
  readonly chunks: number;
}

/** How often an entity is mentioned in a file. */
export interface FileMentions {
  readonly file: string;
  /** Mentions that extractions state. */
  readonly mentions: number;
  /** Names that were found afterwards. */
  readonly found: number;
}

/** The summary of an entity or a transcript, as one text. */
export interface SubjectSummary {
  readonly kind: "entity" | "transcript";
  /** Id of the entity or the transcript. */
  readonly id: string;
  readonly text: string;
}

/** Writes whole rows by id. Writing a row twice has the effect of writing it once. */
export interface GraphWriter extends ProjectionState {
  /** Whether the store has `putSummaries`, for people who read it with other tools. Default false. */
  readonly holdsSummaries?: boolean;
  /**
   * Replaces the summaries of all entities and transcripts: those that are not listed have none. They are no part of the
   * rows.
   */
  putSummaries?(summaries: readonly SubjectSummary[]): Promise<void>;
  /** Creates the schema if it is missing. Idempotent. @throws ColloquyError `store` when the store cannot be used. */
  prepare(): Promise<void>;
  /** Removes the state of this workspace, then every row of it; nothing else. A claim of this object stays in force. */
  clear(): Promise<void>;
  /**
   * All rows are of one kind. A row replaces the whole row with the same id. One transaction, except that a store may
   * commit some rows earlier: an interrupted projection writes all of them again. Rows with one id have the same ends
   * (ends and type of a relationship; entity and chunk of a mention).
   */
  upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void>;
  /** One transaction. Unknown ids are no error. */
  remove(kind: GraphRowKind, ids: readonly string[]): Promise<void>;
}

/**
 * Reads the graph of one workspace. Every list has a documented, total order and a limit. A method that takes several
 * subjects lists the rows of the first subject, then those of the next; an unknown id is no error. The speaker of a
 * label in a chunk is the entity of the first mention there whose words are the label of its own turn.
 */
export interface GraphReader {
  /** The number of rows. */
  counts(options?: ReadOptions): Promise<GraphCounts>;
  /** Every row of a kind, ordered by id, in batches. */
  rows(kind: GraphRowKind, options?: ReadOptions): AsyncIterable<readonly GraphRow[]>;
  /** In the order of file. */
  transcripts(page: Page<FilePosition>): Promise<readonly TranscriptRow[]>;
  /** The chunks of a transcript in the order of their ordinals; a position is an ordinal. */
  transcriptChunks(transcript: string, page: Page<number>): Promise<readonly ChunkRow[]>;
  /** As `transcriptChunks`, without the texts. */
  outline(transcript: string, page: Page<number>): Promise<readonly ChunkOutline[]>;
  /** The entities that a transcript mentions; those that it mentions most first, then by name and id. */
  topics(transcript: string, options: ReadOptions & { readonly limit: number }): Promise<readonly TranscriptTopic[]>;
  /** What the graph says about the words of chunks: at most `limit` mentions, claims and quotes of each chunk. */
  annotations(chunks: readonly string[], options: ReadOptions & { readonly limit: number }): Promise<Annotations>;
  /** In the order of the ids. */
  chunks(ids: readonly string[], options?: ReadOptions): Promise<readonly ChunkRow[]>;
  /**
   * Entities whose id is one of the keys, or whose name or one of whose aliases equals one of them without case; the
   * most mentioned first, then by name and id.
   */
  findEntities(keys: readonly string[], options?: ReadOptions): Promise<readonly EntityRow[]>;
  /** Of one type, or of all; the most mentioned first, then by name and id. */
  entities(page: Page<EntityPosition> & { readonly type?: string }): Promise<readonly EntityRow[]>;
  /**
   * Entities with a name in which words begin with each of the words, without case, within the first 200 characters; the
   * most mentioned first, then by name and id. A word of a name begins at its start, and after a character that is neither
   * letter, mark nor digit. Of one type, or of all. Without words, or with an empty word: none.
   */
  entitiesWithWords(
    words: readonly string[],
    options: ReadOptions & { readonly limit: number; readonly type?: string },
  ): Promise<readonly EntityRow[]>;
  /**
   * With one endpoint, with both endpoints in a set (`among`), of one type, or all; the best supported first (count,
   * confidence, id). CROSS_EPISODE only if `type` names it.
   */
  relationships(page: Page<RelationshipPosition> & RelationshipFilter): Promise<readonly RelationshipRow[]>;
  /**
   * For each entity the number of its relationships, counted up to `most`, without CROSS_EPISODE and withdrawn ones. A
   * relationship of an entity with itself counts once.
   */
  degrees(ids: readonly string[], options: ReadOptions & { readonly most: number }): Promise<readonly number[]>;
  /**
   * The first `each` pieces of evidence of each relationship or quote, in the order of file and offset, counted by file,
   * label and polarity: of each subject in turn, in the order of file, label (none first) and polarity.
   */
  support(of: readonly string[], options: ReadOptions & { readonly each: number }): Promise<readonly Support[]>;
  /**
   * The relationships of each entity in turn, the best supported first, without CROSS_EPISODE. A relationship between
   * two of the entities is in the lists of both.
   */
  relationshipsInContext(
    of: readonly string[],
    page: Page<PositionOf<RelationshipPosition>> & ContextOptions,
  ): Promise<readonly RelationshipInContext[]>;
  /** Evidence of relationships or quotes: of each in turn, in the order of file and offset. */
  evidence(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy): Promise<readonly EvidenceRow[]>;
  /** Mentions of entities: of each in turn, in the order of file and offset. */
  mentions(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy): Promise<readonly MentionRow[]>;
  /** As `mentions` of one entity, each with its chunk. */
  mentionsInContext(entity: string, page: Page<EvidencePosition> & SpokenBy): Promise<readonly MentionInContext[]>;
  /** For each request the files in which the speaker (if given) mentions the entity, or a name of it is found, in the order of file. */
  mentionCounts(
    requests: readonly (SpokenBy & { readonly entity: string })[],
    options?: ReadOptions,
  ): Promise<readonly (readonly FileMentions[])[]>;
  /** For each request the first mention of an entity that a person says, without found ones; null if there is none. */
  firstMentions(
    requests: readonly { readonly entity: string; readonly speaker: string }[],
    options?: ReadOptions,
  ): Promise<readonly (MentionRow | null)[]>;
  /** The speech of a person. */
  speech(person: string, options: SpeechOptions): Promise<Speech>;
  /** For each id the labels under which that person speaks, sorted; empty for an entity that does not speak. */
  speakerLabels(ids: readonly string[], options?: ReadOptions): Promise<readonly (readonly string[])[]>;
  /** The labels in the chunks in which a person speaks, also those of the person; those of most chunks first, then by file and label. */
  labelsBeside(person: string, options: ReadOptions & { readonly limit: number }): Promise<readonly LabelBeside[]>;
  /** For each request whether the person is the speaker of the label in a chunk of the file. */
  speakUnder(requests: readonly LabelOfPerson[], options?: ReadOptions): Promise<readonly boolean[]>;
  /** Quotes by an entity (`speaker`), about it (`about`), either (`of`), or all; in the order of file and offset. */
  quotes(
    page: Page<EvidencePosition> & { readonly speaker?: string; readonly about?: string; readonly of?: string },
  ): Promise<readonly QuoteWithSubjects[]>;
}

/** The graph of one workspace. Workspaces in one store are separate. */
export interface GraphStore extends GraphWriter, GraphReader, AsyncDisposable {
  /** `embedded`, `neo4j`, `memory`: its name in messages. */
  readonly name: string;
  /** The best number of rows for one `upsert`. Default 1,000. */
  readonly batchRows?: number;
}
