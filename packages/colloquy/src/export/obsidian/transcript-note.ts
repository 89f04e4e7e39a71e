import type { EntityRow, QuoteRow, TranscriptRow } from "../../model/index.ts";
import { counted, formatClock } from "../../text/index.ts";
import type { SummaryRow } from "../rows.ts";
import { bestQuotesFirst, citationBlocks, summaryLines } from "./citations.ts";
import { escapeMarkdown, frontMatter, propertyText, section } from "./markdown.ts";
import type { ChunkTurns, TurnWords } from "./transcript-turns.ts";
import { blockId, clockText, type VaultLinks } from "./vault-links.ts";

const SHOWN = { topics: 20, quotes: 8 };

/** An entity of a transcript, with its mentions there. */
export interface TranscriptTopic {
  readonly entity: Pick<EntityRow, "id" | "name">;
  readonly mentions: number;
}

/** What the note of a transcript shows. */
export interface TranscriptContent {
  readonly transcript: TranscriptRow;
  readonly chunks: readonly ChunkTurns[];
  /** The people who speak, those with most words first. */
  readonly speakers: readonly { readonly id: string | null; readonly name: string }[];
  /** The most mentioned first. */
  readonly topics: readonly TranscriptTopic[];
  readonly quotes: readonly QuoteRow[];
  readonly summary: SummaryRow | undefined;
}

/** The note of a transcript: who speaks about what, the best quotes, then every turn as a block that citations refer to. */
export function transcriptNote(content: TranscriptContent, links: VaultLinks): string {
  const { transcript, chunks, speakers, quotes, summary } = content;
  const speaking = new Set(speakers.map(({ id }) => id));
  const topics = content.topics.filter(({ entity }) => !speaking.has(entity.id)).slice(0, SHOWN.topics);
  const best = bestQuotesFirst(quotes).slice(0, SHOWN.quotes);
  const properties = frontMatter({
    type: "Transcript",
    file: propertyText(transcript.file),
    format: transcript.format,
    date: dateIn(transcript.file),
    turns: transcript.turns,
    duration: durationOf(chunks),
    speakers: speakers.map((each) => propertyLink(each, links)),
  });
  return [
    properties,
    `\n# ${escapeMarkdown(transcript.file)}\n`,
    section("Summary", summaryLines(summary, links)),
    section(
      "Speakers",
      speakers.map((each) => `- ${links.entity(each)}`),
    ),
    section("Topics", topics.length === 0 ? [] : [topics.map((each) => topicText(each, links)).join(" · ")]),
    section(
      "Quotes",
      citationBlocks(
        best.map(({ evidence, text }) => ({ ...evidence, text })),
        links,
      ),
    ),
    section("Transcript", [turnBlocks(chunks.flatMap(({ turns }) => turns))]),
  ].join("");
}

function topicText({ entity, mentions }: TranscriptTopic, links: VaultLinks): string {
  return `${links.entity(entity)} (${mentions})`;
}

/** Obsidian shows a property as a link if it is nothing but a link. */
function propertyLink(speaker: TranscriptContent["speakers"][number], links: VaultLinks): string {
  return speaker.id === null ? propertyText(speaker.name) : links.entity(speaker);
}

/** Each turn as a paragraph with a block id. The speaker is written when it changes. */
function turnBlocks(turns: readonly TurnWords[]): string {
  let speaker: string | null = null;
  const blocks = turns.map((turn) => {
    const label = turn.speaker === speaker ? "" : escapeMarkdown(turn.speaker ?? "");
    speaker = turn.speaker;
    const head = [label === "" ? "" : `**${label}**`, clockText(turn)].filter((part) => part !== "").join(" · ");
    return `${head === "" ? "" : `${head}\n`}${escapeMarkdown(turn.text)} ^${blockId(turn.startOffset)}`;
  });
  return blocks.join("\n\n");
}

/** When the last words end, or begin if their end is unknown. */
function durationOf(chunks: readonly ChunkTurns[]): string | null {
  const times = chunks.flatMap(({ turns }) => turns.flatMap(({ startMs, endMs }) => endMs ?? startMs ?? []));
  return times.length === 0 ? null : formatClock(times.reduce((latest, time) => Math.max(latest, time), 0));
}

const DATE = /(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2([0-2]\d|3[01])(?!\d)/;

/** The date in the path of a file, as `2026-03-05`; null without one. */
function dateIn(file: string): string | null {
  const [, year, , month, day] = DATE.exec(file) ?? [];
  if (year === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null;
}

/** `3 mentions in 2 transcripts`. */
export function mentionsText({ mentions, transcripts }: Pick<EntityRow, "mentions" | "transcripts">): string {
  return `${counted(mentions, "mention")} in ${counted(transcripts, "transcript")}`;
}
