import { z } from "zod";
import type { EntityWithSummary, Workspace } from "../../composition/index.ts";
import { ColloquyError, didYouMean, printable } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { FACT_KINDS, type Fact, factSchema, factsOf } from "../entity-facts.ts";
import { cursorField, entityField, limitField, nextField, resourceUri } from "../fields.ts";
import { pageOf, shareOf } from "../pages.ts";
import { continuation, listed, polarityText } from "../text.ts";
import { defineTool, type ToolContext } from "../tool.ts";

/** The most aliases and files that a result names. */
const MOST_NAMED = 20;

const COUNT = z.number();

const input = z.strictObject({
  entity: z.string().min(1).describe("name, alias or id"),
  kind: z.enum(FACT_KINDS).optional().describe("only facts of this kind"),
  speaker: z.string().optional().describe("only evidence in the words of this speaker"),
  limit: limitField,
  cursor: cursorField,
});

const output = z.object({
  entity: entityField.extend({
    aliases: z.array(z.string()).describe(`at most ${MOST_NAMED}`),
    mentions: COUNT,
    transcripts: z.array(z.string()).describe(`files that mention it, at most ${MOST_NAMED}`),
    totalTranscripts: COUNT,
    uri: z.string().describe("address of the entity as a resource"),
  }),
  namesakes: z.array(entityField).describe("other entities with this name: pass the id as `entity` for one of them"),
  counts: z
    .object(
      Object.fromEntries(FACT_KINDS.map((kind) => [kind, COUNT.optional()])) as Record<
        (typeof FACT_KINDS)[number],
        z.ZodOptional<typeof COUNT>
      >,
    )
    .describe("facts of each kind, without zeros"),
  next: nextField,
  summary: z
    .array(z.object({ text: z.string(), citations: z.array(citationSchema) }))
    .describe("sentences that a model wrote, with the words that support them; on the first page"),
  facts: z.array(factSchema),
});
type Structured = z.output<typeof output>;

export const getEntityTool = defineTool({
  name: "get_entity",
  title: "Show a person, an idea or another entity",
  description:
    "Shows what the transcripts say about one person, idea or thing: its names, a summary if one was written, then facts: contradictions, claims with counts and speakers, quotes, and for a person also statements and topics. `counts` tells how many facts of each kind there are; `kind` lists only one kind. With `speaker`, only what this person says about it.",
  input,
  example: { entity: "remote work", kind: "claim" as const },
  output,
  run: async (context, asked) => {
    const { structured, lines } = await readEntity(context, asked);
    return { structured, text: `${lines.join("\n")}${continuation(structured.next)}` };
  },
});

/**
 * A page about an entity, as data and as lines.
 * @throws ColloquyError `not-found` for an unknown name.
 */
export async function readEntity(
  { workspace, name, signal }: ToolContext,
  { entity: named, kind, speaker, ...page }: z.output<typeof input>,
): Promise<{ readonly structured: Structured; readonly lines: readonly string[] }> {
  const found = await requireEntity(workspace, named, speaker, signal);
  const facts = factsOf(found);
  const wanted = kind === undefined ? facts : facts.filter((fact) => fact.kind === kind);
  const head = {
    entity: headerOf(found, name),
    namesakes: found.namesakes.slice(0, MOST_NAMED).map(({ id, name: same, type }) => ({ id, name: same, type })),
    counts: countsOf(facts),
    summary: page.cursor === undefined ? summaryOf(found) : [],
  };
  const lines = linesAbout(head);
  const { items, next } = pageOf(wanted, ["entity", found.id, kind, found.speaker?.id], page, {
    text: factText,
    taken: shareOf(lines.join("\n"), head),
  });
  const { summary, ...about } = head;
  return { structured: { ...about, next, summary, facts: items }, lines: [...lines, ...items.map(factText)] };
}

/** @throws ColloquyError `not-found` for an unknown name. */
async function requireEntity(
  workspace: Workspace,
  name: string,
  speaker: string | undefined,
  signal: AbortSignal,
): Promise<EntityWithSummary> {
  const found = await workspace.show(name, { signal, ...(speaker === undefined ? {} : { speaker }) });
  if (found !== null) return found;
  const names = await workspace.suggestNames(name, { signal });
  const hint = names.length === 0 ? "The tool search finds chunks by their words." : didYouMean(names);
  throw new ColloquyError("not-found", `No entity has the name "${name}". ${hint}`);
}

function headerOf({ id, name, type, aliases, mentions, transcripts }: EntityWithSummary, workspace: string) {
  return {
    id,
    name,
    type,
    aliases: aliases.slice(0, MOST_NAMED).map((alias) => alias.name),
    mentions,
    transcripts: transcripts.slice(0, MOST_NAMED),
    totalTranscripts: transcripts.length,
    uri: resourceUri(workspace, "entity", id),
  };
}

function summaryOf({ summary }: EntityWithSummary): Structured["summary"] {
  if (summary === null) return [];
  const cited = new Map(summary.citations.map((citation) => [citation.n, citation]));
  return summary.sentences.map(({ text, citations }) => ({
    text,
    citations: citations.flatMap((n) => cited.get(n) ?? []).map(citationOf),
  }));
}

function countsOf(facts: readonly Fact[]): Structured["counts"] {
  const ofKind = Object.groupBy(facts, ({ kind }) => kind);
  return Object.fromEntries(
    FACT_KINDS.flatMap((kind) => (ofKind[kind] === undefined ? [] : [[kind, ofKind[kind].length]])),
  );
}

function linesAbout({
  entity: { name, type, aliases, mentions, transcripts, totalTranscripts },
  namesakes,
  counts,
  summary,
}: Omit<Structured, "facts" | "next">): readonly string[] {
  const also = aliases.length === 0 ? "" : `; also called ${aliases.map(printable).join(", ")}`;
  const more = totalTranscripts > transcripts.length ? ` and ${totalTranscripts - transcripts.length} more` : "";
  const numbers = Object.entries(counts).map(([kind, count]) => `${kind} ${count}`);
  return [
    `${printable(name)} (${printable(type)}): ${counted(mentions, "mention")}${also}`,
    ...(transcripts.length === 0 ? [] : [`In ${printable(transcripts.join(", "))}${more}`]),
    ...namesakes.map((same) => `Another entity has this name: ${printable(same.type)}, id ${same.id}`),
    numbers.length === 0 ? "No facts." : `Facts by kind: ${numbers.join(", ")}`,
    ...summary.flatMap(({ text, citations }) => [`Summary: ${printable(text)}`, ...citations.map(listed)]),
  ];
}

function factText({ kind, text, polarity, speakers = [], citations }: Fact): string {
  const counted = polarity === undefined ? "" : ` (${polarityText(polarity) || "derived from names"})`;
  const by = speakers.length === 0 ? "" : `, by ${printable(speakers.map(({ name }) => name).join(", "))}`;
  return [`${kind}: ${printable(text)}${counted}${by}`, ...citations.map(listed)].join("\n");
}
