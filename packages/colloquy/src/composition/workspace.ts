import type { AskContext, ContextOptions } from "../answering/index.ts";
import type { ExportedFile, ExportFormat, FolderFormat, PictureOptions } from "../export/index.ts";
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
  IndexedChunk,
  LedgerProgress,
  ListedSpeaker,
  ListedTranscript,
  ReadOptions,
} from "../ports/index.ts";
import {
  absentWords,
  chunkList,
  claimsBetween,
  type ClaimsBetween,
  type ClaimsBetweenOptions,
  compareSpeakers,
  type CompareSpeakersOptions,
  describeEntity,
  findEntity,
  findNeighbours,
  findSpeakers,
  listEntities,
  type Listing,
  type ListOptions,
  type Neighbour,
  readEntities,
  readEvidence,
  readListing,
  readQuotes,
  readRelationships,
  resolveFiles,
  type ReviewOptions,
  type SearchHit,
  type SearchOptions,
  type SearchOutcome,
  type ShowOptions,
  type SpeakerComparison,
  speakerList,
  suggestNames,
  suggestSpeakers,
  transcriptList,
  type ReadTranscriptOptions,
  readTurns,
  type TurnsOfChunk,
} from "../retrieval/index.ts";
import {
  describeTranscript,
  entitySummary,
  type EntityWithSummary,
  findTranscript,
  type TranscriptDetail,
} from "./summaries.ts";
import { readCorrections } from "./apply-aliases.ts";
import { answerQuestion, type AskReading, prepareRequest } from "./asking/ask.ts";
import {
  ASK_OPTIONS,
  type AskOptions,
  type AskRequest,
  type AskResult,
  checkQuestion,
  CONTEXT_OPTIONS,
  QUESTION_OPTIONS,
  type QuestionOptions,
} from "./asking/options.ts";
import { askReading } from "./asking/read-context.ts";
import { explainName, type ExplainedName } from "./explain-name.ts";
import { Exploration } from "./exploration.ts";
import { exportFolder, exportText } from "./export-workspace.ts";
import { hiddenBy } from "./hidden-names.ts";
import { OpenedStores } from "./opened-stores.ts";
import { type AnsweredItem, readReview, type Review } from "./review-answers.ts";
import { WorkspaceSearch } from "./workspace-search.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";

const DEFAULT_LIMIT = 100;

/**
 * Reads a workspace. Every method that reads rows takes a signal that aborts it. An entity is named by its name, an alias (case, number
 * and punctuation do not matter) or its id.
 */
export class Workspace implements AsyncDisposable {
  readonly #sources: WorkspaceSources;
  readonly #stores: OpenedStores;
  readonly #search: WorkspaceSearch;
  /** The bounded reads of views. */
  readonly explore: Exploration;

