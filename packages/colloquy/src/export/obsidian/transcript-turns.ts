import { type ChunkRow, type IndexedTurn, turnsWithText } from "../../model/index.ts";
import type { GraphReader, VectorStore } from "../../ports/index.ts";

/** Chunks per read. */
const PAGE = 200;

/** The words of a turn in one chunk. */
export interface TurnWords extends Pick<IndexedTurn, "speaker" | "startMs" | "approximate" | "endMs" | "startOffset"> {
  readonly text: string;
}

/** A chunk of a transcript with its turns. */
export interface ChunkTurns {
  readonly chunk: string;
  readonly turns: readonly TurnWords[];
}

/** The chunks of a transcript in their order. A chunk that is not indexed is one turn, with the labels in its text. */
export async function* transcriptTurns(
  { graph, vectors }: { readonly graph: GraphReader; readonly vectors: Pick<VectorStore, "neighbours"> },
  transcript: string,
): AsyncIterable<ChunkTurns> {
  for (let last: ChunkRow | undefined; ;) {
    const after = last === undefined ? {} : { after: last.ordinal };
    const chunks: readonly ChunkRow[] = await graph.transcriptChunks(transcript, { limit: PAGE, ...after });
    const ids = chunks.map(({ id }) => id);
    const indexed = await vectors.neighbours(ids, { before: 0, after: 0 });
    for (const [index, chunk] of chunks.entries())
      yield { chunk: chunk.id, turns: turnsOf(chunk, indexed[index]?.[0]?.turns) };
    last = chunks.at(-1);
    if (chunks.length < PAGE) return;
  }
}

function turnsOf(chunk: ChunkRow, turns: readonly IndexedTurn[] = []): readonly TurnWords[] {
  const { text, startOffset: from, startMs, approximate, endMs } = chunk;
  if (turns.length === 0) {
    return [
      { speaker: null, startMs, ...(approximate === undefined ? {} : { approximate }), endMs, startOffset: from, text },
    ];
  }
  return turnsWithText({ text, startOffset: from, turns });
}
