import {
  CROSS_EPISODE,
  type EntityRow,
  type Polarity,
  type PolarityCounts,
  type RelationshipRow,
} from "../../model/index.ts";
import type { GraphCounts, GraphReader, ReadOptions, Support } from "../../ports/index.ts";
import { speakersOfLabels, type SpeakerOf, type SpeakerReference, speakerKey } from "../speakers-of-labels.ts";
import { dateOfPath } from "./date-of-path.ts";

/** Relationships of an entity are counted up to this number. */
const MOST_DEGREE = 1_000;
/** The evidence of a relationship that is counted by its transcripts and speakers; of many relationships, less of each. */
const EVIDENCE = { most: 50, least: 10, ofAll: 10_000 } as const;

/** An entity of a part of the graph. */
export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly mentions: number;
  readonly transcripts: number;
  /** Its relationships in the whole graph, without CROSS_EPISODE, counted up to 1,000. */
  readonly degree: number;
}

/** So many pieces of evidence of one speaker in one transcript. */
export interface EdgeSupport {
  /** Index in `transcripts`. */
  readonly transcript: number;
  /** Index in `speakers`; null: the turns have no label. */
  readonly speaker: number | null;
  readonly polarity: Polarity;
  readonly count: number;
  /** Earliest and latest time in the transcript, in milliseconds; null without times. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** A relationship between two entities of a part of the graph. */
export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly count: number;
  readonly polarity: PolarityCounts;
  /** Whether no words state it, and a judge compared two names. */
  readonly derived: boolean;
  /** Of the first 50 pieces of evidence; of 10 to 50 of each if a part has more than 200 relationships. */
  readonly support: readonly EdgeSupport[];
}

/** Entities and the relationships between them. */
export interface GraphPart {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly transcripts: readonly { readonly file: string; readonly date: string | null }[];
  readonly speakers: readonly SpeakerReference[];
  /** The size of the whole graph. */
  readonly total: { readonly entities: number; readonly relationships: number };
}

/** A graph with its counts, which take long to read in some stores. */
export interface CountedGraph {
  readonly graph: GraphReader;
  readonly counts: (options: ReadOptions) => Promise<GraphCounts>;
}

/** Describes entities and relationships as a part of the graph. It takes at most four calls of the store, and the counts. */
export async function graphPart(
  { graph, counts: readCounts }: CountedGraph,
  {
    entities,
    relationships,
  }: { readonly entities: readonly EntityRow[]; readonly relationships: readonly RelationshipRow[] },
  options: ReadOptions,
): Promise<GraphPart> {
  const [degrees, support, counts] = await Promise.all([
    graph.degrees(
      entities.map(({ id }) => id),
      { ...options, most: MOST_DEGREE },
    ),
    graph.support(
      relationships.map(({ id }) => id),
      { ...options, each: evidenceOfEach(relationships.length) },
    ),
    readCounts(options),
  ]);
  const labels = support.flatMap(({ speaker: label, file }) => (label === null ? [] : [{ label, file }]));
  const speakerOf = await speakersOfLabels(graph, labels, options);
  return {
    nodes: entities.map(({ id, name, type, mentions, transcripts }, index) => ({
      id,
      name,
      type,
      mentions,
      transcripts,
      degree: degrees[index] ?? 0,
    })),
    ...edgesWith(relationships, support, speakerOf),
    total: {
      entities: counts.entities,
      relationships: counts.relationships - (counts.byType.relationships[CROSS_EPISODE] ?? 0),
    },
  };
}

function evidenceOfEach(relationships: number): number {
  const share = Math.floor(EVIDENCE.ofAll / Math.max(1, relationships));
  return Math.max(EVIDENCE.least, Math.min(EVIDENCE.most, share));
}

function edgesWith(
  relationships: readonly RelationshipRow[],
  support: readonly Support[],
  speakerOf: SpeakerOf,
): Pick<GraphPart, "edges" | "transcripts" | "speakers"> {
  const transcripts = new Numbered<string, { file: string; date: string | null }>();
  const speakers = new Numbered<string, SpeakerReference>();
  const bySubject = Map.groupBy(support, ({ of }) => of);
  const edges = relationships.map(({ id, source, target, type, count, polarity, derived }) => ({
    id,
    source,
    target,
    type,
    count,
    polarity,
    derived: derived !== undefined,
    support: (bySubject.get(id) ?? []).map(({ file, speaker: label, ...said }) => {
      const speaker = label === null ? null : speakerOf({ label, file });
      return {
        transcript: transcripts.of(file, () => ({ file, date: dateOfPath(file) })),
        speaker: speaker === null ? null : speakers.of(speakerKey(speaker), () => speaker),
        polarity: said.polarity,
        count: said.count,
        fromMs: said.startMs,
        toMs: said.endMs,
      };
    }),
  }));
  return { edges, transcripts: transcripts.items, speakers: speakers.items };
}

/** Items without repetition, each with its index. */
class Numbered<Key, Item> {
  readonly #numbers = new Map<Key, number>();
  readonly items: Item[] = [];

  of(key: Key, make: () => Item): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.items.length);
    return this.items.push(make()) - 1;
  }
}
