import { z } from "zod";
import { printable } from "../../model/index.ts";
import { counted, formatClock } from "../../text/index.ts";
import { cursorField, entityField, limitField, nextField, resourceUri } from "../fields.ts";
import { joined } from "../citation.ts";
import { boundedListing } from "../pages.ts";
import { continuation } from "../text.ts";
import { defineTool } from "../tool.ts";

const PAGE = { limit: limitField, cursor: cursorField };

const listedEntitySchema = entityField.extend({
  mentions: z.number(),
  transcripts: z.number().describe("transcripts that mention it"),
  uri: z.string().describe("address of the entity as a resource"),
});

export const listEntitiesTool = defineTool({
  name: "list_entities",
  title: "List entities",
  description:
    "Lists the people, ideas and other things that the transcripts are about, the most mentioned first, of one type or of all. Use it for an overview of the topics, or to find the exact name for get_entity.",
  input: z.strictObject({ type: z.string().optional().describe("such as Person, Concept or Organization"), ...PAGE }),
  example: { type: "Concept", limit: 20 },
  output: z.object({
    note: z.string().nullable().describe("the known types, if none has the requested one"),
    next: nextField,
    entities: z.array(listedEntitySchema),
  }),
  run: async ({ workspace, name: of, signal }, { type, ...page }) => {
    const filter = type === undefined ? {} : { type };
    const { items, next } = await boundedListing(
      (part) => workspace.listEntities({ ...filter, ...part, signal }),
      page,
      ({ id, name, type: kind, mentions, transcripts }) => ({
        id,
        name,
        type: kind,
        mentions,
        transcripts,
        uri: resourceUri(of, "entity", id),
      }),
      () => ({ text: entityLine }),
    );
    const isNone = items.length === 0 && page.cursor === undefined;
    const types = isNone ? Object.keys((await workspace.status()).graph.byType.entities).toSorted() : [];
    const note = isNone ? `No entities${type === undefined ? "" : ` of this type`}; types: ${types.join(", ")}.` : null;
    return {
      structured: { note, next, entities: items },
      text: note === null ? `${items.map(entityLine).join("\n")}${continuation(next)}` : printable(note),
    };
  },
});

function entityLine({ name, type, mentions, transcripts }: z.output<typeof listedEntitySchema>): string {
  return `${printable(name)} (${printable(type)}): ${counted(mentions, "mention")} in ${counted(transcripts, "transcript")}`;
}

const listedTranscriptSchema = z.object({
  id: z.string(),
  file: z.string(),
  format: z.string(),
  turns: z.number(),
  characters: z.number().describe("length of the text; offsets are below it"),
  durationMs: z.number().nullable().describe("null: the transcript has no times"),
  uri: z.string().describe("address of the transcript as a resource"),
});

export const listTranscriptsTool = defineTool({
  name: "list_transcripts",
  title: "List transcripts",
  description:
    "Lists the transcripts, ordered by file, with their length. Use it to find a file for read_transcript, or for the `files` of a search.",
  input: z.strictObject(PAGE),
  example: { limit: 50 },
  output: z.object({ next: nextField, transcripts: z.array(listedTranscriptSchema) }),
  run: async ({ workspace, name, signal }, page) => {
    const { items, next } = await boundedListing(
      (part) => workspace.listTranscripts({ ...part, signal }),
      page,
      ({ id, file, format, turns, characters, durationMs }) => ({
        id,
        file,
        format,
        turns,
        characters,
        durationMs,
        uri: resourceUri(name, "transcript", id),
      }),
      () => ({ text: transcriptLine }),
    );
    const lines = items.length === 0 ? ["No transcripts."] : items.map(transcriptLine);
    return { structured: { next, transcripts: items }, text: `${lines.join("\n")}${continuation(next)}` };
  },
});

function transcriptLine({ file, turns, characters, durationMs }: z.output<typeof listedTranscriptSchema>): string {
  return joined([file, counted(turns, "turn"), counted(characters, "character"), formatClock(durationMs)]);
}

const listedSpeakerSchema = z.object({
  id: z.string(),
  name: z.string(),
  turns: z.number(),
  talkMs: z.number().nullable().describe("talk time in milliseconds; null: the transcripts have no times"),
  transcripts: z.number().describe("transcripts in which the person speaks"),
});

export const speakersTool = defineTool({
  name: "speakers",
  title: "List speakers",
  description:
    "Lists the people who speak in the transcripts, those with most turns first, with their talk time. Use it to find the exact name of a speaker for search, get_entity or ask_context.",
  input: z.strictObject(PAGE),
  example: { limit: 20 },
  output: z.object({ next: nextField, speakers: z.array(listedSpeakerSchema) }),
  run: async ({ workspace, signal }, page) => {
    const { items, next } = await boundedListing(
      (part) => workspace.listSpeakers({ ...part, signal }),
      page,
      ({ id, name, turns, talkMs, transcripts }) => ({ id, name, turns, talkMs, transcripts }),
      () => ({ text: speakerLine }),
    );
    const lines = items.length === 0 ? ["No speakers."] : items.map(speakerLine);
    return { structured: { next, speakers: items }, text: `${lines.join("\n")}${continuation(next)}` };
  },
});

/** With the id, because two people may have one name. */
function speakerLine({ id, name, turns, talkMs, transcripts }: z.output<typeof listedSpeakerSchema>): string {
  return joined([name, counted(turns, "turn"), counted(transcripts, "transcript"), formatClock(talkMs), `id ${id}`]);
}
