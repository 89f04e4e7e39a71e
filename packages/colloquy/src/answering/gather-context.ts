import { analyse } from "../analysis/index.ts";
import type { GraphReader, ReadOptions, VectorStore } from "../ports/index.ts";
import {
  absentWords,
  type EntityReference,
  FOUND_SCORE,
  type Rarity,
  type RatedPassage,
  readRarity,
  type SearchOutcome,
  type SearchOptions,
} from "../retrieval/index.ts";
import type { Summary } from "../summarising/index.ts";
import { askedContradictions } from "./asked-contradictions.ts";
import { mostDiscussed, mostDisputed } from "./broad-entities.ts";
import { claimsAbout, type EvidenceTest, type StatedWords } from "./claims.ts";
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
  const { graph, vectors } = sources;
  const options = filter.signal === undefined ? {} : { signal: filter.signal };
  const [named, files, rarity] = await Promise.all([
    entitiesNamedIn(graph, query, options),
    wantedFiles(vectors, filter.files, options),
    readRarity(vectors, [...new Set(analyse(query))], options),
  ]);
  const kind = questionKind(query, named);
  const isWanted = await evidenceTest(graph, { files, speaker: filter.speaker }, options);
  const missing = kind === "broad" ? [] : await absentWords(vectors, question, options);
  const asked = {
    question,
    query,
    kind,
    missing,
    asksForContradictions: kind === "broad" && asksForContradictions(query),
  };
  const ofBroad = asked.asksForContradictions ? mostDisputed : mostDiscussed;
  const entities = kind === "broad" ? await ofBroad(graph, options) : named;
  const gathering = { ...asked, entities, sources, isWanted, rarity, options };
  const list = new SourceList(MOST.characters);
  const { passages, ...found } =
    kind === "broad" ? await addBroad(list, gathering, files, filter) : await addSpecific(list, gathering, filter);
  const context = list.context({ ...asked, entities, ...found });
  const isFound = kind === "specific" && askedContradictions(context).length > 0;
  return { context: isFound ? { ...context, found: true, unstated: null } : context, passages };
}

interface Gathering extends Pick<AskContext, "query" | "kind" | "asksForContradictions" | "entities"> {
  readonly sources: ContextSources;
  readonly isWanted: EvidenceTest;
  readonly rarity: Rarity;
  readonly options: ReadOptions;
}

type Found = Pick<SearchOutcome, "unstated" | "passages"> & Pick<AskContext, "found">;

interface FoundPassages extends Found {
  /** The turns around the best words of each hit. */
  readonly around: readonly Passage[];
}

async function addSpecific(list: SourceList, gathering: Gathering, filter: ContextOptions): Promise<Found> {
  const [found, addClaims] = await Promise.all([readPassages(gathering, filter), readClaims(gathering)]);
  for (const passage of found.around) list.addPassage(passage);
  addClaims(list);
  return found;
}

/** @param files null for all files of a workspace with many. */
async function addBroad(
  list: SourceList,
  gathering: Gathering,
  files: readonly string[] | null,
  filter: ContextOptions,
): Promise<Found> {
  const { sources, isWanted, options, asksForContradictions: asksWhoDisagrees } = gathering;
  const few = files !== null && files.length <= FEW_TRANSCRIPTS ? files : [];
  const [addClaims, words, { around, passages }] = await Promise.all([
    readClaims(gathering),
    sources.transcriptWords(few, options),
    readPassages(gathering, filter),
  ]);
  // There is not always room for all.
  if (asksWhoDisagrees) addClaims(list);
  for (const each of words.filter(({ evidence }) => isWanted(evidence))) list.addStated(each);
  if (!asksWhoDisagrees) addClaims(list);
  for (const passage of around) list.addPassage(passage);
  return { found: (asksWhoDisagrees ? list.contradictions : list.size) > 0, unstated: null, passages };
}

async function readPassages(
  { sources, query, kind, isWanted, options }: Gathering,
  { files, speaker, limit }: ContextOptions,
): Promise<FoundPassages> {
  const { hits, unstated, passages } = await sources.search(query, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(files === undefined ? {} : { files }),
    ...(speaker === undefined ? {} : { speaker }),
    ...(limit === undefined ? {} : { limit }),
  });
  const characters = MOST.passages[kind];
  const around = await passagesAround(sources.vectors, hits, { ...options, characters, isWanted });
  return { found: unstated === null && hits.some(({ score }) => score >= FOUND_SCORE), unstated, passages, around };
}

/** Reads the claims about the entities, and summaries of some. Returns what adds them to a list. */
async function readClaims({
  sources,
  kind,
  entities,
  isWanted,
  rarity,
  options,
}: Gathering): Promise<(list: SourceList) => void> {
  const most = MOST.claimsOfEntity[kind];
  const [{ opposed, stated }, summaries] = await Promise.all([
    claimsAbout(sources.graph, entities, { ...options, rarity, most, isWanted }),
    readSummaries(sources, entities.slice(0, MOST.summaries), options),
  ]);
  return (list) => {
    for (const { entity, summary } of summaries)
      if (summary.citations.every(isWanted)) list.addSummary(entity, summary);
    for (const each of opposed.slice(0, MOST.opposed[kind])) list.addOpposed(each);
    for (const each of stated) list.addStated(each);
  };
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
