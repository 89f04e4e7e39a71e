import { type ExportFormat, exportRows, type PictureOptions } from "../export/index.ts";
import {
  ColloquyError,
  type EntityRow,
  type Evidence,
  foldCase,
  type GraphRow,
  type GraphRowKind,
  type QuoteRow,
  type RelationshipRow,
  type VectorRow,
} from "../model/index.ts";
import type { WorkspaceStatus } from "../pipeline/index.ts";
import type {
  DeadLetterReason,
  GraphReader,
  GraphStore,
  ListedSpeaker,
  ListedTranscript,
  VectorStore,
} from "../ports/index.ts";
import { absentWords } from "../retrieval/index.ts";
import { describeEntity, type EntityDetail, evidenceOf, type ShowOptions } from "./entity-detail.ts";
import { findEntities, findEntity, suggestNames } from "./find-entity.ts";
import { describeProfiles } from "./describe-profiles.ts";
import { findSpeakers, requireSpeaker, suggestSpeakers } from "./find-speaker.ts";
import { findNeighbours, type Neighbour } from "./neighbourhood.ts";
import type { QueryModel } from "./models/query-model.ts";
import {
  entityList,
  type Listing,
  type ListOptions,
  type ReadLedger,
  readListing,
  speakerList,
  transcriptList,
} from "./listing/index.ts";
import { readAll } from "./paging.ts";
import { searchWorkspace, type SearchHit, type SearchOptions } from "./search.ts";

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
  /** Hears what a search could not do. */
  readonly tell: (sentence: string) => void;
  /** Those of them that the caller brought, and disposes of. */
  readonly borrowed: ReadonlySet<AsyncDisposable>;
}

const DEFAULT_LIMIT = 100;

