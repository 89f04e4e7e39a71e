import { z } from "zod";
import { FOUND_SCORE } from "../../composition/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { excerptOf } from "../excerpt.ts";
import { cursorField, filesField, foundField, limitOf, nextField, noteField } from "../fields.ts";
import { pageOf, startOf } from "../pages.ts";
import { foundLine, remarksOn, whyNothing } from "../remarks.ts";
import { continuation, numbered } from "../text.ts";
import { defineTool } from "../tool.ts";

const hitSchema = citationSchema.extend({
  n: z.number().describe("rank, from 1"),
  score: z.number().describe(`0 to 1, comparable across searches; below ${FOUND_SCORE}: probably about something else`),
  match: z.object({ startOffset: z.number(), endOffset: z.number() }).describe("the words that match best"),
});

export const searchTool = defineTool({
  name: "search",
  title: "Search the transcripts",
  description:
    "Finds where something was said: excerpts that match words or their meaning, the best first, each with speaker, file, time and exact words. `found` is false if nothing matches well or states the answer. For a question use ask_context; for all about one person or idea use get_entity; to read on around a hit use read_transcript.",
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
      ...citationOf({ ...hit, ...excerptOf(hit) }),
      score: Math.round(1_000 * hit.score) / 1_000,
      match: hit.match,
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

function hitText({ n, score, ...hit }: z.output<typeof hitSchema>): string {
  return numbered(n, hit, score < FOUND_SCORE ? "(weak) " : "");
}
