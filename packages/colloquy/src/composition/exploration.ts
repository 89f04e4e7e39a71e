import type { KeptAnswer } from "../answering/index.ts";
import type { GraphCounts, GraphStore, ReadOptions } from "../ports/index.ts";
import {
  choosePart,
  type CountedGraph,
  dateOfPath,
  type EntityView,
  type GraphPart,
  type LabelledSpeaker,
  type Listing,
  type ListOptions,
  listOccurrences,
  type Occurrence,
  type OccurrenceOptions,
  type PartOptions,
  pathBetween,
  readTranscriptText,
  suggest,
  type SuggestOptions,
  type Suggestions,
  type TranscriptText,
  type TranscriptTextOptions,
  type TranscriptView,
  viewEntity,
  viewTranscript,
} from "../retrieval/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { Summary } from "../summarising/index.ts";
import { type DatedTranscript, readOverview, type WorkspaceOverview } from "./exploring/overview.ts";
import { SharedRead } from "./exploring/shared-read.ts";
import { readSpoken, type Spoken } from "./exploring/spoken.ts";
import type { OpenedStores } from "./opened-stores.ts";
import { entitySummary, transcriptSummary } from "./summaries.ts";
import { isOfOther } from "./sync-remarks.ts";
import type { WorkspaceSearch } from "./workspace-search.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";

/** An entity with its summary. */
export interface ExploredEntity extends EntityView {
  /** Null if none was written, or its evidence has changed since. */
  readonly summary: Summary | null;
  /** Null for an entity that does not speak. */
  readonly spoken: Spoken | null;
}

/** A transcript with its speakers, its outline and its summary. */
export interface ExploredTranscript extends DatedTranscript, TranscriptView {
  /** In the order of their first words, each with the number of its turns. */
  readonly speakers: readonly (LabelledSpeaker & { readonly turns: number })[];
  /** Null if none was written, or its evidence has changed since. */
  readonly summary: Summary | null;
}

/** The sources of an exploration. */
interface Explored {
  readonly sources: WorkspaceSources;
  readonly stores: OpenedStores;
  readonly search: WorkspaceSearch;
}

/**
 * Reads what the views of a workspace show. Every result is bounded. The time of most reads does not grow with the workspace;
 * that of the overview does, and that of an entity with its transcripts. Every method takes a signal that aborts it. An entity
 * is named by its name, an alias or its id.
 */
export class Exploration {
  readonly #sources: WorkspaceSources;
  readonly #stores: OpenedStores;
  readonly #search: WorkspaceSearch;
  readonly #overview = new SharedRead<WorkspaceOverview>();
  readonly #counts = new SharedRead<GraphCounts>();
  readonly #telling = new SharedRead<GraphPart>();
  readonly #spoken = new SharedRead<ReadonlyMap<string, Spoken>>();

  /** Use `explore` of a workspace instead. */
  constructor({ sources, stores, search }: Explored) {
    this.#sources = sources;
    this.#stores = stores;
    this.#search = search;
  }

