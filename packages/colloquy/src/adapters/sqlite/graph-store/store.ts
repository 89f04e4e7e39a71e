import type {
  EvidenceRow,
  GraphRow,
  GraphRowKind,
  MentionRow,
  ProjectedEpoch,
  StoreState,
} from "../../../model/index.ts";
import { ColloquyError } from "../../../model/index.ts";
import type {
  ContextOptions,
  EntityPosition,
  EvidencePosition,
  FilePosition,
  GraphCounts,
  GraphStore,
  LabelOfPerson,
  Page,
  PositionOf,
  ReadOptions,
  SpeechOptions,
  RelationshipFilter,
  RelationshipPosition,
  SpokenBy,
} from "../../../ports/index.ts";
import { type OpenDatabase, openDatabase } from "../database.ts";
import { SnapshotReads } from "../snapshot-reads.ts";
import { StoreMeta } from "../store-meta.ts";
import { ChunkTable } from "./chunk-table.ts";
import { createGraphContext, type GraphContext, type KindTable } from "./context.ts";
import { readCounts } from "./counts.ts";
import { EntityTable } from "./entity-table.ts";
import { QuoteTable } from "./quote-table.ts";
import { toEvidenceRow, GraphReading, toMentionRow } from "./reading.ts";
import { RelationshipTable } from "./relationship-table.ts";
import { CROSS_EPISODE_LABEL, GRAPH_DATABASE, LATE_INDEXES, GRAPH_ROW_TABLES } from "./schema.ts";
import { SupportTable } from "./support-table.ts";
import { TranscriptTable } from "./transcript-table.ts";

const PAGE_ROWS = 500;
const CACHE_KIB = 24 * 1024;

export interface SqliteGraphStoreOptions {
  readonly workspace: string;
  /** Opens an existing store, and refuses writes; default false. */
  readonly readonly?: boolean;
}

/**
 * The graph of a workspace in one SQLite file. Its methods are asynchronous by signature only: they work on
 * the calling thread. Texts sort by code point. One process writes at a time; others may read meanwhile.
 *
 * @throws ColloquyError when the file cannot be used; see openDatabase.
 */
