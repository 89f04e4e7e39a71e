import { z } from "zod";
import type { Workspace } from "../../composition/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";
import { printable } from "../../model/index.ts";
import { type Citation, citationOf, citationSchema, quotedLines } from "../citation.ts";
import { cursorField, nextField, resourceUri } from "../fields.ts";
import { boundedListing } from "../pages.ts";
import { continuation } from "../text.ts";
import { defineTool } from "../tool.ts";

/** Chunks of a page. A chunk has at most 2,600 characters. */
const CHUNKS = 12;
const OFFSET = z.int().min(0).optional();

export const readTranscriptTool = defineTool({
  name: "read_transcript",
  title: "Read a transcript",
  description:
    "Reads the turns of a transcript in their order: all of it, or a range by character offsets or by times in milliseconds. Use it to see what was said around a citation: take its file and a range around its offsets.",
  input: z.object({
    transcript: z.string().min(1).describe("file or id of the transcript"),
    startOffset: OFFSET.describe("first character of the range"),
    endOffset: OFFSET.describe("end of the range, exclusive"),
    startMs: OFFSET.describe("start of the range in milliseconds, instead of offsets"),
    endMs: OFFSET.describe("end of the range in milliseconds"),
    cursor: cursorField,
  }),
  output: z.object({
    transcript: z.object({
      id: z.string(),
      file: z.string(),
      turns: z.number(),
      characters: z.number(),
      durationMs: z.number().nullable(),
      uri: z.string(),
    }),
    turns: z.array(citationSchema),
    next: nextField,
  }),
  run: async ({ workspace, name, signal }, { transcript, startOffset, endOffset, startMs, endMs, cursor }) => {
    const found = await requireTranscript(workspace, transcript, signal);
    const { id, file, turns, characters, durationMs } = found;
    const range = {
      ...(startOffset === undefined ? {} : { startOffset }),
      ...(endOffset === undefined ? {} : { endOffset }),
      ...(startMs === undefined ? {} : { startMs }),
      ...(endMs === undefined ? {} : { endMs }),
    };
    if (durationMs === null && (startMs ?? endMs) !== undefined)
      throw new ColloquyError("invalid-input", `${file} has no times: give startOffset and endOffset instead.`);
    const { items, next } = await boundedListing(
      (page) => workspace.readTurns(id, { range, ...page, signal }),
      { limit: CHUNKS, cursor },
      (chunk) => chunk.turns.map((turn) => citationOf({ file, ...turn })),
    );
    const read = items.flat();
    const header = { id, file, turns, characters, durationMs, uri: resourceUri(name, "transcript", id) };
    return {
      structured: { transcript: header, turns: read, next },
      text: `${transcriptText(file, read)}${continuation(next)}`,
    };
  },
});

/** @throws ColloquyError `not-found` for an unknown file and id. */
async function requireTranscript(workspace: Workspace, fileOrId: string, signal: AbortSignal) {
  const found = await workspace.transcript(fileOrId, { signal });
  if (found !== null) return found;
  throw new ColloquyError(
    "not-found",
    `There is no transcript "${fileOrId}": the tool list_transcripts lists all files, and search finds chunks by their words.`,
  );
}

/** The turns of a transcript as quoted lines, each speaker and time before the words. */
export function transcriptText(file: string, turns: readonly Citation[]): string {
  const [first, last] = [turns[0], turns.at(-1)];
  if (first === undefined || last === undefined) return `${printable(file)} has no words in this range.`;
  const lines = turns.map(({ speaker, startMs, text }) => {
    const time = formatClock(startMs);
    const label = [time === null ? null : `[${time}]`, speaker === null ? null : `${speaker}:`];
    return quotedLines([...label.filter((part) => part !== null), text].join(" "));
  });
  return `${printable(file)}, characters ${first.startOffset}-${last.endOffset}\n${lines.join("\n")}`;
}
