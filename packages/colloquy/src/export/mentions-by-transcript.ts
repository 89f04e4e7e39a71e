import type { MentionRow, TranscriptRow } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";

/** Mentions per read. */
const MENTIONS_AT_ONCE = 5_000;

/** The mentions of an entity in one transcript. */
export interface TranscriptMentions {
  readonly count: number;
  /** The first of them, in the order of the text. */
  readonly first: MentionRow;
}

/**
 * The mentions of entities by the ids of transcripts, in the order of file and offset, without found names. Every id has an
 * entry. The entities are read together.
 */
export async function mentionsByTranscript(
  graph: GraphReader,
  transcripts: TranscriptsByFile,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, TranscriptMentions>>> {
  const counts = new Map(ids.map((id) => [id, new Map<string, TranscriptMentions>()]));
  let last: MentionRow | undefined;
  do {
    const after = last === undefined ? {} : { after: positionOf(last) };
    const mentions: readonly MentionRow[] = await graph.mentions(ids, { limit: MENTIONS_AT_ONCE, ...after });
    for (const mention of mentions) {
      if (mention.found === true) continue;
      const transcript = await transcripts.of(mention.evidence);
      const counted = counts.get(mention.entity);
      if (transcript === null || counted === undefined) continue;
      const { count, first } = counted.get(transcript) ?? { count: 0, first: mention };
      counted.set(transcript, { count: count + 1, first });
    }
    last = mentions.length < MENTIONS_AT_ONCE ? undefined : mentions.at(-1);
  } while (last !== undefined);
  return counts;
}

function positionOf({ id, entity, evidence: { file, startOffset, endOffset } }: MentionRow) {
  return { of: entity, file, startOffset, endOffset, id };
}

/** Finds the transcript of evidence by its file, or by its chunk when two folders hold a file of the same name. */
export class TranscriptsByFile {
  readonly #graph: GraphReader;
  readonly #ids = new Map<string, string | null>();

  constructor(graph: GraphReader) {
    this.#graph = graph;
  }

  add(row: TranscriptRow): void {
    this.#ids.set(row.file, this.#ids.has(row.file) ? null : row.id);
  }

  async of(evidence: { readonly file: string; readonly chunk: string }): Promise<string | null> {
    const known = this.#ids.get(evidence.file);
    if (typeof known === "string") return known;
    const [chunk] = await this.#graph.chunks([evidence.chunk]);
    return chunk?.transcript ?? null;
  }
}
