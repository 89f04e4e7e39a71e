import {
  type Alias,
  type EntityRow,
  type Evidence,
  isOnlyImplied,
  type PolarityCounts,
  type QuoteRow,
  type RelationshipRow,
} from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { readAll } from "./paging.ts";

/** The other end of a relationship. */
export interface EntityReference {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export interface RelationshipDetail {
  readonly type: string;
  /** `out`: the shown entity is the source. */
  readonly direction: "out" | "in";
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

/** All about an entity: what `colloquy show --json` prints. */
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
}

export async function describeEntity(
  graph: GraphReader,
  entity: EntityRow,
  namesakes: readonly EntityRow[],
): Promise<EntityDetail> {
  const { id, name, type, aliases, mentions } = entity;
  return {
    id,
    name,
    type,
    aliases,
    mentions,
    transcripts: await graph.filesOf(id),
    relationships: await describeRelationships(graph, entity),
    quotes: await describeQuotes(graph, id),
    namesakes: await Promise.all(namesakes.map((row) => describeNamesake(graph, row))),
  };
}

async function describeNamesake(graph: GraphReader, { id, name, type }: EntityRow): Promise<Namesake> {
  return { id, name, type, transcripts: await graph.filesOf(id) };
}

async function describeRelationships(graph: GraphReader, entity: EntityRow): Promise<readonly RelationshipDetail[]> {
  const rows = await readAll((page) => graph.relationships({ ...page, entity: entity.id }));
  const details: RelationshipDetail[] = [];
  for (const row of rows) {
    const other = await graph.entity(otherEnd(row, entity.id));
    if (other === null) continue;
    details.push({
      type: row.type,
      direction: row.source === entity.id ? "out" : "in",
      other: { id: other.id, name: other.name, type: other.type },
      confidence: row.confidence,
      polarity: row.polarity,
      evidence: await evidenceOf(graph, row.id),
    });
  }
  return details.toSorted(
    ({ polarity: one }, { polarity: other }) => Number(isOnlyImplied(one)) - Number(isOnlyImplied(other)),
  );
}

export function otherEnd(row: RelationshipRow, entity: string): string {
  return row.source === entity ? row.target : row.source;
}

async function describeQuotes(graph: GraphReader, entity: string): Promise<readonly QuoteDetail[]> {
  const said = await readAll((page) => graph.quotes({ ...page, speaker: entity }));
  const about = await readAll((page) => graph.quotes({ ...page, about: entity }));
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
