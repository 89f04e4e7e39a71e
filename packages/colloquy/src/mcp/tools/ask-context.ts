import { z } from "zod";
import { printable } from "../../model/index.ts";
import { citationOf, citationSchema, quoted } from "../citation.ts";
import { cursorField, entityField, nextField } from "../fields.ts";
import { pageOf } from "../pages.ts";
import { continuation } from "../text.ts";
import { defineTool } from "../tool.ts";
import { whyNothing } from "../why-nothing.ts";

/** The most chunks from which passages are taken. */
const MOST_PASSAGES = 20;
/** The most sources of a result; usually its characters decide. */
const MOST_SOURCES = 100;

const sourceSchema = citationSchema.extend({
  n: z.number().describe("number of the source, for citations such as [1]"),
  kind: z.enum(["turn", "claim"]).describe("a turn of a passage, or words that support or deny a claim"),
  passage: z.number().nullable().describe("turns with the same number follow each other"),
  statements: z.array(z.string()).describe("what was extracted from the words"),
});

const output = z.object({
  question: z.string(),
  kind: z.enum(["specific", "broad"]).describe("about something that is named, or about the transcripts as a whole"),
  found: z.boolean().describe("false: the transcripts do not seem to say anything about it"),
  entities: z.array(entityField),
  sources: z.array(sourceSchema),
  contradictions: z
    .array(z.object({ statements: z.array(z.string()), sources: z.array(z.number()) }))
    .describe("pairs of sources that say the contrary of each other"),
  summaries: z
    .array(
      z.object({
        entity: entityField,
        sentences: z.array(z.object({ text: z.string(), sources: z.array(z.number()) })),
      }),
    )
    .describe("written earlier by a model: cite their sources, not them"),
  next: nextField,
  note: z.string().nullable().describe("why there are no sources"),
});
type Structured = z.output<typeof output>;

export const askContextTool = defineTool({
  name: "ask_context",
  title: "Evidence for a question",
  description:
    "Gathers numbered evidence for a question: passages with their turns, claims with the words that support or deny them, contradictions and summaries. Use it first for any question about what was said, who thinks what, or where people disagree. Answer from its sources alone and cite their numbers with file, speaker and time; if `found` is false, say that the transcripts do not say.",
  input: z.object({
    question: z.string().min(1).max(1_000).describe("the question, complete in itself"),
    files: z.array(z.string()).max(100).optional().describe("only these files: paths or globs"),
    speaker: z.string().optional().describe("only words of this speaker"),
    limit: z.int().min(1).max(MOST_PASSAGES).optional().describe("most passages (default 10)"),
    cursor: cursorField,
  }),
  output,
  run: async ({ workspace, signal }, { question, files, speaker, limit, cursor }) => {
    const options = {
      ...(files === undefined ? {} : { files }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(limit === undefined ? {} : { limit }),
    };
    const context = await workspace.askContext(question, { ...options, signal });
    const sources = context.sources.map(({ n, kind, passage, evidence, statements }) => ({
      ...citationOf(evidence),
      n,
      kind,
      passage,
      statements: [...statements],
    }));
    const { items, next } = pageOf(sources, ["ask_context", question, options], { limit: MOST_SOURCES, cursor });
    const isFirst = cursor === undefined;
    const structured: Structured = {
      question,
      kind: context.kind,
      found: context.found,
      entities: context.entities.map(({ id, name, type }) => ({ id, name, type })),
      sources: items,
      contradictions: context.contradictions.map((each) => ({
        statements: [...each.statements],
        sources: [...each.sources],
      })),
      summaries: isFirst ? summariesOf(context.summaries) : [],
      next,
      note: isFirst && context.sources.length === 0 ? await whyNothing(workspace, speaker, { signal }) : null,
    };
    return { structured, text: contextText(structured) };
  },
});

function summariesOf(
  summaries: readonly {
    readonly entity: { readonly id: string; readonly name: string; readonly type: string };
    readonly sentences: readonly { readonly text: string; readonly sources: readonly number[] }[];
  }[],
): Structured["summaries"] {
  return summaries.map(({ entity: { id, name, type }, sentences }) => ({
    entity: { id, name, type },
    sentences: sentences.map(({ text, sources }) => ({ text, sources: [...sources] })),
  }));
}

function contextText({ found, note, sources, contradictions, summaries, next }: Structured): string {
  const numbers = (of: readonly number[]): string => of.map((n) => `[${n}]`).join(" ");
  return [
    found ? "" : `The transcripts do not seem to say it. ${note ?? "The sources only come nearest."}`,
    ...summaries.flatMap(({ entity, sentences }) =>
      sentences.map(
        ({ text, sources: of }) => `Summary of ${printable(entity.name)}: ${printable(text)} ${numbers(of)}`,
      ),
    ),
    ...contradictions.map(
      ({ statements, sources: of }) => `Contradiction: ${printable(statements.join(" / "))} ${numbers(of)}`,
    ),
    ...sources.map((source) => {
      const extracted = source.statements.length === 0 ? "" : `\n(${printable(source.statements.join("; "))})`;
      return `[${source.n}] ${quoted(source)}${extracted}`;
    }),
  ]
    .filter((line) => line !== "")
    .join("\n")
    .concat(continuation(next));
}
