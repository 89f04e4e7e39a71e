import { z } from "zod";
import { FOUND_SCORE } from "../../composition/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { cursorField, limitField, nextField } from "../fields.ts";
import { MOST_ITEMS, pageOf, startOf } from "../pages.ts";
import { continuation, numbered } from "../text.ts";
import { defineTool } from "../tool.ts";
import { whyNothing } from "../why-nothing.ts";

const DEFAULT_HITS = 10;
const WEAK = "These are weak matches: the transcripts probably do not say anything about it.\n";

export const searchTool = defineTool({
  name: "search",
  title: "Search the transcripts",
  description:
    "Finds the chunks of the transcripts (some minutes of talk each) that match words, the best first, each with its file, speaker, time and exact words. Use it to find where something was said. For a question use ask_context; for everything about one person or idea use get_entity.",
  input: z.object({
    query: z.string().min(1).max(1_000).describe("words to search for, or a sentence"),
    files: z.array(z.string()).max(100).optional().describe("only these files: paths or globs, such as `2024/*.vtt`"),
    speaker: z.string().optional().describe("only chunks with a turn of this speaker, by name or alias"),
    exact: z.boolean().optional().describe("only chunks that have a word of the query"),
    limit: limitField,
    cursor: cursorField,
  }),
  output: z.object({
    hits: z.array(
      citationSchema.extend({
        score: z
          .number()
          .describe(`0 to 1, comparable across searches; below ${FOUND_SCORE}: probably about something else`),
        chunk: z.string().describe("id of the chunk"),
        match: z.object({ startOffset: z.number(), endOffset: z.number() }).describe("the words that match best"),
      }),
    ),
    found: z.boolean().describe("false: the transcripts probably do not say anything about it"),
    next: nextField,
    note: z.string().nullable().describe("why nothing was found"),
  }),
  run: async ({ workspace, signal }, { query, files, speaker, exact, limit = DEFAULT_HITS, cursor }) => {
    const filters = {
      ...(files === undefined ? {} : { files }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(exact === undefined ? {} : { exact }),
    };
    const of = ["search", query, filters];
    // One more hit shows whether there are more.
    const wanted = startOf(of, cursor) + Math.min(limit, MOST_ITEMS) + 1;
    const { hits: found, unstated } = await workspace.searchOutcome(query, { ...filters, limit: wanted, signal });
    const hits = found.map((hit) => ({
      ...citationOf(hit),
      score: hit.score,
      chunk: hit.chunk,
      match: hit.match,
    }));
    const isFound = unstated === null && (hits[0]?.score ?? 0) >= FOUND_SCORE;
    const { items, next } = pageOf(hits, of, { limit, cursor });
    const note = items.length > 0 || cursor !== undefined ? null : await whyNothing(workspace, speaker, { signal });
    return {
      structured: { hits: items, found: isFound, next, note },
      text: note ?? `${isFound ? "" : WEAK}${numbered(items)}${continuation(next)}`,
    };
  },
});
