import { z } from "zod";
import type { Workspace } from "../../composition/index.ts";
import { ColloquyError, didYouMean, printable } from "../../model/index.ts";
import { type Citation, citationOf, citationSchema, joined, quotedLines } from "../citation.ts";
import { cursorField, nextField, resourceUri } from "../fields.ts";
import { countFitting, cursorOf, startOf } from "../pages.ts";
import { continuation } from "../text.ts";
import { defineTool } from "../tool.ts";

/** Chunks that are read for a page. A chunk has at most 2,600 characters; the turns that do not fit are left out. */
const CHUNKS = 6;
/** The most files in a sentence. */
const MOST_NAMED = 3;
const OFFSET = z.int().min(0).optional();

const turnSchema = citationSchema.omit({ file: true, polarity: true });
type Turn = z.output<typeof turnSchema>;

interface Range {
  readonly startOffset?: number | undefined;
  readonly endOffset?: number | undefined;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
}

export const readTranscriptTool = defineTool({
  name: "read_transcript",
  title: "Read a transcript",
  description:
    "Reads the turns of a transcript in their order: all of it, or a range by character offsets or by times in milliseconds. Use it to see what was said around a citation: take its file, and offsets some thousand characters before and after its own.",
  input: z.strictObject({
    transcript: z.string().min(1).describe("file or id of the transcript"),
    startOffset: OFFSET.describe("first character of the range"),
    endOffset: OFFSET.describe("end of the range, exclusive"),
    startMs: OFFSET.describe("start of the range in milliseconds, instead of offsets"),
    endMs: OFFSET.describe("end of the range in milliseconds"),
    cursor: cursorField,
  }),
  example: { transcript: "talks/one.vtt", startOffset: 4_000, endOffset: 8_000 },
  output: z.object({
    transcript: z.object({
      id: z.string(),
      file: z.string(),
      turns: z.number(),
      characters: z.number(),
      durationMs: z.number().nullable(),
      uri: z.string(),
    }),
    next: nextField,
    turns: z.array(turnSchema).describe("citations of the file, without its name"),
  }),
  run: async ({ workspace, name, signal }, { transcript, cursor, ...range }) => {
    const { id, file, turns, characters, durationMs } = await requireTranscript(workspace, transcript, signal);
    if (durationMs === null && (range.startMs ?? range.endMs) !== undefined)
      throw new ColloquyError("invalid-input", `${file} has no times: give startOffset and endOffset instead.`);
    const of = ["read_transcript", id, range];
    const from = cursor === undefined ? range : restOf(range, startOf(of, cursor));
    const read = await workspace.readTurns(id, { range: withoutAbsent(from), limit: CHUNKS, signal });
    const all = read.items.flatMap((chunk) => chunk.turns.map((turn) => turnOf({ file, ...turn })));
    const within = all.filter(({ startMs }) => startMs === undefined || startMs < (range.endMs ?? Infinity));
    const shown = within.slice(0, countFitting(within, { text: turnText }));
    const hasMore = shown.length < within.length || (read.next !== null && within.length === all.length);
    const end = shown.at(-1)?.endOffset;
    const next = hasMore && end !== undefined ? cursorOf(of, end) : null;
    return {
      structured: {
        transcript: { id, file, turns, characters, durationMs, uri: resourceUri(name, "transcript", id) },
        next,
        turns: shown,
      },
      text: `${transcriptText({ file, characters }, shown)}${continuation(next)}`,
    };
  },
});

/** The range from an offset on. Its end in time is not that of offsets, so the reader leaves out the turns behind it. */
function restOf({ endOffset }: Range, startOffset: number): Range {
  return { startOffset, endOffset };
}

function withoutAbsent(range: Range): { readonly [Bound in keyof Range]?: number } {
  return Object.fromEntries(Object.entries(range).filter(([, bound]) => bound !== undefined));
}

/**
 * The transcript with a file or an id, or the only one whose file has this name in a folder.
 * @throws ColloquyError `not-found` if there is none, or more than one.
 */
async function requireTranscript(workspace: Workspace, fileOrId: string, signal: AbortSignal) {
  const exact = await workspace.transcript(fileOrId, { signal });
  if (exact !== null) return exact;
  const files = await workspace.files([fileOrId], { signal });
  const [only = ""] = files.length === 1 ? files : [];
  const found = await workspace.transcript(only, { signal });
  if (found !== null) return found;
  const hint =
    files.length > 1
      ? didYouMean(files.slice(0, MOST_NAMED))
      : "The tool list_transcripts lists all files, and search finds them by their words.";
  throw new ColloquyError("not-found", printable(`There is no transcript "${fileOrId}". ${hint}`));
}

export function turnOf(words: Parameters<typeof citationOf>[0]): Turn {
  const { file: _file, polarity: _polarity, ...turn }: Citation = citationOf(words);
  return turn;
}

/** The turns of a transcript: speaker, time and offsets of each, and its words as quoted lines. */
export function transcriptText(
  { file, characters }: { readonly file: string; readonly characters: number },
  turns: readonly Turn[],
): string {
  const [first, last] = [turns[0], turns.at(-1)];
  if (first === undefined || last === undefined)
    return `${printable(file)} has no words in this range; it has ${characters} characters.`;
  const header = `${printable(file)}, chars ${first.startOffset}-${last.endOffset} of ${characters}`;
  return [header, ...turns.map(turnText)].join("\n");
}

function turnText({ speaker, time, approximate, startOffset, endOffset, text }: Turn): string {
  const clock = time !== undefined && approximate === true ? `about ${time}` : time;
  return `${joined([speaker, clock, `${startOffset}-${endOffset}`])}\n${quotedLines(text)}`;
}
