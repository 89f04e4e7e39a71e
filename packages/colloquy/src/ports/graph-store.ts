import type {
  ChunkRow,
  EntityRow,
  EvidenceRow,
  GraphRow,
  GraphRowKind,
  MentionRow,
  QuoteRow,
  RelationshipRow,
  TranscriptRow,
} from "../model/index.ts";
import type { ProjectionState } from "./projection-state.ts";

/** How many rows of each kind a graph has, and of entities and relationships how many of each type. */
export interface GraphCounts {
  readonly transcripts: number;
  readonly chunks: number;
  readonly entities: number;
  readonly mentions: number;
  readonly relationships: number;
  readonly quotes: number;
  readonly evidence: number;
  readonly byType: {
    readonly entities: Readonly<Record<string, number>>;
    readonly relationships: Readonly<Record<string, number>>;
  };
}

/** A part of a list: at most `limit` rows after the first `offset` (default 0). */
export interface Page {
  readonly limit: number;
  readonly offset?: number;
}

/** Where an entity stands in the list of all: a listing goes on after it. */
export type EntityPosition = Pick<EntityRow, "mentions" | "name" | "id">;

/** An entity that a person speaks about. */
export interface Topic {
  readonly entity: EntityRow;
  /** How often the person mentions it. */
  readonly mentions: number;
}

/** Narrows evidence to the words of one speaker. */
export interface SpokenBy {
  /** Id of the person who says the words, whatever the label. */
  readonly speaker?: string;
}

/** Writes whole values keyed by id, so that at-least-once delivery has the effect of exactly once. */
export interface GraphWriter extends ProjectionState {
  /** Creates the schema where it is missing. Idempotent. @throws ColloquyError `store` when the store cannot be used. */
  prepare(): Promise<void>;
  /** Removes the state of this workspace, then every row of it; nothing else. A claim of this object stays in force. */
  clear(): Promise<void>;
  /**
   * All rows are of one kind. A row whose id exists replaces it whole. One transaction, but that a store may commit some
   * rows before the others: they are whole values, and whoever was cut off brings them again. An id tells what a row
   * lies between (ends and type of a relationship; entity and chunk of a mention): rows of one id agree in that.
   */
  upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void>;
  /** One transaction; ids that do not exist are no error. */
  remove(kind: GraphRowKind, ids: readonly string[]): Promise<void>;
}

/**
 * Reads the graph of one workspace. All lists are in a documented, total order. Whoever is meant by a speaker's label in
 * a chunk is the entity of the first mention there whose words are the label of its own turn.
 */
export interface GraphReader {
  /** How many rows there are. */
  counts(): Promise<GraphCounts>;
  /** Every row of a kind, ordered by id, in batches. */
  rows(kind: GraphRowKind): AsyncIterable<readonly GraphRow[]>;
  /** In the order of their files. */
  transcripts(page: Page): Promise<readonly TranscriptRow[]>;
  /** Null where there is none of this id. */
  chunk(id: string): Promise<ChunkRow | null>;
  /** Null where there is none of this id. */
  entity(id: string): Promise<EntityRow | null>;
  /** Entities whose name or one of whose aliases equals `name` but for case; most mentioned first. */
  entitiesByName(name: string): Promise<readonly EntityRow[]>;
  /** Most mentioned first, then by name and id; `after`: only those that come later in that order. */
  entities(options: Page & { readonly type?: string; readonly after?: EntityPosition }): Promise<readonly EntityRow[]>;
  /** With an endpoint, or of a type, or all; the best supported first (count, confidence, id). CROSS_EPISODE only when asked for by type. */
  relationships(
    options: Page & { readonly entity?: string; readonly type?: string },
  ): Promise<readonly RelationshipRow[]>;
  /** Relationships of which a person says some evidence that is not implied; in the order of `relationships`. */
  statements(person: string, page: Page): Promise<readonly RelationshipRow[]>;
  /** Evidence of a relationship or quote, in the order of file and offset. */
  evidence(of: string, options: Page & SpokenBy): Promise<readonly EvidenceRow[]>;
  /** In the order of file and offset. */
  mentions(entity: string, options: Page & SpokenBy): Promise<readonly MentionRow[]>;
  /** What a person speaks about, but for the person: the most mentioned first, then by name and id. */
  topics(person: string, page: Page): Promise<readonly Topic[]>;
  /** The labels under which a person speaks, sorted; none for whoever does not speak. */
  speakerLabels(person: string): Promise<readonly string[]>;
  /** Files in which an entity is mentioned, sorted. */
  filesOf(entity: string): Promise<readonly string[]>;
  /** Said by, or about, an entity, or all; in the order of file and offset. */
  quotes(options: Page & { readonly speaker?: string; readonly about?: string }): Promise<readonly QuoteRow[]>;
}

/** The graph of one workspace. Two workspaces in one store never see each other. */
export interface GraphStore extends GraphWriter, GraphReader, AsyncDisposable {
  /** `embedded`, `neo4j`, `memory`: how messages call it. */
  readonly name: string;
  /** How many rows `upsert` takes best at once. Default 1,000. */
  readonly batchRows?: number;
}
