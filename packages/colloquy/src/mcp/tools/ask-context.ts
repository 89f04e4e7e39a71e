import { z } from "zod";
import type { AskContext } from "../../composition/index.ts";
import { printable } from "../../model/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { cursorField, entityField, filesField, foundField, limitOf, nextField, noteField } from "../fields.ts";
import { pageOf, shareOf } from "../pages.ts";
import { foundLine, remarksOn, whyNothing } from "../remarks.ts";
import { continuation, numbered } from "../text.ts";
import { defineTool } from "../tool.ts";

/** The most chunks from which passages are taken. */
const MOST_PASSAGES = 20;
/** The most sources of a result; usually its characters decide. */
const MOST_SOURCES = 200;
const NO_CONTRADICTION = "No contradiction is recorded in these transcripts.";
const NEAREST = "The transcripts do not seem to say it; the sources only come nearest.";

const sourceSchema = citationSchema.extend({
  n: z.number().describe("number of the source, for citations such as [1]"),
  passage: z.number().optional().describe("turns with the same number follow each other; absent for words of a claim"),
  statements: z.array(z.string()).optional().describe("claims that were extracted from the words"),
});
type Source = z.output<typeof sourceSchema>;

const aboutSchema = z.object({
  entities: z.array(entityField),
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
});
type About = z.output<typeof aboutSchema>;

export const askContextTool = defineTool({
  name: "ask_context",
  title: "Evidence for a question",
  description:
    "Gathers numbered evidence for a question: passages turn by turn, claims with the words that support or deny them, contradictions, summaries. Use it first for any question about what was said, who thinks what, or where people disagree. Answer from its sources alone and cite them: [n], speaker, file, time. If `found` is false, say that the transcripts do not say it.",
  input: z.strictObject({
    question: z.string().min(1).max(1_000).describe("the question, complete in itself"),
    files: filesField,
    speaker: z.string().optional().describe("only words of this speaker: a name or an alias"),
    limit: limitOf("most passages (default: at most 10)", MOST_PASSAGES),
    cursor: cursorField,
  }),
  example: { question: "What does Ada think about remote work?" },
  output: z.object({
    found: foundField,
    note: noteField,
    unstated: z.string().nullable().describe("the type of answer that the question demands and that no chunk states"),
    missing: z.array(z.string()).describe("words of the question that no chunk contains"),
    kind: z.enum(["specific", "broad"]).describe("about something that is named, or about the transcripts as a whole"),
    next: nextField,
    about: aboutSchema.optional().describe("on the first page"),
    sources: z.array(sourceSchema),
  }),
  run: async ({ workspace, signal }, { question, files, speaker, limit, cursor }) => {
    const options = {
      ...(files === undefined ? {} : { files }),
      ...(speaker === undefined ? {} : { speaker }),
      ...(limit === undefined ? {} : { limit }),
    };
    const context = await workspace.askContext(question, { ...options, signal });
    const { kind, found, unstated, missing } = context;
    const note =
      context.sources.length === 0 ? await whyNothing(workspace, options, { signal }) : remarkOnContext(context);
    const about = cursor === undefined ? aboutOf(context) : undefined;
    const head = [foundLine(found, note), ...(about === undefined ? [] : linesAbout(about))];
    const { items, next } = pageOf(
      context.sources.map(sourceOf),
      ["ask_context", question, options],
      { limit: MOST_SOURCES, cursor },
      { text: sourceText, taken: shareOf(head.join("\n"), about ?? null) },
    );
    return {
      structured: {
        found,
        note,
        unstated,
        missing: [...missing],
        kind,
        next,
        ...(about === undefined ? {} : { about }),
        sources: items,
      },
      text:
        [...head, ...items.map((source, index) => separated(source, items[index - 1]))].join("\n") + continuation(next),
    };
  },
});

function remarkOnContext({
  found,
  unstated,
  missing,
  asksForContradictions,
  contradictions,
}: AskContext): string | null {
  if (asksForContradictions && contradictions.length === 0) return NO_CONTRADICTION;
  const remarks = [...remarksOn({ best: null, missing, unstated }), ...(found ? [] : [NEAREST])];
  return remarks.length === 0 ? null : remarks.join(" ");
}

function sourceOf({ n, passage, evidence, statements }: AskContext["sources"][number]): Source {
  const { polarity, ...words } = citationOf(evidence);
  return {
    n,
    ...words,
    // The polarity is that of what was extracted.
    ...(statements.length === 0 || polarity === undefined ? {} : { polarity }),
    ...(passage === null ? {} : { passage }),
    ...(statements.length === 0 ? {} : { statements: [...statements] }),
  };
}

function aboutOf({ entities, contradictions, summaries }: AskContext): About {
  return {
    entities: entities.map(({ id, name, type }) => ({ id, name, type })),
    contradictions: contradictions.map(({ statements, sources }) => ({
      statements: [...statements],
      sources: [...sources],
    })),
    summaries: summaries.map(({ entity: { id, name, type }, sentences }) => ({
      entity: { id, name, type },
      sentences: sentences.map(({ text, sources }) => ({ text, sources: [...sources] })),
    })),
  };
}

function linesAbout({ entities, contradictions, summaries }: About): readonly string[] {
  const numbers = (of: readonly number[]): string => of.map((n) => `[${n}]`).join(" ");
  return [
    ...(entities.length === 0 ? [] : [`About: ${printable(entities.map(({ name }) => name).join(", "))}`]),
    ...summaries.flatMap(({ entity, sentences }) =>
      sentences.map(
        ({ text, sources }) => `Summary of ${printable(entity.name)}: ${printable(text)} ${numbers(sources)}`,
      ),
    ),
    ...contradictions.map(
      ({ statements, sources }) => `Contradiction: ${printable(statements.join(" / "))} ${numbers(sources)}`,
    ),
  ];
}

function sourceText(source: Source): string {
  const { n, statements } = source;
  const claims = statements === undefined ? "" : `\nClaim: ${printable(statements.join("; "))}`;
  return `${numbered(n, source)}${claims}`;
}

/** An empty line is before each passage, and before the words of claims. */
function separated(source: Source, before: Source | undefined): string {
  const continues = before !== undefined && before.passage === source.passage;
  return continues ? sourceText(source) : `\n${sourceText(source)}`;
}