export function openSqliteGraphStore(path: string, options: SqliteGraphStoreOptions): GraphStore {
  const readonly = options.readonly ?? false;
  const database = openDatabase(path, GRAPH_DATABASE, { readonly, cacheKib: CACHE_KIB });
  try {
    return new SqliteGraphStore(database, options.workspace, readonly);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteGraphStore implements GraphStore {
  readonly name = "embedded";
  readonly #database: OpenDatabase;
  readonly #context: GraphContext;
  readonly #meta: StoreMeta;
  readonly #transcripts: TranscriptTable;
  readonly #chunks: ChunkTable;
  readonly #entities: EntityTable;
  readonly #relationships: RelationshipTable;
  readonly #mentions: SupportTable;
  readonly #evidence: SupportTable;
  readonly #quotes: QuoteTable;
  readonly #kinds: Readonly<Record<GraphRowKind, KindTable<GraphRow>>>;
  readonly #reading: GraphReading;
  readonly #reads: SnapshotReads;
  readonly #readonly: boolean;

  constructor(database: OpenDatabase, workspace: string, readonly: boolean) {
    this.#database = database;
    this.#readonly = readonly;
    this.#meta = new StoreMeta(database);
    this.#meta.checkWorkspace(workspace, readonly);
    const context = createGraphContext(database.connection);
    this.#context = context;
    this.#reads = new SnapshotReads(database, () => this.#forget());
    this.#transcripts = new TranscriptTable(context);
    this.#chunks = new ChunkTable(context);
    this.#entities = new EntityTable(context);
    this.#relationships = new RelationshipTable(context);
    this.#mentions = new SupportTable(context, "mention");
    this.#evidence = new SupportTable(context, "evidence");
    this.#quotes = new QuoteTable(context);
    this.#reading = new GraphReading(context, {
      chunks: this.#chunks,
      entities: this.#entities,
      relationships: this.#relationships,
      mentions: this.#mentions,
      evidence: this.#evidence,
      quotes: this.#quotes,
    });
    this.#kinds = {
      transcript: this.#transcripts,
      chunk: this.#chunks,
      entity: this.#entities,
      relationship: this.#relationships,
      quote: this.#quotes,
      mention: {
        upsert: (row: MentionRow) => this.#mentions.upsert({ id: row.id, subject: row.entity, evidence: row.evidence }),
        remove: (id) => this.#mentions.remove(id),
        page: (after, limit) => this.#mentions.page(after, limit).map(toMentionRow),
      } satisfies KindTable<MentionRow>,
      evidence: {
        upsert: (row: EvidenceRow) => this.#evidence.upsert({ id: row.id, subject: row.of, evidence: row.evidence }),
        remove: (id) => this.#evidence.remove(id),
        page: (after, limit) => this.#evidence.page(after, limit).map(toEvidenceRow),
      } satisfies KindTable<EvidenceRow>,
    };
  }

  async prepare(): Promise<void> {
    // The tables exist since the file was opened; this detects early that the file cannot be written.
    this.#database.write(() => {});
  }

  async state(): Promise<StoreState | null> {
    // If a run has nothing to write, this is its only check of the store.
    this.#database.checkFiles();
    return this.#reads.run(() => this.#meta.state());
  }

  async claim(marker: string): Promise<string | null> {
    return this.#database.write(() => this.#meta.claim(marker));
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    this.#write(() => this.#meta.begin(target));
  }

  async clear(): Promise<void> {
    this.#write(() => {
      this.#context.connection.exec(LATE_INDEXES.drop);
      for (const table of GRAPH_ROW_TABLES) this.#context.connection.exec(`DELETE FROM ${table}`);
      this.#context.connection.exec(`DELETE FROM label WHERE n <> ${CROSS_EPISODE_LABEL}`);
      this.#meta.clear();
      this.#forget();
      this.#recount();
    });
  }

  async upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    const stranger = rows.find((row) => row.kind !== kind);
    if (stranger !== undefined) {
      throw new ColloquyError(
        "invalid-input",
        `All rows of an upsert of ${kind} must be of that kind, got ${stranger.kind}.`,
      );
    }
    this.#write(() => {
      for (const row of rows) this.#kinds[kind].upsert(row);
    });
  }

  async remove(kind: GraphRowKind, ids: readonly string[]): Promise<void> {
    this.#write(() => {
      for (const id of ids) this.#kinds[kind].remove(id);
    });
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    this.#write(() => {
      this.#merge();
      this.#context.connection.exec(LATE_INDEXES.create);
      this.#meta.complete(target);
    });
  }

  async counts({ signal }: ReadOptions = {}): Promise<GraphCounts> {
    return this.#read(signal, () => readCounts(this.#context));
  }

  async *rows(kind: GraphRowKind, { signal }: ReadOptions = {}): AsyncGenerator<readonly GraphRow[]> {
    let after: string | null = null;
    for (;;) {
      const page: readonly GraphRow[] = this.#read(signal, () => this.#kinds[kind].page(after, PAGE_ROWS));
      if (page.length > 0) yield page;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  async transcripts(page: Page<FilePosition>) {
    return this.#read(page.signal, () => this.#transcripts.list(page));
  }

  async transcriptChunks(transcript: string, page: Page<number>) {
    return this.#read(page.signal, () => this.#chunks.inTranscript(transcript, page));
  }

  async outline(transcript: string, page: Page<number>) {
    return this.#read(page.signal, () => this.#chunks.outline(transcript, page));
  }

  async topics(transcript: string, { limit, signal }: ReadOptions & { readonly limit: number }) {
    return this.#read(signal, () => this.#entities.inTranscript(transcript, limit));
  }

  async annotations(chunks: readonly string[], { limit, signal }: ReadOptions & { readonly limit: number }) {
    return this.#read(signal, () => this.#reading.annotations(chunks, limit));
  }

  async chunks(ids: readonly string[], { signal }: ReadOptions = {}) {
    return this.#read(signal, () => ids.flatMap((id) => this.#chunks.get(id) ?? []));
  }

  async findEntities(keys: readonly string[], { signal }: ReadOptions = {}) {
    return this.#read(signal, () => this.#entities.find(keys));
  }

  async entities(page: Page<EntityPosition> & { readonly type?: string }) {
    return this.#read(page.signal, () => this.#entities.list(page));
  }

  async entitiesWithWords(
    words: readonly string[],
    { signal, ...filter }: ReadOptions & { readonly limit: number; readonly type?: string },
  ) {
    return this.#read(signal, () => this.#entities.withWords(words, filter));
  }

  async degrees(ids: readonly string[], { most, signal }: ReadOptions & { readonly most: number }) {
    return this.#read(signal, () => ids.map((id) => this.#relationships.degree(id, most)));
  }

  async support(of: readonly string[], { each, signal }: ReadOptions & { readonly each: number }) {
    return this.#read(signal, () => of.flatMap((id) => this.#evidence.counted(id, each)));
  }

  async relationships(page: Page<RelationshipPosition> & RelationshipFilter) {
    return this.#read(page.signal, () => this.#relationships.list(page));
  }

  async relationshipsInContext(of: readonly string[], page: Page<PositionOf<RelationshipPosition>> & ContextOptions) {
    return this.#read(page.signal, () => this.#reading.relationshipsInContext(of, page));
  }

  async evidence(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    return this.#read(page.signal, () => this.#reading.evidence(of, page));
  }

  async mentions(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy) {
    return this.#read(page.signal, () => this.#reading.mentions(of, page));
  }

  async mentionsInContext(entity: string, page: Page<EvidencePosition> & SpokenBy) {
    return this.#read(page.signal, () => this.#reading.mentionsInContext(entity, page));
  }

  async mentionCounts(requests: readonly (SpokenBy & { readonly entity: string })[], { signal }: ReadOptions = {}) {
    return this.#read(signal, () => requests.map((request) => this.#mentions.countsByFile(request.entity, request)));
  }

  async firstMentions(
    requests: readonly { readonly entity: string; readonly speaker: string }[],
    { signal }: ReadOptions = {},
  ) {
    return this.#read(signal, () => this.#reading.firstMentions(requests));
  }

  async speech(person: string, options: SpeechOptions) {
    return this.#read(options.signal, () => this.#reading.speech(person, options));
  }

  async speakerLabels(ids: readonly string[], { signal }: ReadOptions = {}) {
    return this.#read(signal, () => ids.map((id) => this.#reading.speakerLabels(id)));
  }

  async labelsBeside(person: string, { limit, signal }: ReadOptions & { readonly limit: number }) {
    return this.#read(signal, () => this.#reading.labelsBeside(person, limit));
  }

  async speakUnder(requests: readonly LabelOfPerson[], { signal }: ReadOptions = {}) {
    return this.#read(signal, () => requests.map((request) => this.#reading.isSpeaker(request)));
  }

  async quotes(
    page: Page<EvidencePosition> & { readonly speaker?: string; readonly about?: string; readonly of?: string },
  ) {
    return this.#read(page.signal, () => this.#reading.quotes(page));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#meta.release();
    this.#database.close();
  }

  /** Reads include all earlier writes. Other processes see the writes when the projection completes. */
  #read<Result>(signal: AbortSignal | undefined, work: () => Result): Result {
    signal?.throwIfAborted();
    if (!this.#readonly && (this.#mentions.staged || this.#evidence.staged)) this.#write(() => this.#merge());
    return this.#reads.run(work);
  }

  #merge(): void {
    this.#mentions.merge();
    this.#evidence.merge();
  }

  #write(work: () => void): void {
    try {
      this.#database.write(() => {
        this.#meta.checkClaim();
        this.#context.speakers.forget();
        work();
        this.#context.counters.flush();
      });
    } catch (error) {
      this.#forget();
      this.#context.counters.forget();
      if (this.#context.connection.open) this.#recount();
      throw error;
    }
  }

  #recount(): void {
    this.#mentions.recount();
    this.#evidence.recount();
  }

  #forget(): void {
    this.#context.speakers.forget();
    this.#context.labels.forget();
    this.#context.nodes.forget();
  }
}