  /**
   * What the workspace is about, what changed, and how good its graph is. It is read again only when the workspace was written:
   * reading it takes longer in a larger workspace.
   */
  async overview({ signal }: ReadOptions = {}): Promise<WorkspaceOverview> {
    const { asking, ledgerAside: ledger, remarkOnGraph, review } = this.#sources;
    const graph = await this.#stores.graph();
    const figures = review.figures();
    const key = JSON.stringify([await this.#keyOf(graph), figures]);
    const sources = { workspace: asking.workspace, graph, ledger, remarkOnGraph };
    return this.#overview.take(key, async () => readOverview(sources, figures), signal);
  }

  /**
   * Fails if the graph holds rows of another ledger, or of another state of it, which a correction of names would replace.
   * @throws ColloquyError `store`.
   */
  async requireOwnGraph(): Promise<void> {
    const remark = await this.#sources.remarkOnGraph(await this.#stores.graph());
    if (remark === null || !isOfOther(remark)) return;
    const { sentence, terminalHint } = remark;
    throw new ColloquyError("store", `${sentence} A correction would replace it, and is refused.`, { terminalHint });
  }

  /**
   * A transcript, by its file or its id; null if there is none. Of several sources with the same file, the one with the chunk
   * counts, else the first.
   */
  async transcript(
    fileOrId: string,
    { chunk, ...options }: ReadOptions & { readonly chunk?: string } = {},
  ): Promise<ExploredTranscript | null> {
    const { ledger } = this.#sources;
    const graph = await this.#stores.graph();
    const named = await ledger((opened) => opened.transcriptsNamed(fileOrId, options));
    const [of] = chunk === undefined || named.length < 2 ? [] : await graph.chunks([chunk], options);
    const found = named.find(({ id }) => id === of?.transcript) ?? named[0];
    if (found === undefined) return null;
    const view = await viewTranscript(graph, found, options);
    const [summary, spoken] = await ledger((opened) =>
      Promise.all([transcriptSummary(opened, found.id, options), opened.spokenLabels(found.id, options)]),
    );
    const turnsOf = new Map(spoken.map(({ label, turns }) => [label, turns]));
    const speakers = view.speakers.map((speaker) => ({ ...speaker, turns: turnsOf.get(speaker.label) ?? 0 }));
    return { ...found, date: dateOfPath(found.file), ...view, speakers, summary };
  }

  /** Chunks of a transcript, by its id, with their turns and everything that the graph says about their words. */
  async transcriptText(transcript: string, options: TranscriptTextOptions = {}): Promise<TranscriptText> {
    return readTranscriptText(await this.#stores.graph(), () => this.#stores.vectors(), transcript, options);
  }

  /**
   * The mentions of an entity with their sentences, in the order of file and offset, in pages.
   * @throws ColloquyError `not-found` for a name without an entity or a speaker; `invalid-input` for a limit out of range or
   *   a cursor of another list.
   */
  async occurrences(entity: string, options: OccurrenceOptions = {}): Promise<Listing<Occurrence>> {
    return listOccurrences(await this.#stores.graph(), entity, options);
  }

  /** An entity with bounded lists of everything that is known about it; null if there is none. */
  async entity(nameOrId: string, options: ReadOptions = {}): Promise<ExploredEntity | null> {
    const graph = await this.#stores.graph();
    const entity = await viewEntity(graph, nameOrId, options);
    if (entity === null) return null;
    const [summary, spoken] = await Promise.all([
      entitySummary(this.#sources.ledger, graph, entity.id, options),
      entity.type === "Person" ? this.#spokenBy(entity.id, options) : null,
    ]);
    return { ...entity, summary, spoken };
  }

  /** It is read for all people when the graph was written, because that takes longer in a larger workspace. */
  async #spokenBy(person: string, { signal }: ReadOptions): Promise<Spoken | null> {
    const read = () => readSpoken(this.#sources.ledgerAside);
    return (await this.#spoken.take(await this.version(), read, signal)).get(person) ?? null;
  }

  /**
   * A part of the graph: from the best supported claims, from entities, or from words. The first one of the claims, which
   * every view begins with, is read again only when the workspace was written.
   */
  async part({ signal, ...options }: PartOptions): Promise<GraphPart> {
    const { start, known = [], limit } = options;
    if (!("telling" in start) || known.length > 0) return this.#readPart({ ...options, signal });
    const key = JSON.stringify([limit, await this.#keyOf(await this.#stores.graph())]);
    return this.#telling.take(key, () => this.#readPart(options), signal);
  }

  async #readPart(options: PartOptions): Promise<GraphPart> {
    const search = async (words: string, limit: number): Promise<readonly string[]> => {
      const { signal } = options;
      const { hits } = await this.#search.search(words, { limit, ...(signal === undefined ? {} : { signal }) });
      return hits.map(({ chunk }) => chunk);
    };
    return choosePart({ ...(await this.#countedGraph()), search }, options);
  }

  /**
   * A shortest path between two entities, of at most six relationships; without nodes if there is none.
   * @throws ColloquyError `not-found` for a name without an entity; `invalid-input` for two names of one entity.
   */
  async path(one: string, other: string, options: ReadOptions = {}): Promise<GraphPart> {
    return pathBetween(await this.#countedGraph(), [one, other], options);
  }

  /** Entities and transcripts whose names resemble typed words. Default `limit`: 10 of each. */
  async suggest(words: string, options: SuggestOptions = {}): Promise<Suggestions> {
    return suggest({ graph: await this.#stores.graph(), ledger: this.#sources.ledger }, words, options);
  }

  /** The kept questions of all conversations, or of one, with their answers in pages, the latest first. */
  async answers(options: ListOptions & { readonly conversation?: string } = {}): Promise<Listing<KeptAnswer>> {
    options.signal?.throwIfAborted();
    return this.#sources.asking.answers.list(options);
  }

  /** Changes when the graph was written completely. */
  async version(): Promise<string> {
    const state = await (await this.#stores.graph()).state();
    return JSON.stringify(state?.epoch ?? null);
  }

  /** The graph with its counts, which are read again when the workspace was written: a server counts its rows. */
  async #countedGraph(): Promise<CountedGraph> {
    const graph = await this.#stores.graph();
    const counts = async ({ signal }: ReadOptions): Promise<GraphCounts> =>
      this.#counts.take(await this.#keyOf(graph), () => graph.counts(), signal);
    return { graph, counts };
  }

  /** Changes when the workspace is written. */
  async #keyOf(graph: GraphStore): Promise<string> {
    return JSON.stringify([this.#sources.stamp(), await graph.state()]);
  }
}
