import { type ExportFormat, exportRows, type PictureOptions } from "../export/index.ts";
import type {
  ChunkRow,
  EntityRow,
  Evidence,
  GraphRow,
  GraphRowKind,
  QuoteRow,
  RelationshipRow,
  VectorRow,
} from "../model/index.ts";
import type { WorkspaceStatus } from "../pipeline/index.ts";
import type {
  DeadLetterReason,
  GraphStore,
  IndexedChunk,
  ListedSpeaker,
  ListedTranscript,
  ReadOptions,
  VectorStore,
} from "../ports/index.ts";
import {
  absentWords,
  chunkList,
  describeEntity,
  type EntityDetail,
  findEntity,
  findNeighbours,
  findSpeakers,
  listEntities,
  type Listing,
  type ListOptions,
  type Neighbour,
  readEntities,
  readEvidence,
  type ReadLedger,
  readListing,
  readQuotes,
  readRelationships,
  type SearchHit,
  type SearchOptions,
  searchWorkspace,
  type ShowOptions,
  speakerList,
  suggestNames,
  suggestSpeakers,
  transcriptList,
} from "../retrieval/index.ts";
import { describeProfiles } from "./describe-profiles.ts";
import type { QueryModel } from "./models/query-model.ts";

/** Where a workspace reads from; stores are opened at their first use. */
export interface WorkspaceSources {
  readonly status: () => Promise<WorkspaceStatus>;
  readonly graph: () => Promise<GraphStore>;
  readonly vectors: () => Promise<VectorStore>;
  /** @throws ColloquyError `store` for a store that was opened and is empty, or holds another ledger's rows. */
  readonly refuseStrange: (store: GraphStore | VectorStore) => void;
  readonly deadLetters: () => Promise<readonly DeadLetterReason[]>;
  readonly ledger: ReadLedger;
  readonly queryModel: () => Promise<QueryModel>;
  /** Receives a sentence for what a search could not do. */
  readonly tell: (sentence: string) => void;
  /** Those of them that the caller brought, and disposes of. */
  readonly borrowed: ReadonlySet<AsyncDisposable>;
}

const DEFAULT_LIMIT = 100;

/** Read access to a workspace; every method takes a signal that ends its waiting. An entity is named by its name, one of its aliases (case, number and punctuation do not matter) or its id. */
export class Workspace implements AsyncDisposable {
  readonly #sources: WorkspaceSources;
  #graph: Promise<GraphStore> | null = null;
  #vectors: Promise<VectorStore> | null = null;
  #queryModel: Promise<QueryModel> | null = null;

  /** Use `open`. */
  constructor(sources: WorkspaceSources) {
    this.#sources = sources;
  }

  /** What the workspace holds; what `colloquy status --json` prints. */
  status(): Promise<WorkspaceStatus> {
    return this.#sources.status();
  }

  /** Why chunks lie in the dead letters, the most frequent reason first. */
  deadLetters(): Promise<readonly DeadLetterReason[]> {
    return this.#sources.deadLetters();
  }

