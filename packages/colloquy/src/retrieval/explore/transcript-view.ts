import type { ChunkOutline, GraphReader, ReadOptions } from "../../ports/index.ts";
import { type EntityReference, referenceTo } from "../claim.ts";
import { speakersOfLabels, type SpeakerReference } from "../speakers-of-labels.ts";

/** A file has at most 8,000,000 characters of text, in chunks of some hundred or more. */
const MOST_CHUNKS = 100_000;
const MOST_ENTITIES = 40;

/** A speaker of a transcript, with the label of the turns. */
export interface LabelledSpeaker extends SpeakerReference {
  readonly label: string;
}

/** What the graph knows about a transcript as a whole. */
export interface TranscriptView {
  /** In the order of their first words. */
  readonly speakers: readonly LabelledSpeaker[];
  /** In their order; without the texts. */
  readonly chunks: readonly ChunkOutline[];
  /** The entities that it mentions most, at most 40. */
  readonly entities: readonly (EntityReference & { readonly mentions: number })[];
}

/** Describes a transcript, by its id and its file. It takes at most four calls of the store. */
export async function viewTranscript(
  graph: GraphReader,
  { id, file }: { readonly id: string; readonly file: string },
  options: ReadOptions,
): Promise<TranscriptView> {
  const [chunks, topics] = await Promise.all([
    graph.outline(id, { ...options, limit: MOST_CHUNKS }),
    graph.topics(id, { ...options, limit: MOST_ENTITIES }),
  ]);
  const labels = [...new Set(chunks.flatMap(({ speakers }) => speakers))];
  const speakerOf = await speakersOfLabels(
    graph,
    labels.map((label) => ({ label, file })),
    options,
  );
  return {
    speakers: labels.map((label) => ({ label, ...speakerOf({ label, file }) })),
    chunks,
    entities: topics.map(({ entity, mentions }) => ({ ...referenceTo(entity), mentions })),
  };
}