  /** Use `open` instead. */
  constructor(sources: WorkspaceSources) {
    this.#sources = sources;
    this.#stores = new OpenedStores(sources);
    this.#search = new WorkspaceSearch(this.#stores, sources);
    this.explore = new Exploration({ sources, stores: this.#stores, search: this.#search });
  }

  /** The counts and state of the workspace, as `colloquy status --json` prints them. */
  status(): Promise<WorkspaceStatus> {
    return this.#sources.status();
  }

  /** How far the work on the transcripts is. It takes much less time than `status`. */
  progress(options: ReadOptions = {}): Promise<LedgerProgress> {
    return this.#sources.ledger((ledger) => ledger.progress(options));
  }

  /** The reasons of the dead letters, the most frequent first. */
  deadLetters(): Promise<readonly DeadLetterReason[]> {
    return this.#sources.deadLetters();
  }

  /**
   * Finds chunks, the best first: by words, by the entities that they name, and by meaning when the model of the vectors
   * is available. A best score below 0.5 means that nothing matches well.
   */
  async search(words: string, options: SearchOptions = {}): Promise<readonly SearchHit[]> {
    return (await this.searchOutcome(words, options)).hits;
  }

  /** The hits of `search`, and whether they state the type of answer that a question demands, such as a number. */
  async searchOutcome(words: string, options: SearchOptions = {}): Promise<SearchOutcome> {
    return this.#search.search(words, options);
  }

  /** Gathers the numbered evidence for a question: passages, claims, contradictions and summaries. Calls no language model. */
  async askContext(question: string, options: ContextOptions = {}): Promise<AskContext> {
    checkQuestion("askContext", question, options, CONTEXT_OPTIONS);
    return (await this.#reading.gather({ question, query: question }, options)).context;
  }

  /** The context of a question with the request that `ask` sends to a model. Sends nothing. */
  async askRequest(question: string, options: QuestionOptions = {}): Promise<AskRequest> {
    checkQuestion("askRequest", question, options, QUESTION_OPTIONS);
    return prepareRequest(this.#sources.asking, this.#reading, question, options);
  }

  /**
   * Answers a question from the transcripts. With the `model` of `open` the model writes the answer, and every sentence is
   * checked against the words that it cites; without one, the answer is the best sentences of the transcripts. Question, answer
   * and reply are kept in the workspace's folder.
   * @throws ColloquyError `invalid-input` for a question without words, and without a conversation to continue;
   *   `configuration`; `provider` for a call that failed; the signal's reason.
   */
  async ask(question: string, options: AskOptions = {}): Promise<AskResult> {
    checkQuestion("ask", question, options, ASK_OPTIONS);
    return answerQuestion(this.#sources.asking, this.#reading, question, options);
  }

  /** The words of a query that no chunk contains in any form, in query order. */
  async absentWords(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return absentWords(await this.#stores.vectors(), words, options);
  }

  /** The indexed files that match paths or globs, in the order of their names; a name without a folder matches in any folder. */
  async files(patterns: readonly string[], options: ReadOptions = {}): Promise<readonly string[]> {
    return resolveFiles(await (await this.#stores.vectors()).files(options), patterns);
  }

  /**
   * Returns, for each chunk id (`chunk` of a hit or of evidence), the chunk with its neighbours in the transcript:
   * `before` and `after` (default 1). The list is empty for an id that is not indexed.
   */
  async chunksInContext(
    ids: readonly string[],
    { before = 1, after = 1, ...options }: ReadOptions & { readonly before?: number; readonly after?: number } = {},
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    return (await this.#stores.vectors()).neighbours(ids, { ...options, before, after });
  }

  /**
   * Reads the chunks of a transcript, by its id, in pages: all of them, or those that are in a range. Together they hold all
   * turns of it.
   * @throws ColloquyError `invalid-input` for a range that is empty, or that has both offsets and times.
   */
  async readTranscript(
    transcript: string,
    { range, ...options }: ReadTranscriptOptions = {},
  ): Promise<Listing<ChunkRow>> {
    return readListing(chunkList(await this.#stores.graph(), transcript, range), options);
  }

  /**
   * As `readTranscript`, with the turns of each chunk that are in the range. A chunk that is not indexed has one turn with its
   * whole text.
   */
  async readTurns(transcript: string, options: ReadTranscriptOptions = {}): Promise<Listing<TurnsOfChunk>> {
    return readTurns(await this.readTranscript(transcript, options), () => this.#stores.vectors(), options);
  }

  /** Null when there is no such entity. */
  async entity(nameOrId: string, options: ReadOptions = {}): Promise<EntityRow | null> {
    return findEntity(await this.#stores.graph(), nameOrId, options);
  }

  /**
   * An entity with its summary, aliases, relationships, quotes and their evidence; null when there is no such entity.
   * @throws ColloquyError `not-found` when no speaker has the name `speaker`.
   */
  async show(nameOrId: string, options: ShowOptions = {}): Promise<EntityWithSummary | null> {
    const graph = await this.#stores.graph();
    const entity = await describeEntity(graph, nameOrId, options);
    if (entity === null) return null;
    const { speaker, ...reading } = options;
    const summary = speaker === undefined ? await entitySummary(this.#sources.ledger, graph, entity.id, reading) : null;
    return { ...entity, summary };
  }

  /** A transcript, by its file or its id; null when there is none. */
  async transcript(fileOrId: string, options: ReadOptions = {}): Promise<ListedTranscript | null> {
    return this.#sources.ledger((ledger) => findTranscript(ledger, fileOrId, options));
  }

  /** As `transcript`, with its summary. */
  async showTranscript(fileOrId: string, options: ReadOptions = {}): Promise<TranscriptDetail | null> {
    return describeTranscript(this.#sources.ledger, fileOrId, options);
  }

  /**
   * What two or more speakers, by name, alias or id, agree and disagree about, and what each alone speaks about.
   * @throws ColloquyError `not-found` for a name without a speaker; `invalid-input` for two names of one speaker, for files
   *   that do not exist, and for a limit that is not a whole number above 0.
   */
  async compareSpeakers(names: readonly string[], options: CompareSpeakersOptions = {}): Promise<SpeakerComparison> {
    return compareSpeakers(await this.#stores.graph(), names, options);
  }

  /**
   * What the transcripts say about two entities together, by name, alias or id: the relationships in both directions, who
   * holds them, and their evidence in pages.
   * @throws ColloquyError `not-found` for a name without an entity; `invalid-input` for two names of one entity.
   */
  async claimsBetween(one: string, other: string, options: ClaimsBetweenOptions = {}): Promise<ClaimsBetween> {
    return claimsBetween(await this.#stores.graph(), [one, other], options);
  }

  /** Why a name, an alias or an id is in its entity, and which names are kept apart; null for an unknown name. Reads the ledger. */
  async explainName(name: string, options: ReadOptions = {}): Promise<ExplainedName | null> {
    const { ledger, aliases } = this.#sources;
    return explainName({ graph: await this.#stores.graph(), ledger, aliases }, name, options);
  }

  /** The entries of `hide` in the aliases file that hide the entity which a name would have; empty if none does. */
  async hiddenBy(name: string): Promise<readonly string[]> {
    const { ledger, aliases } = this.#sources;
    const corrections = readCorrections(aliases(), "aliases.yaml");
    return ledger((opened) => hiddenBy(name, corrections, opened));
  }

  /** A random sample of the graph with the answers so far, and the share of right items by kind. */
  async review(options: ReviewOptions = {}): Promise<Review> {
    return readReview(await this.#stores.graph(), this.#sources.review, options);
  }

  /** Keeps answers to items of a review in the workspace's folder; of several answers to one item the last counts. */
  answerReview(answers: readonly AnsweredItem[]): void {
    this.#sources.review.add(answers);
  }

  /** The speaker with a name, an alias or an id; null when there is none. */
  async speaker(nameOrId: string, options: ReadOptions = {}): Promise<EntityRow | null> {
    const [found] = await findSpeakers(await this.#stores.graph(), nameOrId, options);
    return found?.person ?? null;
  }

  /** Names of speakers that resemble words without a match, at most three, the most mentioned first. */
  async suggestSpeakers(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return suggestSpeakers(await this.#stores.graph(), words, options);
  }

  /** Names of entities that resemble words without a match, at most three, the most mentioned first. */
  async suggestNames(words: string, options: ReadOptions = {}): Promise<readonly string[]> {
    return suggestNames(await this.#stores.graph(), words, options);
  }

  /** Entities, the most mentioned first. Default `limit`: 100. */
  async entities(
    options: ReadOptions & { readonly type?: string; readonly limit?: number } = {},
  ): Promise<readonly EntityRow[]> {
    return readEntities(await this.#stores.graph(), options);
  }

  /**
   * Lists entities in pages, the most mentioned first: of a type (case does not matter), or all.
   * @throws ColloquyError `invalid-input` for a limit out of range or a cursor of another list. The lists below do the
   *   same.
   */
  async listEntities(options: ListOptions & { readonly type?: string } = {}): Promise<Listing<EntityRow>> {
    return listEntities(await this.#stores.graph(), options);
  }

  /** Lists transcripts in pages, ordered by file. */
  async listTranscripts(options: ListOptions = {}): Promise<Listing<ListedTranscript>> {
    return readListing(transcriptList(this.#sources.ledger), options);
  }

  /** Lists speakers in pages, those with most turns first. */
  async listSpeakers(options: ListOptions = {}): Promise<Listing<ListedSpeaker>> {
    return readListing(speakerList(this.#sources.ledger), options);
  }

  /** Relationships, those with most evidence first; CROSS_EPISODE only when `type` names it. Default `limit`: 100. */
  async relationships(
    options: ReadOptions & { readonly entity?: string; readonly type?: string; readonly limit?: number } = {},
  ): Promise<readonly RelationshipRow[]> {
    return readRelationships(await this.#stores.graph(), options);
  }

  /** Entities within `depth` (default 1) relationships, the nearest first. Default `limit`: 100. */
  async neighbours(
    entity: string,
    {
      depth = 1,
      limit = DEFAULT_LIMIT,
      ...options
    }: ReadOptions & { readonly depth?: number; readonly limit?: number } = {},
  ): Promise<readonly Neighbour[]> {
    const graph = await this.#stores.graph();
    const start = await findEntity(graph, entity, options);
    return start === null ? [] : findNeighbours(graph, start, { ...options, depth, limit });
  }

  /** Quotes by a speaker, about an entity, or all, ordered by file and offset. Default `limit`: 100. */
  async quotes(
    options: ReadOptions & { readonly speaker?: string; readonly about?: string; readonly limit?: number } = {},
  ): Promise<readonly QuoteRow[]> {
    return readQuotes(await this.#stores.graph(), options);
  }

  /** The evidence of a relationship or a quote, or the mentions of an entity, by id, ordered by file and offset. */
  async evidence(of: string, options: ReadOptions & { readonly limit?: number } = {}): Promise<readonly Evidence[]> {
    return readEvidence(await this.#stores.graph(), of, options);
  }

  /** All rows of a kind, ordered by id. */
  rows(kind: "vector", options?: ReadOptions): AsyncIterable<VectorRow>;
  rows(kind: GraphRowKind, options?: ReadOptions): AsyncIterable<GraphRow>;
  async *rows(kind: GraphRowKind | "vector", options: ReadOptions = {}): AsyncIterable<GraphRow | VectorRow> {
    const batches =
      kind === "vector"
        ? (await this.#stores.vectors()).rows(options)
        : (await this.#stores.graph()).rows(kind, options);
    for await (const batch of batches) yield* batch;
  }

  /** @throws ColloquyError `store` when the graph is empty or holds rows of another ledger. */
  async requireGraph(): Promise<void> {
    await this.#stores.matchingGraph();
  }

  /**
   * Exports the whole workspace as text, in pieces.
   * @throws ColloquyError `store` when a store does not hold the workspace.
   */
  exportRows(format: ExportFormat, picture: PictureOptions = {}): AsyncIterable<string> {
    return exportText(this.#stores, this.#sources, format, picture);
  }

  /**
   * Exports the whole workspace as the files of a folder, one after another. Read the pieces of a file before the next one
   * is requested.
   * @throws ColloquyError `store` when a store does not hold the workspace.
   */
  exportFiles(format: FolderFormat): AsyncIterable<ExportedFile> {
    return exportFolder(this.#stores, this.#sources, format);
  }

  /** Closes the ledger and the stores that it opened. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stores[Symbol.asyncDispose]();
    await this.#search[Symbol.asyncDispose]();
  }

  get #reading(): AskReading {
    return askReading(this.#stores, this.#search, this.#sources.ledger);
  }
}
