import type { Statement } from "better-sqlite3";
import type {
  EvidenceRow,
  GraphRow,
  GraphRowKind,
  MentionRow,
  ProjectedEpoch,
  StoreState,
} from "../../../model/index.ts";
import { ColloquyError } from "../../../model/index.ts";
import type { EntityPosition, GraphCounts, GraphStore, Page, SpokenBy } from "../../../ports/index.ts";
import { type OpenDatabase, openDatabase } from "../database.ts";
import { decodeText, type Stored } from "../encoding.ts";
import { SnapshotReads } from "../snapshot-reads.ts";
import { StoreMeta } from "../store-meta.ts";
import { ChunkTable } from "./chunk-table.ts";
import { createContext, type GraphContext, type KindTable } from "./context.ts";
import { readCounts } from "./counts.ts";
import { EntityTable } from "./entity-table.ts";
import { QuoteTable } from "./quote-table.ts";
import { RelationshipTable } from "./relationship-table.ts";
import { CROSS_EPISODE_LABEL, GRAPH_DATABASE, LATE_INDEXES, ROW_TABLES } from "./schema.ts";
import { SPEAKER_LABELS } from "./speech.ts";
import { type Support, SupportTable } from "./support-table.ts";
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
  readonly #speakerLabels: Statement<[number], Stored>;
  readonly #reads: SnapshotReads;
  readonly #readonly: boolean;

  constructor(database: OpenDatabase, workspace: string, readonly: boolean) {
    this.#database = database;
    this.#readonly = readonly;
    this.#meta = new StoreMeta(database);
    this.#meta.checkWorkspace(workspace, readonly);
    const context = createContext(database.connection);
    this.#context = context;
    this.#reads = new SnapshotReads(database, () => this.#forget());
    this.#transcripts = new TranscriptTable(context);
    this.#chunks = new ChunkTable(context);
    this.#entities = new EntityTable(context);
    this.#relationships = new RelationshipTable(context);
    this.#mentions = new SupportTable(context, "mention");
    this.#evidence = new SupportTable(context, "evidence");
    this.#quotes = new QuoteTable(context);
    this.#speakerLabels = context.connection.prepare<[number], Stored>(SPEAKER_LABELS).pluck();
    this.#kinds = {
      transcript: this.#transcripts,
      chunk: this.#chunks,
      entity: this.#entities,
      relationship: this.#relationships,
      quote: this.#quotes,
      mention: {
        upsert: (row: MentionRow) => this.#mentions.upsert({ id: row.id, subject: row.entity, evidence: row.evidence }),
        remove: (id) => this.#mentions.remove(id),
        page: (after, limit) => this.#mentions.page(after, limit).map(mentionRow),
      } satisfies KindTable<MentionRow>,
      evidence: {
        upsert: (row: EvidenceRow) => this.#evidence.upsert({ id: row.id, subject: row.of, evidence: row.evidence }),
        remove: (id) => this.#evidence.remove(id),
        page: (after, limit) => this.#evidence.page(after, limit).map(evidenceRow),
      } satisfies KindTable<EvidenceRow>,
    };
  }

  async prepare(): Promise<void> {
    // The schema is laid out when the file is opened; this finds out early whether it can be written.
    this.#database.write(() => {});
  }

  async state(): Promise<StoreState | null> {
    // Where nothing is to be written, this is all that a run asks of a store.
    this.#database.checkPlace();
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
      for (const table of ROW_TABLES) this.#context.connection.exec(`DELETE FROM ${table}`);
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

  async counts(): Promise<GraphCounts> {
    return this.#read(() => readCounts(this.#context));
  }

  async *rows(kind: GraphRowKind): AsyncGenerator<readonly GraphRow[]> {
    let after: string | null = null;
    for (;;) {
      const page: readonly GraphRow[] = this.#read(() => this.#kinds[kind].page(after, PAGE_ROWS));
      if (page.length > 0) yield page;
      if (page.length < PAGE_ROWS) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  async transcripts(page: Page) {
    return this.#read(() => this.#transcripts.list(page));
  }

  async chunk(id: string) {
    return this.#read(() => this.#chunks.get(id));
  }

  async entity(id: string) {
    return this.#read(() => this.#entities.get(id));
  }

  async entitiesByName(name: string) {
    return this.#read(() => this.#entities.byName(name));
  }

  async entities(options: Page & { readonly type?: string; readonly after?: EntityPosition }) {
    return this.#read(() => this.#entities.list(options));
  }

  async relationships(options: Page & { readonly entity?: string; readonly type?: string }) {
    return this.#read(() => this.#relationships.list(options));
  }

  async statements(person: string, page: Page) {
    return this.#read(() => this.#relationships.statements(person, page));
  }

  async evidence(of: string, options: Page & SpokenBy) {
    return this.#read(() => this.#evidence.of(of, options).map(evidenceRow));
  }

  async mentions(entity: string, options: Page & SpokenBy) {
    return this.#read(() => this.#mentions.of(entity, options).map(mentionRow));
  }

  async topics(person: string, page: Page) {
    return this.#read(() => this.#entities.topics(person, page));
  }

  async speakerLabels(person: string) {
    return this.#read(() => {
      const node = this.#context.nodes.find(person);
      const labels = node === null ? [] : this.#speakerLabels.all(node);
      return labels.map(decodeText);
    });
  }

  async filesOf(entity: string) {
    return this.#read(() => this.#mentions.filesOf(entity));
  }

  async quotes(options: Page & { readonly speaker?: string; readonly about?: string }) {
    return this.#read(() => this.#quotes.list(options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#meta.release();
    this.#database.close();
  }

  /** What was written is seen by what is asked next. Readers of other processes see it when the projection completes. */
  #read<Result>(work: () => Result): Result {
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
    this.#context.labels.forget();
    this.#context.nodes.forget();
  }
}

function mentionRow({ id, subject, evidence }: Support): MentionRow {
  return { kind: "mention", id, entity: subject, evidence };
}

function evidenceRow({ id, subject, evidence }: Support): EvidenceRow {
  return { kind: "evidence", id, of: subject, evidence };
}
