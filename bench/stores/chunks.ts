import { analyse } from "../../packages/colloquy/src/analysis/index.ts";
import { chunkId, type IndexedTurn, transcriptId, type VectorRow } from "../../packages/colloquy/src/model/index.ts";
import { randomNumbers } from "../throughput/workload.ts";

/** A chunk as a run passes it to a vector store. */
export interface Chunk {
  readonly row: VectorRow;
  readonly terms: readonly string[];
}

const CHARACTERS = 2000;
const CHUNKS_A_TRANSCRIPT = 100;
const TURNS = 5;
const TURN_MS = 20_000;
const VOCABULARY = 20_000;
/** Few words are frequent and most are rare, as in speech. */
const RARITY_EXPONENT = 3;
const FILLERS = ["the", "of", "and", "that", "it", "to"];
const SPEAKERS = ["Ada Abbot", "Zoe Quist", "Omar Reyes", "Lena Vogt"];
const SYLLABLES = [
  "ba",
  "de",
  "fi",
  "go",
  "lu",
  "ma",
  "ne",
  "pi",
  "ro",
  "su",
  "ta",
  "ve",
  "wi",
  "ko",
  "za",
  "che",
  "ri",
];

/** Texts of about 2,000 characters with their terms, and vectors of length 1. */
export function chunks(seed: number, { points, dimensions }: { readonly points: number; readonly dimensions: number }) {
  const random = randomNumbers(seed);
  return Array.from({ length: points }, (_, index): Chunk => {
    const text = textOf(random);
    return { row: rowAt(index, text, unitVector(random, dimensions)), terms: analyse(text) };
  });
}

function textOf(random: () => number): string {
  let text = "";
  while (text.length < CHARACTERS) {
    const filler = FILLERS[Math.floor(random() * FILLERS.length)] ?? "";
    text += `${wordAt(Math.floor(VOCABULARY * random() ** RARITY_EXPONENT))} ${filler} `;
  }
  return text.trimEnd();
}

function wordAt(rank: number): string {
  let word = "";
  for (let left = rank + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length] ?? "";
  return word;
}

function unitVector(random: () => number, dimensions: number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function rowAt(index: number, text: string, vector: Float32Array): VectorRow {
  const place = Math.floor(index / CHUNKS_A_TRANSCRIPT);
  const ordinal = index % CHUNKS_A_TRANSCRIPT;
  const file = `talks/talk-${place}.txt`;
  const transcript = transcriptId("bench", "talks", file);
  const [startOffset, endOffset] = [ordinal * CHARACTERS, ordinal * CHARACTERS + text.length];
  const startMs = ordinal * TURNS * TURN_MS;
  const turns = Array.from({ length: TURNS }, (_, turn): IndexedTurn => ({
    speaker: SPEAKERS[(place + turn) % SPEAKERS.length] ?? null,
    startMs: startMs + turn * TURN_MS,
    endMs: startMs + (turn + 1) * TURN_MS,
    startOffset: startOffset + Math.floor((text.length * turn) / TURNS),
    endOffset: startOffset + Math.floor((text.length * (turn + 1)) / TURNS),
  }));
  return {
    kind: "vector",
    id: chunkId(transcript, startOffset, endOffset, text),
    transcript,
    file,
    ordinal,
    speakers: [...SPEAKERS].sort(),
    startMs,
    endMs: startMs + TURNS * TURN_MS,
    startOffset,
    endOffset,
    text,
    turns,
    profile: "bench",
    vector,
  };
}
