import {
  type Alias,
  type EntityRow,
  type Evidence,
  isOnlyImplied,
  type PolarityCounts,
  polarityCounts,
  type QuoteRow,
  type RelationshipRow,
} from "../model/index.ts";
import type { GraphReader, SpokenBy } from "../ports/index.ts";
import { type EntityReference, referenceTo } from "./entity-reference.ts";
import { describeStatements, describeTopics, type StatementDetail, type TopicDetail } from "./person-detail.ts";
import { readAll } from "./paging.ts";
import { saidSentences } from "./said-sentences.ts";

export interface ShowOptions {
  /** Show only what this person says: a name, an alias or an id. */
  readonly speaker?: string;
}

export interface RelationshipDetail {
  readonly type: string;
  /** `out`: the shown entity is the source. */
  readonly direction: "out" | "in";
  /** The other end. */
  readonly other: EntityReference;
  readonly confidence: number;
  /** How many pieces of evidence have each polarity. */
  readonly polarity: PolarityCounts;
  readonly evidence: readonly Evidence[];
}

export interface QuoteDetail {
  readonly id: string;
  readonly text: string;
  /** Names of the entities that it is about. */
  readonly about: readonly string[];
  readonly evidence: Evidence;
}

/** Another entity of the same name, such as the "Speaker 1" of another file. */
export interface Namesake extends EntityReference {
  /** Files in which it is mentioned. */
  readonly transcripts: readonly string[];
}

/** All about an entity: what `colloquy show --json` prints. Of a `speaker`, only what is said in that person's words. */
export interface EntityDetail {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly aliases: readonly Alias[];
  readonly mentions: number;
  /** Files in which it is mentioned. */
  readonly transcripts: readonly string[];
  /** Stated ones before those that are only implied; the best supported first. */
  readonly relationships: readonly RelationshipDetail[];
  /** Said by it, or about it. */
  readonly quotes: readonly QuoteDetail[];
  /** Others that bear the name by which it was asked for; the most mentioned first. */
  readonly namesakes: readonly Namesake[];
  /** In whose words all this is; null: in anybody's. */
  readonly speaker: EntityReference | null;
  /** The sentences in which the speaker mentions it, of the first 100 mentions; none where no speaker is asked for. */
  readonly sentences: readonly Evidence[];
  /** What a person speaks about, the most mentioned first, at most 100; none where a speaker is asked for. */
  readonly topics: readonly TopicDetail[];
  /** What a person states, the best supported first, at most 100; none where a speaker is asked for. */
  readonly statements: readonly StatementDetail[];
}

interface Shown {
  readonly namesakes: readonly EntityRow[];
  readonly speaker: EntityRow | null;
}

export async function describeEntity(
  graph: GraphReader,
  entity: EntityRow,
  { namesakes, speaker }: Shown,
): Promise<EntityDetail> {
  const { id, name, type, aliases } = entity;
  const saidBy = speaker === null ? {} : { speaker: speaker.id };
  return {
    id,
    name,
    type,
    aliases,
    ...(await describeMentions(graph, entity, speaker)),
    relationships: await describeRelationships(graph, entity, saidBy),
    quotes: await describeQuotes(graph, id, speaker),
    namesakes: await Promise.all(namesakes.map((row) => describeNamesake(graph, row))),
    speaker: speaker === null ? null : referenceTo(speaker),
    sentences: speaker === null ? [] : await saidSentences(graph, id, speaker.id),
    topics: speaker === null ? await describeTopics(graph, id) : [],
    statements: speaker === null ? await describeStatements(graph, id) : [],
  };
}

async function describeMentions(
  graph: GraphReader,
  { id, mentions }: EntityRow,
  speaker: EntityRow | null,
): Promise<Pick<EntityDetail, "mentions" | "transcripts">> {
  if (speaker === null) return { mentions, transcripts: await graph.filesOf(id) };
  const said = await readAll((page) => graph.mentions(id, { ...page, speaker: speaker.id }));
  return { mentions: said.length, transcripts: [...new Set(said.map(({ evidence }) => evidence.file))] };
}

async function describeNamesake(graph: GraphReader, entity: EntityRow): Promise<Namesake> {
  return { ...referenceTo(entity), transcripts: await graph.filesOf(entity.id) };
}

async function describeRelationships(
  graph: GraphReader,
  entity: EntityRow,
  saidBy: SpokenBy,
): Promise<readonly RelationshipDetail[]> {
  const rows = await readAll((page) => graph.relationships({ ...page, entity: entity.id }));
  const details: RelationshipDetail[] = [];
  for (const row of rows) {
    const evidence = await readAll((page) => graph.evidence(row.id, { ...page, ...saidBy }));
    if (saidBy.speaker !== undefined && evidence.length === 0) continue;
    const other = await graph.entity(otherEnd(row, entity.id));
    if (other === null) continue;
    details.push({
      type: row.type,
      direction: row.source === entity.id ? "out" : "in",
      other: referenceTo(other),
      confidence: row.confidence,
      polarity: polarityCounts((polarity) => evidence.filter((each) => each.evidence.polarity === polarity).length),
      evidence: evidence.map((each) => each.evidence),
    });
  }
  return details.toSorted(
    ({ polarity: one }, { polarity: other }) => Number(isOnlyImplied(one)) - Number(isOnlyImplied(other)),
  );
}

export function otherEnd(row: RelationshipRow, entity: string): string {
  return row.source === entity ? row.target : row.source;
}

async function describeQuotes(
  graph: GraphReader,
  entity: string,
  speaker: EntityRow | null,
): Promise<readonly QuoteDetail[]> {
  const saidBy = speaker === null ? {} : { speaker: speaker.id };
  const isItself = speaker === null || speaker.id === entity;
  const said = isItself ? await readAll((page) => graph.quotes({ ...page, speaker: entity })) : [];
  const about = await readAll((page) => graph.quotes({ ...page, ...saidBy, about: entity }));
  const quotes = [...new Map([...said, ...about].map((quote) => [quote.id, quote])).values()].toSorted(byPlace);
  const names = new Map<string, string>();
  for (const id of new Set(quotes.flatMap((quote) => quote.about))) {
    const named = await graph.entity(id);
    if (named !== null) names.set(id, named.name);
  }
  return quotes.map((quote) => ({
    id: quote.id,
    text: quote.text,
    about: quote.about.flatMap((id) => names.get(id) ?? []),
    evidence: quote.evidence,
  }));
}

function byPlace({ evidence: one }: QuoteRow, { evidence: other }: QuoteRow): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.startOffset - other.startOffset;
}

/** The words behind a relationship or a quote. */
export async function evidenceOf(graph: GraphReader, of: string, limit?: number): Promise<readonly Evidence[]> {
  const rows = await readAll((page) => graph.evidence(of, page), limit);
  return rows.map((row) => row.evidence);
}