  /**
   * The best chunks first; none where nothing matches. By words, and by meaning where the model that made the vectors
   * can be asked.
   */
  async search(words: string, options: SearchOptions = {}): Promise<readonly SearchHit[]> {
    const store = await this.#vectorStore();
    const { embedding, ranking } = await this.#model();
    const { tell } = this.#sources;
    const sources = { store, model: embedding, ranking, graph: () => this.#graphStore(), tell };
    return searchWorkspace(sources, words, options);
  }

  /** The words of a query that no chunk contains in any form, in the order of the query. */
  async absentWords(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return absentWords(await this.#vectorStore(), words, options);
  }

  /**
   * For each id of a chunk (`chunk` of a hit or of evidence) that chunk with those before and after it in its transcript, one
   * of each unless given; an empty list for an id that is not indexed.
   */
  async chunksInContext(
    ids: readonly string[],
    { before = 1, after = 1, ...options }: ReadOptions & { readonly before?: number; readonly after?: number } = {},
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    return (await this.#vectorStore()).neighbours(ids, { ...options, before, after });
  }

  /** The chunks of a transcript, by its id, in parts; together they hold all of its turns. */
  async readTranscript(transcript: string, options: ListOptions = {}): Promise<Listing<ChunkRow>> {
    return readListing(chunkList(await this.#graphStore(), transcript), options);
  }

  /** Null where there is no such entity. */
  async entity(nameOrId: string, options: ReadOptions = {}): Promise<EntityRow | null> {
    return findEntity(await this.#graphStore(), nameOrId, options);
  }

  /**
   * An entity with its aliases, relationships, quotes and their words; null where there is none.
   * @throws ColloquyError `not-found` where nobody speaks who bears the name of `speaker`.
   */
  async show(nameOrId: string, options: ShowOptions = {}): Promise<EntityDetail | null> {
    return describeEntity(await this.#graphStore(), nameOrId, options);
  }

  /** Whoever bears a name, an alias or an id and speaks; null where nobody does. */
  async speaker(nameOrId: string, options: ReadOptions = {}): Promise<EntityRow | null> {
    const [found] = await findSpeakers(await this.#graphStore(), nameOrId, options);
    return found?.person ?? null;
  }

  /** Names of speakers that may have been meant by words that name none, at most three; the most mentioned first. */
  async suggestSpeakers(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return suggestSpeakers(await this.#graphStore(), words, options);
  }

  /** Names that may have been meant by words that name no entity, at most three; the most mentioned first. */
  async suggestNames(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return suggestNames(await this.#graphStore(), words, options);
  }

  /** The most mentioned first. `limit` is 100 unless given. */
  async entities(
    options: ReadOptions & { readonly type?: string; readonly limit?: number } = {},
  ): Promise<readonly EntityRow[]> {
    return readEntities(await this.#graphStore(), options);
  }

  /**
   * The most mentioned first, of a type (its case does not matter) or all, in parts.
   * @throws ColloquyError `invalid-input` for a limit out of range, and for a cursor of another list, as the lists below.
   */
  async listEntities(options: ListOptions & { readonly type?: string } = {}): Promise<Listing<EntityRow>> {
    return listEntities(await this.#graphStore(), options);
  }

  /** Transcripts in the order of file, in parts. */
  async listTranscripts(options: ListOptions = {}): Promise<Listing<ListedTranscript>> {
    return readListing(transcriptList(this.#sources.ledger), options);
  }

  /** Speakers, who has most turns first, in parts. */
  async listSpeakers(options: ListOptions = {}): Promise<Listing<ListedSpeaker>> {
    return readListing(speakerList(this.#sources.ledger), options);
  }

  /** The best supported first; CROSS_EPISODE only when asked for by type. `limit` is 100 unless given. */
  async relationships(
    options: ReadOptions & { readonly entity?: string; readonly type?: string; readonly limit?: number } = {},
  ): Promise<readonly RelationshipRow[]> {
    return readRelationships(await this.#graphStore(), options);
  }

  /** Entities within `depth` (1) relationships, the nearest first. `limit` is 100 unless given. */
  async neighbours(
    entity: string,
    {
      depth = 1,
      limit = DEFAULT_LIMIT,
      ...options
    }: ReadOptions & { readonly depth?: number; readonly limit?: number } = {},
  ): Promise<readonly Neighbour[]> {
    const graph = await this.#graphStore();
    const start = await findEntity(graph, entity, options);
    return start === null ? [] : findNeighbours(graph, start, { ...options, depth, limit });
  }

  /** Said by, or about, an entity, or all; in the order of file and offset. `limit` is 100 unless given. */
  async quotes(
    options: ReadOptions & { readonly speaker?: string; readonly about?: string; readonly limit?: number } = {},
  ): Promise<readonly QuoteRow[]> {
    return readQuotes(await this.#graphStore(), options);
  }

  /** The words behind a relationship or a quote, or the mentions of an entity, by id; in the order of file and offset. */
  async evidence(of: string, options: ReadOptions & { readonly limit?: number } = {}): Promise<readonly Evidence[]> {
    return readEvidence(await this.#graphStore(), of, options);
  }

  /** Every row of a kind, ordered by id. */
  rows(kind: "vector", options?: ReadOptions): AsyncIterable<VectorRow>;
  rows(kind: GraphRowKind, options?: ReadOptions): AsyncIterable<GraphRow>;
  async *rows(kind: GraphRowKind | "vector", options: ReadOptions = {}): AsyncIterable<GraphRow | VectorRow> {
    const batches =
      kind === "vector" ? (await this.#vectorStore()).rows(options) : (await this.#graphStore()).rows(kind, options);
    for await (const batch of batches) yield* batch;
  }

  /** @throws ColloquyError `store` where the graph that is read is empty or another ledger's, and not this workspace's. */
  async requireGraph(): Promise<void> {
    this.#sources.refuseStrange(await this.#graphStore());
  }

  /**
   * The whole workspace as text, a piece at a time.
   * @throws ColloquyError `store` where a store does not hold the workspace.
   */
  async *exportRows(format: ExportFormat, picture: PictureOptions = {}): AsyncIterable<string> {
    const caption = format === "html" ? describeProfiles((await this.status()).profiles) : null;
    const graph = await this.#graphStore();
    const vectors = await this.#vectorStore();
    for (const store of [graph, vectors]) this.#sources.refuseStrange(store);
    yield* exportRows({
      format,
      graph,
      vectors,
      picture: { ...(caption === null ? {} : { caption }), ...picture },
    });
  }

  /** Closes the ledger and the stores that it opened. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { borrowed } = this.#sources;
    const queryModel = await this.#queryModel?.catch(() => null);
    const graph = await this.#graph?.catch(() => null);
    const vectors = await this.#vectors?.catch(() => null);
    for (const port of [graph ?? null, vectors ?? null, queryModel ?? null])
      if (port !== null && !borrowed.has(port)) await port[Symbol.asyncDispose]();
  }

  #model(): Promise<QueryModel> {
    this.#queryModel ??= this.#sources.queryModel().then((model) => {
      if (model.remark !== null) this.#sources.tell(model.remark);
      return model;
    });
    return this.#queryModel;
  }

  #graphStore(): Promise<GraphStore> {
    this.#graph ??= this.#sources.graph().catch((error: unknown) => {
      // It may be there when it is asked for again.
      this.#graph = null;
      throw error;
    });
    return this.#graph;
  }

  #vectorStore(): Promise<VectorStore> {
    this.#vectors ??= this.#sources.vectors().catch((error: unknown) => {
      this.#vectors = null;
      throw error;
    });
    return this.#vectors;
  }
}
