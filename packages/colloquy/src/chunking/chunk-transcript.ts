import type { Chunk, ChunkTurn, Transcript, Turn } from "../model/index.ts";
import { boundaryHash } from "./boundary-hash.ts";
import { cutTurn } from "./cut-turn.ts";
import { estimateTokens, tokenWeight } from "./estimate-tokens.ts";
import { type ChunkingOptions, fits, type Limits, resolveLimits } from "./limits.ts";
import { TurnTimes } from "./turn-times.ts";

/** Changes when the same transcript would be cut differently. */
export const CHUNKER_VERSION = "content-defined@1";

/** A position in the words of a transcript: the start of a turn, or a cut in a turn that is too long for a chunk. */
interface TextPosition {
  readonly turn: number;
  readonly offset: number;
}

/** Labels longer than this share of a chunk (for example a comment block) are left out of it. */
const LABEL_SHARE = 1 / 4;

/**
 * Groups turns into chunks of about 500 tokens (2,000 ASCII characters). A chunk is never longer than its maximum, and
 * cuts a turn only if the turn alone is longer. Of the turn boundaries between minimum and maximum, it ends at the
 * boundary with the smallest hash of the surrounding words. An insertion then changes a few chunks, not all following
 * chunks (content-defined chunking: Muthitacharoen, Chen and Mazières, A Low-bandwidth Network File System, 2001).
 * Every character of every turn is in exactly one chunk. A part of a turn without a time gets an approximate time from
 * `TurnTimes`, marked as approximate. Linear in the length of the text.
 * @throws ColloquyError `configuration` for impossible limits.
 */
export function chunkTranscript(transcript: Transcript, options: ChunkingOptions = {}): readonly Chunk[] {
  const limits = resolveLimits(options);
  const times = new TurnTimes(transcript);
  const chunks: Chunk[] = [];
  const first = transcript.turns[0];
  let start: TextPosition | null = first === undefined ? null : { turn: 0, offset: first.startOffset };
  while (start !== null) {
    const end = endOfChunk(transcript, start, limits);
    chunks.push(makeChunk({ transcript, times, limits }, chunks.length, start, end));
    start = placeAfter(transcript, end);
  }
  return chunks;
}

/** The position in the last turn of the chunk at which the chunk ends. */
function endOfChunk({ text, turns }: Transcript, start: TextPosition, limits: Limits): TextPosition {
  const chunkStart = unitStart(text, turnAt(turns, start.turn), start.offset, limits);
  let weight = 0;
  let measured = chunkStart;
  let best: TextPosition | null = null;
  let bestHash = Infinity;
  let last: TextPosition | null = null;
  for (let index = start.turn; index < turns.length; index++) {
    const turn = turnAt(turns, index);
    const withinReach = turn.endOffset - chunkStart <= limits.maximumCharacters;
    if (withinReach) weight += tokenWeight(text, measured, turn.endOffset);
    if (!withinReach || weight > limits.maximumWeight) {
      return best ?? cutWithin(text, turn, index, start, chunkStart, limits) ?? lastOf(last);
    }
    measured = turn.endOffset;
    last = { turn: index, offset: turn.endOffset };
    const next = turns[index + 1];
    if (next === undefined) return last;
    if (weight < limits.minimumWeight) continue;
    const hash = boundaryHash(text, [turn.startOffset, turn.endOffset], [next.startOffset, next.endOffset]);
    if (best === null || hash < bestHash) {
      best = last;
      bestHash = hash;
    }
  }
  return lastOf(last);
}

/** A cut inside a turn that is too long for a chunk; null if the turn fits in the next chunk. */
function cutWithin(
  text: string,
  turn: Turn,
  index: number,
  start: TextPosition,
  chunkStart: number,
  limits: Limits,
): TextPosition | null {
  const from = index === start.turn ? start.offset : turn.startOffset;
  if (index !== start.turn && fits(text, unitStart(text, turn, turn.startOffset, limits), turn.endOffset, limits))
    return null;
  const offset = cutTurn(text, chunkStart, from, turn.endOffset, limits);
  return offset === null ? null : { turn: index, offset };
}

/** The first offset of a chunk that begins in a turn. At the start of the turn, the chunk includes the label. */
function unitStart(text: string, turn: Turn, offset: number, limits: Limits): number {
  if (offset > turn.startOffset) return offset;
  const { maximumWeight, maximumCharacters, minimumWeight } = limits;
  const share = {
    minimumWeight,
    maximumWeight: maximumWeight * LABEL_SHARE,
    maximumCharacters: maximumCharacters * LABEL_SHARE,
  };
  return fits(text, turn.unitOffset, turn.startOffset, share) ? turn.unitOffset : turn.startOffset;
}

function placeAfter({ turns }: Transcript, end: TextPosition): TextPosition | null {
  if (end.offset < turnAt(turns, end.turn).endOffset) return end;
  const next = turns[end.turn + 1];
  return next === undefined ? null : { turn: end.turn + 1, offset: next.startOffset };
}

interface Chunking {
  readonly transcript: Transcript;
  readonly times: TurnTimes;
  readonly limits: Limits;
}

function makeChunk(chunking: Chunking, ordinal: number, start: TextPosition, end: TextPosition): Chunk {
  const { text, turns } = chunking.transcript;
  const parts: ChunkTurn[] = [];
  for (let index = start.turn; index <= end.turn; index++) {
    const turn = turnAt(turns, index);
    const startOffset = index === start.turn ? start.offset : turn.startOffset;
    parts.push(makePart(chunking, turn, startOffset, index === end.turn ? end.offset : turn.endOffset));
  }
  const startOffset = parts[0]?.unitOffset ?? start.offset;
  const slice = text.slice(startOffset, end.offset);
  return { ordinal, startOffset, endOffset: end.offset, text: slice, turns: parts, tokens: estimateTokens(slice) };
}

function makePart(
  { transcript, times, limits }: Chunking,
  turn: Turn,
  startOffset: number,
  endOffset: number,
): ChunkTurn {
  const { index, speaker } = turn;
  const ownMs = startOffset === turn.startOffset ? turn.startMs : null;
  const startMs = ownMs ?? times.at(index, startOffset);
  const isApproximate = ownMs === null && startMs !== null;
  const endMs = isApproximate ? times.at(index, endOffset) : turn.endMs;
  const marks = times.marks(index, startOffset, endOffset);
  return {
    index,
    speaker,
    startMs,
    // If the clock was restarted, the next turn's time is not the end of this one.
    endMs: isApproximate && (endMs ?? 0) < startMs ? null : endMs,
    unitOffset: unitStart(transcript.text, turn, startOffset, limits),
    startOffset,
    endOffset,
    ...(isApproximate ? { approximate: true } : {}),
    ...(marks.length === 0 ? {} : { marks }),
  };
}

function turnAt(turns: readonly Turn[], index: number): Turn {
  const turn = turns[index];
  if (turn === undefined) throw new RangeError(`There is no turn ${index}.`);
  return turn;
}

function lastOf(place: TextPosition | null): TextPosition {
  if (place === null) throw new RangeError("A chunk cannot hold one character.");
  return place;
}
