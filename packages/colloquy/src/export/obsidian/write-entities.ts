import type { ChunkRow, EntityRow } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import { describeEntity, sentenceAround } from "../../retrieval/index.ts";
import { mentionsByTranscript, type TranscriptMentions } from "../mentions-by-transcript.ts";
import type { SummaryRow } from "../rows.ts";
import { entityNote, type MentionedIn } from "./entity-note.ts";
import type { VaultPlan } from "./plan-vault.ts";

/** The transcripts of an entity whose first mention is shown with its sentence. */
const SENTENCES = 6;

/** The note of an entity, and how many contradictions it shows. */
export interface WrittenEntity {
  readonly entity: EntityRow;
  readonly contradictions: number;
  readonly text: string;
}

/** Reads several entities together, and writes their notes. Entities that were removed meanwhile are left out. */
export async function writeEntities(
  graph: GraphReader,
  { links, byFile }: VaultPlan,
  {
    entities,
    summaries,
  }: { readonly entities: readonly EntityRow[]; readonly summaries: ReadonlyMap<string, SummaryRow> },
): Promise<readonly WrittenEntity[]> {
  const mentions = await mentionsByTranscript(
    graph,
    byFile,
    entities.map(({ id }) => id),
  );
  const chunks = await firstChunks(graph, [...mentions.values()]);
  const details = await Promise.all(entities.map(({ id }) => describeEntity(graph, id, {})));
  return entities.flatMap((entity, index) => {
    const detail = details[index] ?? null;
    // Removed since the list was read.
    if (detail === null) return [];
    const where = whereOf(mentions.get(entity.id) ?? new Map(), chunks);
    const text = entityNote({ entity, detail, where, summary: summaries.get(entity.id) }, links);
    return [{ entity, contradictions: detail.contradictions.length, text }];
  });
}

/** The chunks of the first mentions in the first transcripts, by id. */
async function firstChunks(
  graph: GraphReader,
  mentions: readonly ReadonlyMap<string, TranscriptMentions>[],
): Promise<ReadonlyMap<string, ChunkRow>> {
  const ids = mentions.flatMap((counted) =>
    [...counted.values()].slice(0, SENTENCES).map(({ first }) => first.evidence.chunk),
  );
  return new Map((await graph.chunks([...new Set(ids)])).map((chunk) => [chunk.id, chunk]));
}

function whereOf(
  mentions: ReadonlyMap<string, TranscriptMentions>,
  chunks: ReadonlyMap<string, ChunkRow>,
): readonly MentionedIn[] {
  return [...mentions].map(
    (
      [
        transcript,
        {
          count,
          first: { evidence },
        },
      ],
      index,
    ) => {
      const chunk = index < SENTENCES ? chunks.get(evidence.chunk) : undefined;
      return {
        transcript,
        count,
        first: evidence,
        sentence: chunk === undefined ? null : sentenceAround(evidence, chunk),
      };
    },
  );
}
