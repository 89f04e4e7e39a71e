import type { EntityRow, Evidence } from "../../model/index.ts";
import type { EntityDetail, QuoteDetail, TopicDetail } from "../../retrieval/index.ts";
import { counted } from "../../text/index.ts";
import type { SummaryRow } from "../rows.ts";
import { bestQuotesFirst, citation, citationBlocks, summaryLines } from "./citations.ts";
import { ClaimWriter } from "./claim-sections.ts";
import { escapeMarkdown, frontMatter, propertyText, section } from "./markdown.ts";
import { mentionsText } from "./transcript-note.ts";
import { clockText, type VaultLinks } from "./vault-links.ts";

const SHOWN = { quotes: 12, topics: 40, companions: 20 };

/** The mentions of an entity in a transcript. */
export interface MentionedIn {
  /** Id of the transcript. */
  readonly transcript: string;
  readonly count: number;
  /** The first mention. */
  readonly first: Evidence;
  /** The sentence around it; null if it is not read, or if the mention is a label. */
  readonly sentence: Evidence | null;
}

/** What the note of an entity shows. */
export interface EntityContent {
  readonly entity: EntityRow;
  readonly detail: EntityDetail;
  readonly where: readonly MentionedIn[];
  readonly summary: SummaryRow | undefined;
}

/**
 * The note of an entity: contradictions, claims, quotes whose words are not cited before, who says what, and where it is
 * mentioned. A person has its quotes and statements first.
 */
export function entityNote({ entity, detail, where, summary }: EntityContent, links: VaultLinks): string {
  const { name } = entity;
  const names = [name, ...entity.aliases.map((alias) => alias.name)];
  const isPerson = entity.type === "Person";
  const quotes = bestQuotesFirst(detail.quotes, isPerson ? [] : names);
  const writer = new ClaimWriter(entity.id, links);
  return [
    frontMatter({
      type: propertyText(entity.type),
      aliases: [...new Set(names.map(propertyText))].filter(
        (alias) => alias !== "" && alias !== links.noteName(entity.id),
      ),
      mentions: entity.mentions,
      transcripts: entity.transcripts,
    }),
    `\n# ${escapeMarkdown(name)}\n\n${escapeMarkdown(entity.type)} · ${mentionsText(entity)}\n`,
    section("Summary", summaryLines(summary, links)),
    writer.contradictions(detail.contradictions),
    isPerson ? quoteSection(quotes, links) : "",
    writer.statements(detail.statements, `What ${escapeMarkdown(name)} says`),
    writer.claims(detail.claims),
    isPerson
      ? ""
      : quoteSection(
          quotes.filter(({ evidence }) => !writer.cites(evidence)),
          links,
        ),
    writer.holders(detail.holders),
    section("Speaks about", inOneLine(detail.topics.slice(0, SHOWN.topics).map((topic) => topicText(topic, links)))),
    section("Speaks with", inOneLine(detail.companions.slice(0, SHOWN.companions).map((each) => links.entity(each)))),
    section(
      "Where",
      where.flatMap((each) => mentionLines(each, links)),
    ),
  ].join("");
}

function quoteSection(quotes: readonly QuoteDetail[], links: VaultLinks): string {
  const shown = quotes.slice(0, SHOWN.quotes).map(({ evidence, text }) => ({ ...evidence, text }));
  const rest = quotes.length - shown.length;
  return section("Quotes", [
    ...citationBlocks(shown, links),
    ...(rest > 0 ? ["", `${rest} more are in the workspace.`] : []),
  ]);
}

/** The topic and the number of its mentions, which leads to the first one. */
function topicText({ mentions, evidence: [first], ...topic }: TopicDetail, links: VaultLinks): string {
  const count = String(mentions);
  return `${links.entity(topic)} (${first === undefined ? count : links.turn(first, count)})`;
}

function inOneLine(links: readonly string[]): readonly string[] {
  return links.length === 0 ? [] : [links.join(" · ")];
}

function mentionLines({ transcript, count, first, sentence }: MentionedIn, links: VaultLinks): readonly string[] {
  const heading = `- ${links.transcript(transcript)} · ${counted(count, "mention")}`;
  if (sentence === null) return [`${heading}, ${links.turn(first, firstText(first))}`];
  return [heading, citation({ ...sentence, polarity: "stated" }, links, "  ")];
}

function firstText(first: Evidence): string {
  const clock = clockText(first);
  return clock === "" ? "first mention" : `first at ${clock}`;
}
