import { analyse } from "../analysis/index.ts";
import type { GraphReader, ReadOptions, VectorStore } from "../ports/index.ts";
import {
  absentWords,
  type EntityReference,
  FOUND_SCORE,
  type RatedPassage,
  readRarity,
  type SearchOutcome,
  type SearchOptions,
} from "../retrieval/index.ts";
import type { Summary } from "../summarising/index.ts";
import { askedContradictions } from "./asked-contradictions.ts";
import { mostDiscussed, mostDisputed } from "./broad-entities.ts";
import { claimsAbout, type ClaimedWords, type EvidenceTest, type StatedWords } from "./claims.ts";
import type { AskContext, ContextEntity } from "./context.ts";
import { evidenceTest, FEW_TRANSCRIPTS, wantedFiles } from "./evidence-filter.ts";
import { type Passage, passagesAround } from "./passages.ts";
import { asksForContradictions, entitiesNamedIn, questionKind } from "./question.ts";
import { SourceList } from "./source-list.ts";

/** What a question is answered from. */
export interface ContextSources {
  readonly search: (words: string, options: SearchOptions) => Promise<SearchOutcome>;
  readonly graph: GraphReader;
  readonly vectors: VectorStore;
  /** The summary of an entity, by id; null if there is none. */
  readonly summaryOf: (entity: string, options: ReadOptions) => Promise<Summary | null>;
  /** Evidence for the summary of each of the files, in their order: a bounded choice from the whole transcript. */
  readonly transcriptWords: (files: readonly string[], options: ReadOptions) => Promise<readonly StatedWords[]>;
}

