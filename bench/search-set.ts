import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import { cutPassages, encodePassages, meanVector } from "../packages/colloquy/src/embedding/index.ts";
import {
  chunkId,
  entityId,
  type EntityRow,
  type IndexedTurn,
  type MentionRow,
  transcriptId,
  type VectorRow,
} from "../packages/colloquy/src/model/index.ts";
import { evidenceId } from "../packages/colloquy/src/model/ids.ts";
import type { ChunkWithTerms, EmbeddingModel } from "../packages/colloquy/src/ports/index.ts";
import { randomNumbers } from "./throughput/workload.ts";

const CHARACTERS = 2_000;
const CHUNKS_A_FILE = 40;
/** Chunks of each meeting whose passages are embedded. */
const EMBEDDED_A_MEETING = 4;
/** Length of the random parts of a vector of length 1: one for all passages of a chunk, one for each passage. */
const NOISE = { chunk: 0.5, passage: 0.5 } as const;
const NOISES = 4_096;
/** The average number of mentions in a chunk. */
const MENTIONS = 2;
const { signal } = new AbortController();

/** The words and the vectors of a meeting, of which any number of chunks is made. */
export interface Meeting {
  readonly name: string;
  readonly turns: readonly { readonly speaker: string | null; readonly text: string }[];
  /** The vectors of the passages of some chunks. */
  readonly embedded: readonly (readonly Float32Array[])[];
}

export async function embedMeetings(rows: readonly VectorRow[], model: EmbeddingModel): Promise<readonly Meeting[]> {
  const meetings: Meeting[] = [];
  for (const [name, own] of Map.groupBy(rows, ({ file }) => file)) {
    const step = Math.max(1, Math.floor(own.length / EMBEDDED_A_MEETING));
    const chosen = own.filter((_, index) => index % step === 0).slice(0, EMBEDDED_A_MEETING);
    const embedded: (readonly Float32Array[])[] = [];
    for (const row of chosen) embedded.push(await embedPassages(turnsOf(row), model));
    meetings.push({ name, turns: own.flatMap(turnsOf).filter(({ text }) => text.length < CHARACTERS / 2), embedded });
  }
  return meetings;
}

async function embedPassages(turns: Meeting["turns"], model: EmbeddingModel): Promise<readonly Float32Array[]> {
  const texts = cutPassages(turns).map(({ text }) => text);
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += model.batchSize)
    vectors.push(...(await model.embed(texts.slice(start, start + model.batchSize), { signal })).vectors);
  return vectors;
}

function turnsOf({ text, startOffset: from, turns }: VectorRow): Meeting["turns"] {
  return turns.map(({ speaker, startOffset, endOffset }) => ({
    speaker,
    text: text.slice(startOffset - from, endOffset - from),
  }));
}

/**
 * Chunks of 2,000 characters, 40 to a file. Each has turns of one meeting in random order, so that words are as frequent as in
 * the meetings. The vectors of 100,000 chunks would take hours; so the vector of a passage is that of a passage of the meeting
 * with random parts, and its length is 1. Passages of a chunk have vectors of one embedded chunk.
 */
export function* searchSet(
  meetings: readonly Meeting[],
  { chunks, profile }: { readonly chunks: number; readonly profile: string },
): Generator<ChunkWithTerms> {
  const random = randomNumbers(1);
  const dimensions = meetings[0]?.embedded[0]?.[0]?.length ?? 0;
  const noises = Array.from({ length: NOISES }, () => randomDirection(dimensions, random));
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  for (let index = 0; index < chunks; index += 1) {
    const place = Math.floor(index / CHUNKS_A_FILE);
    const { name, turns, embedded } = meetings[place % meetings.length] as Meeting;
    const file = `${name.replace(/\.txt$/, "")}-${Math.floor(place / meetings.length)}.txt`;
    const spoken: Meeting["turns"][number][] = [];
    for (let length = 0; length < CHARACTERS;) {
      const turn = pick(turns);
      spoken.push(turn);
      length += turn.text.length;
    }
    const [base, ofChunk] = [pick(embedded), pick(noises)];
    const vectors = cutPassages(spoken).map((_, at) =>
      shifted(base[at % base.length] as Float32Array, ofChunk, pick(noises)),
    );
    const row = toRow(spoken, { file, ordinal: index % CHUNKS_A_FILE, profile, vectors });
    yield { row, terms: analyse(row.text) };
  }
}

function randomDirection(dimensions: number, random: () => number): Float32Array {
  const values = Float32Array.from({ length: dimensions }, () => random() + random() + random() + random() - 2);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function shifted(vector: Float32Array, ofChunk: Float32Array, ofPassage: Float32Array): Float32Array {
  return meanVector([
    vector.map(
      (value, at) => value + NOISE.chunk * (ofChunk[at] as number) + NOISE.passage * (ofPassage[at] as number),
    ),
  ]);
}

function toRow(
  spoken: Meeting["turns"],
  {
    file,
    ordinal,
    profile,
    vectors,
  }: {
    readonly file: string;
    readonly ordinal: number;
    readonly profile: string;
    readonly vectors: readonly Float32Array[];
  },
): VectorRow {
  const transcript = transcriptId("bench", "search", file);
  const startOffset = ordinal * CHARACTERS * 2;
  let text = "";
  const turns = spoken.map(({ speaker, text: said }): IndexedTurn => {
    const label = speaker === null ? "" : `${speaker}: `;
    const start = startOffset + text.length + label.length;
    text += `${label}${said}\n`;
    return { speaker, startMs: null, endMs: null, startOffset: start, endOffset: start + said.length };
  });
  const endOffset = startOffset + text.length;
  return {
    kind: "vector",
    id: chunkId(transcript, startOffset, endOffset, text),
    transcript,
    file,
    ordinal,
    speakers: [...new Set(spoken.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])))].sort(),
    startMs: null,
    endMs: null,
    startOffset,
    endOffset,
    text,
    turns,
    profile,
    vector: meanVector(vectors),
    passages: encodePassages(vectors),
  };
}

/** Words of a chunk as mentions of entities. */
export function mentionsIn({ row }: ChunkWithTerms, random: () => number): readonly MentionRow[] {
  const words = [...row.text.matchAll(/[a-z]{5,}/g)].filter(([word]) => analyse(word).length > 0);
  return Array.from({ length: MENTIONS }, () => words[Math.floor(random() * words.length)])
    .filter((found) => found !== undefined)
    .map(({ 0: text, index }): MentionRow => {
      const entity = entityId(text);
      const [startOffset, endOffset] = [row.startOffset + index, row.startOffset + index + text.length];
      return {
        kind: "mention",
        id: evidenceId(entity, row.id, startOffset, endOffset),
        entity,
        evidence: {
          file: row.file,
          chunk: row.id,
          speaker: row.speakers[0] ?? null,
          startMs: null,
          endMs: null,
          startOffset,
          endOffset,
          text,
          polarity: "stated",
        },
      };
    });
}

/** The entities of mentions, with their numbers. */
export function entitiesOf(counts: ReadonlyMap<string, number>): readonly EntityRow[] {
  return [...counts].map(([name, mentions]) => ({
    kind: "entity",
    id: entityId(name),
    name,
    type: "Concept",
    aliases: [],
    mentions,
    transcripts: 1,
  }));
}
