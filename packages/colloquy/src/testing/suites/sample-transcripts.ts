import {
  type Chunk,
  type ChunkKeys,
  type ChunkTurn,
  type Extraction,
  type Polarity,
  withKeys,
} from "../../model/index.ts";
import type { TranscriptRecord } from "../../ports/index.ts";

/** The words of a chunk: its speaker, and sentences with names in brackets: "[Sleep] reduces [stress]". */
export interface SampleChunk {
  readonly speaker: string | null;
  readonly words: string;
  /** Whether it states that the first name causes the second. */
  readonly states?: boolean;
  /** The polarity of the statement; default `stated`. */
  readonly polarity?: Polarity;
}

export interface SampledChunk {
  readonly chunk: Chunk & ChunkKeys;
  readonly extraction: Extraction;
}

/** Chunks of one turn each, as from a parser of `Speaker: text` lines and the chunker. */
export function sampleChunks(chunks: readonly SampleChunk[]): readonly SampledChunk[] {
  let offset = 0;
  const cut = chunks.map((sample, ordinal) => {
    const label = sample.speaker === null ? "" : `${sample.speaker}: `;
    const words = sample.words.replace(/[[\]]/g, "");
    const text = label + words;
    const turn: ChunkTurn = {
      index: ordinal,
      speaker: sample.speaker,
      startMs: ordinal * 1_000,
      endMs: null,
      unitOffset: offset,
      startOffset: offset + label.length,
      endOffset: offset + text.length,
    };
    const chunk = {
      ordinal,
      startOffset: offset,
      endOffset: offset + text.length,
      text,
      turns: [turn],
      tokens: text.length,
    };
    offset += text.length + 1;
    return { chunk, extraction: extractionOf(sample, words) };
  });
  const keyed = withKeys(cut.map(({ chunk }) => chunk));
  return cut.map(({ extraction }, ordinal) => ({ chunk: keyed[ordinal] as Chunk & ChunkKeys, extraction }));
}

function extractionOf({ words: marked, states = false, polarity = "stated" }: SampleChunk, words: string): Extraction {
  const whole = { turn: 0, start: 0, end: words.length };
  const mentions = [...marked.matchAll(/\[(.+?)\]/g)].map((match, index) => {
    const start = match.index - 2 * index;
    const name = match[1] as string;
    const span = { turn: 0, start, end: start + name.length };
    return { name, type: "Concept", span, sentence: 0, confidence: 1, status: "asserted" as const };
  });
  const [source, target] = mentions.map((mention) => mention.name);
  const ends = source === undefined || target === undefined ? null : { source, target };
  return {
    sentences: [whole],
    mentions,
    relations:
      states && ends !== null
        ? [
            {
              ...ends,
              sourceType: "Concept",
              targetType: "Concept",
              type: "CAUSES",
              polarity,
              confidence: 0.8,
              span: whole,
            },
          ]
        : [],
    quotes: states && source !== undefined ? [{ span: whole, about: [source], confidence: 1 }] : [],
    aliases: [],
  };
}

export function sampleRecord(source: string, file: string, chunks: readonly SampledChunk[]): TranscriptRecord {
  return {
    source,
    file,
    format: "plain",
    fileHash: chunks.map(({ chunk }) => chunk.contentKey).join(),
    readerVersion: "sample/1",
    turns: chunks.flatMap(({ chunk }) => chunk.turns).length,
    characters: chunks.at(-1)?.chunk.endOffset ?? 0,
    chunks: chunks.map(({ chunk }) => chunk),
  };
}