export interface ContextOptions {
  /** Paths or globs of the files that the answer is taken from. Default: all files. */
  readonly files?: readonly string[];
  /** Only words of this person: a name, an alias or a label. */
  readonly speaker?: string;
  /** The most chunks that passages are taken from. Default: at most 10, without hits far below the best. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** Characters of the words in a context, together and by kind; and how many entities and claims are read. */
const MOST = {
  characters: 12_000,
  passages: { specific: 8_500, broad: 3_000 },
  claimsOfEntity: { specific: 8, broad: 3 },
  opposed: { specific: 4, broad: 12 },
  summaries: 4,
} as const;

/** The evidence for a question, and how near its passages are to the question by meaning. */
export interface GatheredContext {
  readonly context: AskContext;
  readonly passages: readonly RatedPassage[];
}

/**
 * Gathers the numbered evidence for a question: passages of the best hits, claims about the entities that it names, and their
 * summaries. A broad question gets the claims and contradictions of the most discussed entities instead, or what is said in
 * the files if there are few. It takes a bounded number of store calls: about ten for a specific question, and some sixty
 * for a broad one.
 * @param query the question with what it refers to, if it continues a conversation.
 */
export async function gatherContext(
  sources: ContextSources,
  { question, query = question }: { readonly question: string; readonly query?: string },
  filter: ContextOptions = {},
): Promise<GatheredContext> {
  // Ends the other read when one fails.
  const failing = new AbortController();
  const signal = filter.signal === undefined ? failing.signal : AbortSignal.any([filter.signal, failing.signal]);
  const options = { signal };
  // Read first: without the graph there is no answer, and no search is paid for.
  const named = await entitiesNamedIn(sources.graph, query, options);
  const [{ hits, unstated, passages }, evidence] = await Promise.all([
    sources.search(query, { ...filter, signal }),
    readEvidence(sources, { question, query, named }, filter, options),
  ]).catch((error: unknown) => {
    failing.abort(error);
    throw error;
  });
  const { asked, entities, isWanted } = evidence;
  const characters = MOST.passages[asked.kind];
  const list = listed(evidence, await passagesAround(sources.vectors, hits, { ...options, characters, isWanted }));
  if (asked.kind === "broad") {
    const found = (asked.asksForContradictions ? list.contradictions : list.size) > 0;
    return { context: list.context({ ...asked, entities, found, unstated: null }), passages };
  }
  const found = unstated === null && hits.some(({ score }) => score >= FOUND_SCORE);
  const context = list.context({ ...asked, entities, found, unstated });
  const isFound = askedContradictions(context).length > 0;
  return { context: isFound ? { ...context, found: true, unstated: null } : context, passages };
}

/** What is known of a question beside passages. */
interface AskedEvidence extends Pick<AskContext, "entities"> {
  readonly asked: Pick<AskContext, "question" | "query" | "kind" | "missing" | "asksForContradictions">;
  readonly isWanted: EvidenceTest;
  readonly claims: ClaimedWords;
  readonly summaries: readonly { readonly entity: EntityReference; readonly summary: Summary }[];
  /** Of whole transcripts, for a broad question about few. */
  readonly transcripts: readonly StatedWords[];
}

async function readEvidence(
  sources: ContextSources,
  {
    question,
    query,
    named,
  }: { readonly question: string; readonly query: string; readonly named: readonly ContextEntity[] },
  filter: ContextOptions,
  options: ReadOptions,
): Promise<AskedEvidence> {
  const { graph, vectors } = sources;
  const [files, rarity] = await Promise.all([
    wantedFiles(vectors, filter.files, options),
    readRarity(vectors, [...new Set(analyse(query))], options),
  ]);
  const kind = questionKind(query, named);
  const isBroad = kind === "broad";
  const isWanted = await evidenceTest(graph, { files, speaker: filter.speaker }, options);
  const missing = isBroad ? [] : await absentWords(vectors, question, options);
  const asksWhoDisagrees = isBroad && asksForContradictions(query);
  const ofBroad = asksWhoDisagrees ? mostDisputed : mostDiscussed;
  const entities = isBroad ? await ofBroad(graph, options) : named;
  const most = MOST.claimsOfEntity[kind];
  // A workspace with many transcripts has no files here.
  const few = isBroad && files !== null && files.length <= FEW_TRANSCRIPTS ? files : [];
  const [claims, summaries, transcripts] = await Promise.all([
    claimsAbout(graph, entities, { ...options, rarity, most, isWanted }),
    readSummaries(sources, entities.slice(0, MOST.summaries), options),
    sources.transcriptWords(few, options),
  ]);
  const asked = { question, query, kind, missing, asksForContradictions: asksWhoDisagrees };
  return { asked, entities, isWanted, claims, summaries, transcripts };
}

/** The evidence in the order in which there is room for it. */
function listed(
  { asked, isWanted, claims, summaries, transcripts }: AskedEvidence,
  around: readonly Passage[],
): SourceList {
  const list = new SourceList(MOST.characters);
  const addPassages = (): void => {
    for (const passage of around) list.addPassage(passage);
  };
  const addClaims = (): void => {
    for (const { entity, summary } of summaries)
      if (summary.citations.every(isWanted)) list.addSummary(entity, summary);
    for (const each of claims.opposed.slice(0, MOST.opposed[asked.kind])) list.addOpposed(each);
    for (const each of claims.stated) list.addStated(each);
  };
  const addTranscripts = (): void => {
    for (const words of transcripts.filter(({ evidence }) => isWanted(evidence))) list.addStated(words);
  };
  const order =
    asked.kind === "specific"
      ? [addPassages, addClaims]
      : asked.asksForContradictions
        ? [addClaims, addTranscripts, addPassages]
        : [addTranscripts, addClaims, addPassages];
  for (const add of order) add();
  return list;
}

async function readSummaries(
  { summaryOf }: Pick<ContextSources, "summaryOf">,
  entities: readonly ContextEntity[],
  options: ReadOptions,
): Promise<readonly { readonly entity: EntityReference; readonly summary: Summary }[]> {
  const found: { entity: EntityReference; summary: Summary }[] = [];
  for (const { id, name, type } of entities) {
    const summary = await summaryOf(id, options);
    if (summary !== null) found.push({ entity: { id, name, type }, summary });
  }
  return found;
}
