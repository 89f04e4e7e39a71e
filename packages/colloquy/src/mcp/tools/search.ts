import { z } from "zod";
import { FOUND_SCORE, type SearchHit } from "../../composition/index.ts";
import { citationOf, citationSchema, quotedLines } from "../citation.ts";
import { excerptOf, wordsOf } from "../excerpt.ts";
import { cursorField, filesField, foundField, limitOf, nextField, noteField } from "../fields.ts";
import { pageOf, startOf } from "../pages.ts";
import { foundLine, remarksOn, whyNothing } from "../remarks.ts";
import { continuation, numbered } from "../text.ts";
import { defineTool } from "../tool.ts";

const hitSchema = citationSchema.extend({
  n: z.number().describe("rank, from 1"),
  score: z.number().describe(`0 to 1, comparable across searches; below ${FOUND_SCORE}: probably about something else`),
  context: z
    .object({ startOffset: z.number(), endOffset: z.number(), text: z.string() })
    .optional()
    .describe("the lines around the words with the words, also of other speakers: not for citations"),
});

type Hit = z.output<typeof hitSchema>;

export const searchTool = defineTool({
  name: "search",
  title: "Search the transcripts",
  description:
    "Finds where something was said: words that match a query or its meaning, the best first, each with speaker, file, time and the lines around them. `found` is false if nothing matches well or states the answer. For a question use ask_context; for all about one person or idea use get_entity; to read on around a hit use read_transcript.",
  input: z.strictObject({
    query: z.string().min(1).max(1_000).describe("words to search for, or a sentence"),
    files: filesField,
    speaker: z.string().optional().describe("only where this speaker talks: a name or an alias"),
    exact: z.boolean().optional().describe("only excerpts from chunks that have a word of the query"),
    limit: limitOf("most hits, weak ones included (default: at most 10, only good ones)"),
    cursor: cursorField,
  }),
  example: { query: "remote work isolation", speaker: "Ada" },
  output: z.object({
    found: foundField,
    note: noteField,
    unstated: z.string().nullable().describe("the type of answer that the query demands and that no chunk states"),
    missing: z.array(z.string()).describe("words of the query that no chunk contains"),
    next: nextField,
    hits: z.array(hitSchema),
  }),
  run: async ({ workspace, signal }, { query, files, speaker, exact, limit, cursor }) => {
    const filters = {
      ...(files === undefined ? {} : { files }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(exact === undefined ? {} : { exact }),
    };
    const of = ["search", query, filters, limit];
    // One more hit shows whether there are more.
    const wanted = limit === undefined ? {} : { limit: startOf(of, cursor) + limit + 1 };
    const { hits: found, unstated } = await workspace.searchOutcome(query, { ...filters, ...wanted, signal });
    const missing = [...(await workspace.absentWords(query, { signal }))];
    const hits = found.map((hit, index) => ({
      n: index + 1,
      ...citationOf({ ...hit, ...wordsOf(hit) }),
      score: Math.round(1_000 * hit.score) / 1_000,
      ...contextOf(hit),
    }));
    const { items, next } = pageOf(hits, of, { limit: limit ?? hits.length, cursor }, { text: hitText });
    const best = found[0]?.score ?? null;
    const isFound = unstated === null && best !== null && best >= FOUND_SCORE;
    const why = best === null ? [await whyNothing(workspace, filters, { signal })] : [];
    const note = [...why, ...remarksOn({ best, missing, unstated })].join(" ") || null;
    return {
      structured: { found: isFound, note, unstated, missing, next, hits: items },
      text: [foundLine(isFound, note), ...items.map(hitText)].join("\n") + continuation(next),
    };
  },
});

/** The lines around the words; nothing if the chunk has no others. */
function contextOf(hit: SearchHit): Pick<Hit, "context"> {
  const context = excerptOf(hit);
  return context.text === wordsOf(hit).text ? {} : { context };
}

function hitText({ n, score, context, ...hit }: Hit): string {
  const words = numbered(n, hit, score < FOUND_SCORE ? "(weak) " : "");
  if (context === undefined) return words;
  const { startOffset, endOffset, text } = context;
  return `${words}\nAround [${n}], also other speakers · chars ${startOffset}-${endOffset}\n${quotedLines(text)}`;
}
