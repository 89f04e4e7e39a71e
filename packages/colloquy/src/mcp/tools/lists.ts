import { z } from "zod";
import { printable } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";
import { cursorField, entityField, limitField, nextField, resourceUri } from "../fields.ts";
import { boundedListing } from "../pages.ts";
import { continuation } from "../text.ts";
import { defineTool } from "../tool.ts";

const PAGE = { limit: limitField, cursor: cursorField };

export const listEntitiesTool = defineTool({
  name: "list_entities",
  title: "List entities",
  description:
    "Lists the people, ideas and other things that the transcripts are about, the most mentioned first, of one type or of all. Use it for an overview of the topics, or to find the exact name for get_entity.",
  input: z.object({ type: z.string().optional().describe("such as Person, Concept or Organization"), ...PAGE }),
  output: z.object({
    entities: z.array(
      entityField.extend({
        mentions: z.number(),
        transcripts: z.number().describe("transcripts that mention it"),
        uri: z.string().describe("address of the entity as a resource"),
      }),
    ),
    next: nextField,
    note: z.string().nullable().describe("the known types, if none has the requested one"),
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
    );
    const isNone = items.length === 0 && page.cursor === undefined;
    const types = isNone ? Object.keys((await workspace.status()).graph.byType.entities).toSorted() : [];
    const note = isNone ? `No entities${type === undefined ? "" : ` of this type`}; types: ${types.join(", ")}.` : null;
    const lines = items.map(
      ({ name, type: kind, mentions, transcripts }) =>
        `${printable(name)} (${printable(kind)}): ${mentions} mentions in ${transcripts} transcripts`,
    );
    return {
      structured: { entities: items, next, note },
      text: note === null ? `${lines.join("\n")}${continuation(next)}` : printable(note),
    };
  },
});

export const listTranscriptsTool = defineTool({
  name: "list_transcripts",
  title: "List transcripts",
  description:
    "Lists the transcripts, ordered by file, with their length. Use it to find a file for read_transcript, or for the `files` of a search.",
  input: z.object(PAGE),
  output: z.object({
    transcripts: z.array(
      z.object({
        id: z.string(),
        file: z.string(),
        format: z.string(),
        turns: z.number(),
        characters: z.number().describe("length of the text; offsets are below it"),
        durationMs: z.number().nullable().describe("null: the transcript has no times"),
        uri: z.string().describe("address of the transcript as a resource"),
      }),
    ),
    next: nextField,
  }),
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
    );
    const lines = items.map(({ file, turns, characters, durationMs }) =>
      [printable(file), `${turns} turns`, `${characters} characters`, formatClock(durationMs)]
        .filter((part) => part !== null)
        .join(" · "),
    );
    const text = lines.length === 0 ? "No transcripts." : `${lines.join("\n")}${continuation(next)}`;
    return { structured: { transcripts: items, next }, text };
  },
});

export const speakersTool = defineTool({
  name: "speakers",
  title: "List speakers",
  description:
    "Lists the people who speak in the transcripts, those with most turns first, with their talk time. Use it to find the exact name of a speaker for search, get_entity or ask_context.",
  input: z.object(PAGE),
  output: z.object({
    speakers: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        turns: z.number(),
        talkMs: z.number().nullable().describe("talk time in milliseconds; null: the transcripts have no times"),
        transcripts: z.number().describe("transcripts in which the person speaks"),
      }),
    ),
    next: nextField,
  }),
  run: async ({ workspace, signal }, page) => {
    const { items, next } = await boundedListing(
      (part) => workspace.listSpeakers({ ...part, signal }),
      page,
      ({ id, name, turns, talkMs, transcripts }) => ({ id, name, turns, talkMs, transcripts }),
    );
    const lines = items.map(({ name, turns, talkMs, transcripts }) =>
      [printable(name), `${turns} turns`, `${transcripts} transcripts`, formatClock(talkMs)]
        .filter((part) => part !== null)
        .join(" · "),
    );
    const text = lines.length === 0 ? "No speakers." : `${lines.join("\n")}${continuation(next)}`;
    return { structured: { speakers: items, next }, text };
  },
});
