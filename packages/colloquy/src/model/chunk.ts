import type { TimeMark } from "./transcript.ts";

/** The part of a turn in a chunk: the whole turn, unless the turn alone is too long. */
export interface ChunkTurn {
  /** Index of the turn in its transcript. */
  readonly index: number;
  readonly speaker: string | null;
  /** When the words of the part begin; null if the file has no times. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Start of the unit (its label or time stamp); equals `startOffset` for a continued turn. */
  readonly unitOffset: number;
  /** Canonical offsets of the words, clipped to the chunk; end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** The times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  /** Times within the words; absent if there are none. */
  readonly marks?: readonly TimeMark[];
}

/** A chunk of a transcript. Chunks are extracted, embedded and searched. */
export interface Chunk {
  /** Counts from 0 within the transcript. */
  readonly ordinal: number;
  /** Canonical offsets; `text` is exactly the canonical text between them. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly turns: readonly ChunkTurn[];
  /** Estimated tokens of `text`. */
  readonly tokens: number;
}

/** The turns of a chunk, or of a part of one, each with its text. Offsets are of the whole transcript. */
export function turnsWithText<Part extends Pick<ChunkTurn, "startOffset" | "endOffset">>({
  text,
  startOffset: from,
  turns,
}: {
  readonly text: string;
  readonly startOffset: number;
  readonly turns: readonly Part[];
}): readonly (Part & { readonly text: string })[] {
  return turns.map((turn) => ({ ...turn, text: text.slice(turn.startOffset - from, turn.endOffset - from) }));
}

/** The part of a turn that a prompt contains. */
export interface TurnView {
  readonly speaker: string | null;
  readonly text: string;
}

/** The parts of a chunk that a prompt contains: speaker labels and text, never path, offset or time. */
export function viewChunk(chunk: Pick<Chunk, "text" | "startOffset" | "turns">): TurnView[] {
  return turnsWithText(chunk).map(({ speaker, text }) => ({ speaker, text }));
}

/** How many turns before a chunk a prompt shows, and how many UTF-16 code units of each, counted from its end. */
const CONTEXT = { turns: 2, characters: 240 } as const;

/** The end of a turn before a chunk. Prompts show it so that words such as "it" can be understood; it is no evidence. */
export interface ContextTurn {
  /** Ordinal of the chunk that has the turn. */
  readonly chunk: number;
  /** The turn, with the offset at which its shown words begin. */
  readonly turn: ChunkTurn;
  readonly text: string;
}

/**
 * The context of the chunk at an index, in the order of speech: the ends of the last turns before it. It depends on the two
 * chunks before the chunk and on nothing else.
 * @param chunks of one transcript, in their order
 */
export function contextOf(
  chunks: readonly Pick<Chunk, "ordinal" | "text" | "startOffset" | "turns">[],
  index: number,
): ContextTurn[] {
  return chunks
    .slice(Math.max(0, index - CONTEXT.turns), index)
    .flatMap(({ ordinal, text, startOffset, turns }) =>
      turns.map((turn) => endOfTurn(ordinal, turn, text, startOffset)),
    )
    .slice(-CONTEXT.turns);
}

function endOfTurn(chunk: number, turn: ChunkTurn, text: string, offset: number): ContextTurn {
  const words = text.slice(turn.startOffset - offset, turn.endOffset - offset);
  const tail = words.slice(-CONTEXT.characters);
  // The shown words begin at a word. Text without spaces begins at a character.
  const cut = tail === words ? 0 : (/^\S*\s+(?=\S)|^[\udc00-\udfff]/.exec(tail)?.[0].length ?? 0);
  const shown = tail.slice(cut);
  return { chunk, turn: { ...turn, startOffset: turn.endOffset - shown.length }, text: shown };
}

/** The parts of a context that a prompt contains. */
export function viewContext(context: readonly ContextTurn[]): TurnView[] {
  return context.map(({ turn: { speaker }, text }) => ({ speaker, text }));
}

/** A view as `Speaker: text` lines, as embeddings and prompts use it. */
export function renderView(view: readonly TurnView[]): string {
  return view.map((turn) => (turn.speaker === null ? turn.text : `${turn.speaker}: ${turn.text}`)).join("\n");
}