/** Read access to a workspace. An entity is named by its name, one of its aliases (case, number and punctuation do not matter) or its id. */
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

  /** Why passages lie in the dead letters, the most frequent reason first. */
  deadLetters(): Promise<readonly DeadLetterReason[]> {
    return this.#sources.deadLetters();
  }

  /**
   * The best passages first; none where nothing matches. By words, and by meaning where the model that made the vectors
   * can be asked.
   */
  async search(words: string, { speaker, ...options }: SearchOptions = {}): Promise<readonly SearchHit[]> {
    const request = speaker === undefined ? options : { ...options, speakers: await this.#labelsOf(speaker) };
    return searchWorkspace(await this.#vectorStore(), await this.#model(), words, request, this.#sources.tell);
  }

  /** The words of a query that no passage contains in any form, in the order of the query. */
  async absentWords(words: string): Promise<readonly string[]> {
    return absentWords(await this.#vectorStore(), words);
  }

  /** Null where there is no such entity. */
  async entity(nameOrId: string): Promise<EntityRow | null> {
    return findEntity(await this.#graphStore(), nameOrId);
  }

  /**
   * An entity with its aliases, relationships, quotes and their words; null where there is none.
   * @throws ColloquyError `not-found` where nobody speaks who bears the name of `speaker`.
   */
  async show(nameOrId: string, options: ShowOptions = {}): Promise<EntityDetail | null> {
    const graph = await this.#graphStore();
    const [entity, ...namesakes] = await findEntities(graph, nameOrId);
    if (entity === undefined) return null;
    const speaker = options.speaker === undefined ? null : await requireSpeaker(graph, options.speaker);
    return describeEntity(graph, entity, { namesakes, speaker });
  }

  /** Whoever bears a name, an alias or an id and speaks; null where nobody does. */
  async speaker(nameOrId: string): Promise<EntityRow | null> {
    const [found] = await findSpeakers(await this.#graphStore(), nameOrId);
    return found?.person ?? null;
  }

  /** Names of speakers that may have been meant by words that name none, at most three; the most mentioned first. */
  async suggestSpeakers(words: string): Promise<readonly string[]> {
    return suggestSpeakers(await this.#graphStore(), words);
  }

  /** Names that may have been meant by words that name no entity, at most three; the most mentioned first. */
  async suggestNames(words: string): Promise<readonly string[]> {
    return suggestNames(await this.#graphStore(), words);
  }

  /** The most mentioned first. `limit` is 100 unless given. */
  async entities(options: { readonly type?: string; readonly limit?: number } = {}): Promise<readonly EntityRow[]> {
    const { limit = DEFAULT_LIMIT, ...filter } = options;
    const graph = await this.#graphStore();
    return readAll((page) => graph.entities({ ...page, ...filter }), limit);
  }

  /**
   * The most mentioned first, of a type (its case does not matter) or all, in parts.
   * @throws ColloquyError `invalid-input` for a limit out of range, and for a cursor of another list, as the lists below.
   */
  async listEntities({ type, ...options }: ListOptions & { readonly type?: string } = {}): Promise<Listing<EntityRow>> {
    const graph = await this.#graphStore();
    const listing = await readListing(entityList(graph, type), options);
    if (type === undefined || listing.items.length > 0) return listing;
    return readListing(entityList(graph, await typeAsWritten(graph, type)), options);
  }

  /** Transcripts in the order of file, in parts. */
  async listTranscripts(options: ListOptions = {}): Promise<Listing<ListedTranscript>> {
    return readListing(transcriptList(this.#sources.ledger), options);
  }

  /** Speakers, who has most turns first, in parts. */
  async listSpeakers(options: ListOptions = {}): Promise<Listing<ListedSpeaker>> {
    return readListing(speakerList(this.#sources.ledger), options);
  }

  /** The best supported first; CROSS_EPISODE only when asked for by type. */
  async relationships(
    options: { readonly entity?: string; readonly type?: string; readonly limit?: number } = {},
  ): Promise<readonly RelationshipRow[]> {
    const { limit = DEFAULT_LIMIT, entity: named, ...filter } = options;
    const graph = await this.#graphStore();
    if (named === undefined) return readAll((page) => graph.relationships({ ...page, ...filter }), limit);
    const entity = await findEntity(graph, named);
    if (entity === null) return [];
    return readAll((page) => graph.relationships({ ...page, ...filter, entity: entity.id }), limit);
  }

  /** Entities within `depth` (1) relationships, the nearest first. */
  async neighbours(
    entity: string,
    options: { readonly depth?: number; readonly limit?: number } = {},
  ): Promise<readonly Neighbour[]> {
    const graph = await this.#graphStore();
    const start = await findEntity(graph, entity);
    if (start === null) return [];
    return findNeighbours(graph, start, { depth: options.depth ?? 1, limit: options.limit ?? DEFAULT_LIMIT });
  }

  /** Said by, or about, an entity, or all; in the order of file and offset. */
  async quotes(
    options: { readonly speaker?: string; readonly about?: string; readonly limit?: number } = {},
  ): Promise<readonly QuoteRow[]> {
    const graph = await this.#graphStore();
    const filter: { speaker?: string; about?: string } = {};
    for (const role of ["speaker", "about"] as const) {
      const named = options[role];
      if (named === undefined) continue;
      const entity = await findEntity(graph, named);
      if (entity === null) return [];
      filter[role] = entity.id;
    }
    return readAll((page) => graph.quotes({ ...page, ...filter }), options.limit ?? DEFAULT_LIMIT);
  }

  /** The words behind a relationship or a quote, or where an entity is mentioned, by id; in the order of file and offset. */
  async evidence(of: string, options: { readonly limit?: number } = {}): Promise<readonly Evidence[]> {
    const graph = await this.#graphStore();
    const stated = await evidenceOf(graph, of, options.limit);
    if (stated.length > 0) return stated;
    const mentions = await readAll((page) => graph.mentions(of, page), options.limit);
    return mentions.map((mention) => mention.evidence);
  }

  /** Every row of a kind, ordered by id. */
  rows(kind: "vector"): AsyncIterable<VectorRow>;
  rows(kind: GraphRowKind): AsyncIterable<GraphRow>;
  async *rows(kind: GraphRowKind | "vector"): AsyncIterable<GraphRow | VectorRow> {
    const batches = kind === "vector" ? (await this.#vectorStore()).rows() : (await this.#graphStore()).rows(kind);
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

  /** As whom a person speaks, and the name itself: it may be a label that names nobody. */
  async #labelsOf(speaker: string): Promise<readonly string[]> {
    try {
      const found = await findSpeakers(await this.#graphStore(), speaker);
      return [...new Set([speaker, ...found.flatMap(({ labels }) => labels)])];
    } catch (error) {
      if (!ColloquyError.isInstance(error)) throw error;
      this.#sources.tell(`Speakers are found by their labels alone, not by other names: ${error.message}`);
      return [speaker];
    }
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

/** The type of the graph that is meant, whatever its case; the type itself where there is none. */
async function typeAsWritten(graph: GraphReader, type: string): Promise<string> {
  const types = Object.keys((await graph.counts()).byType.entities);
  return types.find((each) => foldCase(each) === foldCase(type)) ?? type;
}
