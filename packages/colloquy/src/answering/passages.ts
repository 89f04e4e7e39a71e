import type { Evidence, IndexedTurn } from "../model/index.ts";
import type { IndexedChunk, ReadOptions, VectorStore } from "../ports/index.ts";
import { matchedRarity, type Rarity, type SearchHit } from "../retrieval/index.ts";

/** The turns around the best words of a hit, in the order of speech. */
export type Passage = readonly Evidence[];

/** The least characters of a passage when all passages share a budget, and the most. */
const PASSAGE = { least: 600, most: 1_800 } as const;

interface Turn {
  readonly chunk: IndexedChunk;
  readonly turn: IndexedTurn;
  readonly text: string;
}

/**
 * Cuts a passage of whole turns out of each hit: its best turn, and turns before and after it, also of the neighbouring
 * chunks, as far as there is room. Each turn is in one passage only. It takes one store call.
 * @param options.characters of all passages together. Passages of later hits are left out.
 */
export async function passagesAround(
  store: Pick<VectorStore, "neighbours">,
  hits: readonly SearchHit[],
  rarity: Rarity,
  { characters, ...options }: ReadOptions & { readonly characters: number },
): Promise<readonly Passage[]> {
  if (hits.length === 0) return [];
  const ids = hits.map(({ chunk }) => chunk);
  const surroundings = await store.neighbours(ids, { ...options, before: 1, after: 1 });
  const room = Math.min(PASSAGE.most, Math.max(PASSAGE.least, characters / hits.length));
  const used = new Set<string>();
  const passages: Passage[] = [];
  let left = characters;
  for (const [index, hit] of hits.entries()) {
    const turns = (surroundings[index] ?? []).flatMap(turnsOf);
    const passage = windowAround(turns, bestTurn(turns, hit, rarity), room).filter((turn) => !used.has(keyOf(turn)));
    const length = passage.reduce((sum, { text }) => sum + text.length, 0);
    if (length > left && passages.length > 0) break;
    if (passage.length === 0) continue;
    left -= length;
    for (const turn of passage) used.add(keyOf(turn));
    passages.push(passage.map(asEvidence));
  }
  return passages;
}

function turnsOf(chunk: IndexedChunk): readonly Turn[] {
  return chunk.turns.flatMap((turn) => {
    const text = chunk.text.slice(turn.startOffset - chunk.startOffset, turn.endOffset - chunk.startOffset);
    return isSpoken(text) ? [{ chunk, turn, text }] : [];
  });
}

/** Sounds of a listener, and notes of a transcriber: `{laughs}`, `[inaudible]`. */
const NOTE = /\{[^{}]*\}|\[[^[\]]*\]/g;
const SOUND = /^(?:m+|h+m+|m+h+m+|u+[hm]+|uhhuh|a+h+|o+h+|e+r*|h+u*h*)$/i;

/** Whether a turn has words. "Yes." has one: it may answer a question. */
function isSpoken(text: string): boolean {
  const spoken = text.replace(NOTE, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return spoken.some((word) => !SOUND.test(word));
}

/** The turn of the hit with the rarest words of the query; without one, the turn that the hit names. */
function bestTurn(turns: readonly Turn[], hit: SearchHit, rarity: Rarity): number {
  let best = turns.findIndex(({ chunk, turn }) => chunk.id === hit.chunk && isOfHit(turn, hit));
  let bestScore = 0;
  for (const [index, { chunk, turn, text }] of turns.entries()) {
    if (chunk.id !== hit.chunk) continue;
    // Among turns with equal words, the hit's own speaker: a search may be restricted to a speaker.
    const score = matchedRarity(text, rarity) * (turn.speaker === hit.speaker ? 1.2 : 1);
    if (score > bestScore) [best, bestScore] = [index, score];
  }
  return Math.max(0, best);
}

function isOfHit({ speaker, startMs }: IndexedTurn, hit: SearchHit): boolean {
  return speaker === hit.speaker && (startMs === null || startMs === hit.startMs);
}

/** Grows after and before the best turn in alternation, by whole turns, until neither fits. */
function windowAround(turns: readonly Turn[], best: number, room: number): readonly Turn[] {
  let [start, end] = [best, best + 1];
  let left = room - (turns[best]?.text.length ?? 0);
  const fits = (index: number): boolean => (turns[index]?.text.length ?? Number.POSITIVE_INFINITY) <= left;
  for (let canGrow = true; canGrow;) {
    canGrow = false;
    if (fits(end)) {
      left -= turns[end]?.text.length ?? 0;
      end += 1;
      canGrow = true;
    }
    if (fits(start - 1)) {
      left -= turns[start - 1]?.text.length ?? 0;
      start -= 1;
      canGrow = true;
    }
  }
  return turns.slice(start, end);
}

function keyOf({ chunk, turn }: Turn): string {
  return `${chunk.transcript} ${turn.startOffset}`;
}

function asEvidence({ chunk, turn, text }: Turn): Evidence {
  return { file: chunk.file, chunk: chunk.id, ...turn, text, polarity: "stated" };
}
