import { z } from "zod";
import { citationOf, citationSchema } from "../citation.ts";
import { cursorField, limitField, nextField } from "../fields.ts";
import { MOST_ITEMS, pageOf, startOf } from "../pages.ts";
import { continuation, numbered } from "../text.ts";
import { defineTool } from "../tool.ts";
import { whyNothing } from "../why-nothing.ts";

const DEFAULT_HITS = 10;

export const searchTool = defineTool({
  name: "search",
  title: "Search the transcripts",
  description:
    "Finds the chunks of the transcripts (some minutes of talk each) that match words, the best first, each with its file, speaker, time and exact words. Use it to find where something was said. For a question use ask_context; for everything about one person or idea use get_entity.",
  input: z.object({
    query: z.string().min(1).max(1_000).describe("words to search for, or a sentence"),
    files: z.array(z.string()).max(100).optional().describe("only these files: paths or globs, such as `2024/*.vtt`"),
    speaker: z.string().optional().describe("only chunks with a turn of this speaker, by name or alias"),
    limit: limitField,
    cursor: cursorField,
  }),
  output: z.object({
    hits: z.array(
      citationSchema.extend({
        score: z.number().describe("higher is better"),
        chunk: z.string().describe("id of the chunk"),
      }),
    ),
    next: nextField,
    note: z.string().nullable().describe("why nothing was found"),
  }),
  run: async ({ workspace, signal }, { query, files, speaker, limit = DEFAULT_HITS, cursor }) => {
    const filters = { ...(files === undefined ? {} : { files }), ...(speaker === undefined ? {} : { speaker }) };
    const of = ["search", query, filters];
    // One more hit shows whether there are more.
    const wanted = startOf(of, cursor) + Math.min(limit, MOST_ITEMS) + 1;
    const found = await workspace.search(query, { ...filters, limit: wanted, signal });
    const hits = found.map((hit) => ({ ...citationOf(hit), score: hit.score, chunk: hit.chunk }));
    const { items, next } = pageOf(hits, of, { limit, cursor });
    const note = items.length > 0 || cursor !== undefined ? null : await whyNothing(workspace, speaker, { signal });
    return {
      structured: { hits: items, next, note },
      text: note ?? `${numbered(items)}${continuation(next)}`,
    };
  },
});
