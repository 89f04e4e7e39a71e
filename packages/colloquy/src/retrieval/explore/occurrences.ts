import { z } from "zod";
import type { Evidence } from "../../model/index.ts";
import type { EvidencePosition, GraphReader, MentionInContext, Page, SpokenBy } from "../../ports/index.ts";
import { findEntities, requireEntity } from "../find-entities.ts";
import { requireSpeaker } from "../find-speakers.ts";
import { type Listing, type ListOptions, readListing } from "../listing.ts";
import { sentenceAround } from "../said-sentences.ts";

export interface OccurrenceOptions extends ListOptions {
  /** Only in this file. */
  readonly file?: string;
  /** Only in the words of this person: a name, an alias or an id. */
  readonly speaker?: string;
}

/** Words that mention an entity, with their sentence. */
export interface Occurrence {
  readonly evidence: Evidence;
  /** The sentence around the words; the words themselves if they are the label of a turn. */
  readonly sentence: Pick<Evidence, "text" | "startOffset" | "endOffset">;
  /** Present if no extraction names the entity there: one of its names was found afterwards. */
  readonly found?: true;
}

/**
 * The mentions of an entity, by its name, an alias or its id, in the order of file and offset.
 * @throws ColloquyError `not-found` for a name without an entity or a speaker; `invalid-input` for a limit out of range or a
 *   cursor of another list.
 */
export async function listOccurrences(
  graph: GraphReader,
  nameOrId: string,
  { file, speaker: speakerName, ...page }: OccurrenceOptions,
): Promise<Listing<Occurrence>> {
  const options = { signal: page.signal };
  const names = speakerName === undefined ? [nameOrId] : [nameOrId, speakerName];
  const [named = [], speakers = []] = await findEntities(graph, names, options);
  const entity = await requireEntity(graph, named, nameOrId, options);
  const speaker = speakerName === undefined ? null : await requireSpeaker(graph, speakerName, speakers, options);
  const saidBy: SpokenBy = speaker === null ? {} : { speaker: speaker.id };
  const found = await readListing<MentionInContext, EvidencePosition>(
    {
      name: ["occurrences", entity.id, file ?? "", speaker?.id ?? ""].join("\n"),
      position: z.object({ file: z.string(), startOffset: z.number(), endOffset: z.number(), id: z.string() }),
      positionOf: ({ mention: { id, evidence } }) => ({
        file: evidence.file,
        startOffset: evidence.startOffset,
        endOffset: evidence.endOffset,
        id,
      }),
      read: (rest) => readMentions(graph, entity.id, file, { ...rest, ...saidBy }),
    },
    page,
  );
  return { items: found.items.map(occurrenceOf), next: found.next };
}

/** Mentions are in the order of file, so those of one file follow its beginning. */
async function readMentions(
  graph: GraphReader,
  entity: string,
  file: string | undefined,
  page: Page<EvidencePosition> & SpokenBy,
): Promise<readonly MentionInContext[]> {
  if (file === undefined) return graph.mentionsInContext(entity, page);
  const after = page.after ?? { file, startOffset: -1, endOffset: -1, id: "" };
  const mentions = await graph.mentionsInContext(entity, { ...page, after });
  return mentions.filter(({ mention }) => mention.evidence.file === file);
}

function occurrenceOf({ mention, chunk }: MentionInContext): Occurrence {
  const { evidence, found } = mention;
  const { text, startOffset, endOffset } = (chunk === null ? null : sentenceAround(evidence, chunk)) ?? evidence;
  return { evidence, sentence: { text, startOffset, endOffset }, ...(found === true ? { found } : {}) };
}
