import type { ChunkRow, Evidence, Polarity } from "../../model/index.ts";
import type { Annotations, ChunkAnnotations, GraphReader, ReadOptions, VectorStore } from "../../ports/index.ts";
import { type EntityReference, referenceTo } from "../claim.ts";
import { readTurns, type TranscriptTurn } from "../read-turns.ts";

/** A chunk has at most 2,600 characters, so more than these would be unreadable. */
const MOST_OF_A_CHUNK = 500;

export interface TranscriptTextOptions extends ReadOptions {
  /** The ordinal of the first chunk. Default 0. */
  readonly from?: number;
  /** The most chunks. Default 20. */
  readonly count?: number;
}

type Range = Pick<Evidence, "startOffset" | "endOffset">;

/** Words that mention an entity. */
export interface MentionMark extends Range {
  /** Id of the entity. */
  readonly entity: string;
  /** Present if a name was found there afterwards. */
  readonly found?: true;
}

/** Words that support a relationship. */
export interface ClaimMark extends Range {
  /** Id of the relationship. */
  readonly relationship: string;
  /** Ids of the ends. */
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly polarity: Polarity;
}

/** A sentence worth quoting. */
export interface QuoteMark extends Range {
  readonly id: string;
}

/** The turns of a chunk with what the graph says about their words, each in the order of offset. */
export interface AnnotatedChunk {
  /** Id of the chunk. */
  readonly chunk: string;
  readonly ordinal: number;
  readonly turns: readonly TranscriptTurn[];
  readonly mentions: readonly MentionMark[];
  readonly claims: readonly ClaimMark[];
  readonly quotes: readonly QuoteMark[];
}

/** A part of a transcript. */
export interface TranscriptText {
  readonly chunks: readonly AnnotatedChunk[];
  /** The entities of all marks, by id. */
  readonly entities: Readonly<Record<string, EntityReference>>;
}

/** Reads chunks of a transcript, by its id, with all marks. Marks of entities that the store does not have are left out. */
export async function readTranscriptText(
  graph: GraphReader,
  vectors: () => Promise<VectorStore>,
  transcript: string,
  { from = 0, count = 20, signal }: TranscriptTextOptions,
): Promise<TranscriptText> {
  const options = { signal };
  const rows = await graph.transcriptChunks(transcript, { ...options, limit: count, after: from - 1 });
  const ids = rows.map(({ id }) => id);
  const [annotations, turns] = await Promise.all([
    graph.annotations(ids, { ...options, limit: MOST_OF_A_CHUNK }),
    readTurns({ items: rows, next: null }, vectors, signal === undefined ? {} : { signal }),
  ]);
  return annotatedText(rows, annotations, new Map(turns.items.map((of) => [of.chunk, of.turns])));
}

function annotatedText(
  rows: readonly ChunkRow[],
  { chunks, entities }: Annotations,
  turns: ReadonlyMap<string, readonly TranscriptTurn[]>,
): TranscriptText {
  const known = new Map(entities.map((row) => [row.id, referenceTo(row)]));
  const marks = new Map(chunks.map((annotated) => [annotated.chunk, annotated]));
  return {
    chunks: rows.map(({ id, ordinal }) => ({
      chunk: id,
      ordinal,
      turns: turns.get(id) ?? [],
      ...marksOf(marks.get(id) ?? NOTHING, (entity) => known.has(entity)),
    })),
    entities: Object.fromEntries(known),
  };
}

const NOTHING: Omit<ChunkAnnotations, "chunk"> = { mentions: [], claims: [], quotes: [] };

function marksOf(
  { mentions, claims, quotes }: Omit<ChunkAnnotations, "chunk">,
  isKnown: (entity: string) => boolean,
): Pick<AnnotatedChunk, "mentions" | "claims" | "quotes"> {
  return {
    mentions: mentions
      .filter(({ entity }) => isKnown(entity))
      .map(({ entity, found, evidence }) => ({ entity, ...rangeOf(evidence), ...(found === true ? { found } : {}) })),
    claims: claims
      .filter(({ relationship: { source, target } }) => isKnown(source) && isKnown(target))
      .map(({ evidence: { evidence }, relationship: { id: relationship, source, type, target } }) => {
        const { polarity } = evidence;
        return { relationship, source, type, target, polarity, ...rangeOf(evidence) };
      }),
    quotes: quotes.map(({ id, evidence }) => ({ id, ...rangeOf(evidence) })),
  };
}

function rangeOf({ startOffset, endOffset }: Evidence): Range {
  return { startOffset, endOffset };
}
