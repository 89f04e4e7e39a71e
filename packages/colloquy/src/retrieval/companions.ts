import type { GraphReader, ReadOptions } from "../ports/index.ts";

/** Somebody who speaks in the same chunks as a person. */
export interface Companion {
  /** The label of the other speaker. */
  readonly speaker: string;
  /** The number of chunks in which both speak. */
  readonly chunks: number;
  /** The files of these chunks. */
  readonly transcripts: readonly string[];
}

/** A frequent speaker has thousands of mentions. */
const MENTIONS_READ = 1_000;

/**
 * Those who speak in the same chunks as a person, the most frequent first, of the first 1,000 mentions of the person. It
 * takes one store call.
 */
export async function findCompanions(
  graph: GraphReader,
  person: string,
  options: ReadOptions,
): Promise<readonly Companion[]> {
  const spoken = new Map<string, { readonly file: string; readonly others: readonly string[] }>();
  for (const { mention, chunk } of await graph.mentionsInContext(person, { ...options, limit: MENTIONS_READ })) {
    const { speaker, text, file } = mention.evidence;
    // The label of a turn is a mention of its speaker.
    if (chunk === null || speaker === null || text !== speaker) continue;
    spoken.set(chunk.id, { file, others: chunk.speakers.filter((label) => label !== speaker) });
  }
  const chunks = [...spoken.values()].flatMap(({ file, others }) => others.map((speaker) => ({ speaker, file })));
  return [...Map.groupBy(chunks, ({ speaker }) => speaker)]
    .map(([speaker, shared]) => ({
      speaker,
      chunks: shared.length,
      transcripts: [...new Set(shared.map(({ file }) => file))].sort(),
    }))
    .sort((one, other) => other.chunks - one.chunks || (one.speaker < other.speaker ? -1 : 1));
}
