import { boundaryHash } from "./boundary-hash.ts";
import { tokenWeight } from "./estimate-tokens.ts";
import type { Limits } from "./limits.ts";

/** Ranks of cut positions, the best first. */
const SENTENCE_END = 0;
const SPACE = 1;
const ANYWHERE = 2;

const CLOSERS = `"'”’»)]}』」）】`;
const TERMINATORS = ".!?…。！？｡؟।";
const FULL_WIDTH_TERMINATORS = "。！？｡";

/**
 * Cuts a turn that is too long for a chunk. Returns the offset in (`from`, `to`) at which the chunk that began at
 * `chunkStart` ends: at the end of a sentence, else after a space, else between any two characters. Of equal offsets,
 * the offset with the smallest hash of the surrounding words. Null if no character of the turn fits.
 */
export function cutTurn(text: string, chunkStart: number, from: number, to: number, limits: Limits): number | null {
  if (from - chunkStart >= limits.maximumCharacters) return null;
  const last = furthestOffset(text, chunkStart, from, Math.min(to - 1, chunkStart + limits.maximumCharacters), limits);
  if (last <= from) return null;
  const first = Math.min(earliestOffset(text, chunkStart, from, last, limits), last);
  let best = last;
  let bestRank = Infinity;
  let bestHash = Infinity;
  for (let offset = first; offset <= last; offset++) {
    const rank = rankOf(text, offset, from);
    if (rank === null || rank > bestRank) continue;
    const hash = boundaryHash(text, [from, offset], [offset, to]);
    if (rank < bestRank || hash < bestHash) {
      best = offset;
      bestRank = rank;
      bestHash = hash;
    }
  }
  return best;
}

/** The last offset up to which the chunk stays within its weight, not inside a surrogate pair. */
function furthestOffset(text: string, chunkStart: number, from: number, to: number, limits: Limits): number {
  let weight = tokenWeight(text, chunkStart, from);
  let offset = from;
  while (offset < to) {
    weight += tokenWeight(text, offset, offset + 1);
    if (weight > limits.maximumWeight) break;
    offset++;
  }
  return isInsidePair(text, offset) ? offset - 1 : offset;
}

/** The first offset in (`from`, `to`] at which the chunk has its minimum weight. */
function earliestOffset(text: string, chunkStart: number, from: number, to: number, limits: Limits): number {
  let weight = tokenWeight(text, chunkStart, from);
  let offset = from;
  while (offset < to && weight < limits.minimumWeight) weight += tokenWeight(text, offset, ++offset);
  return Math.max(offset, from + 1);
}

function rankOf(text: string, offset: number, from: number): number | null {
  if (isInsidePair(text, offset)) return null;
  const previous = text.charCodeAt(offset - 1);
  if (!isSpace(previous)) return FULL_WIDTH_TERMINATORS.includes(text.charAt(offset - 1)) ? SENTENCE_END : ANYWHERE;
  if (isSpace(text.charCodeAt(offset))) return ANYWHERE;
  let index = offset - 1;
  while (index > from && isSpace(text.charCodeAt(index))) {
    if (text.charAt(index) === "\n") return SENTENCE_END;
    index--;
  }
  while (index > from && CLOSERS.includes(text.charAt(index))) index--;
  return TERMINATORS.includes(text.charAt(index)) ? SENTENCE_END : SPACE;
}

function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 0x09 && code <= 0x0d) ||
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0x2028 ||
    code === 0x2029
  );
}

function isInsidePair(text: string, offset: number): boolean {
  return isBetween(text.charCodeAt(offset - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(offset), 0xdc00, 0xdfff);
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}
