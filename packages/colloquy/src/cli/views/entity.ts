import { printable } from "../../model/index.ts";
import { counted, truncate, wrap } from "../../text/index.ts";
import type {
  EntityDetail,
  Evidence,
  PolarityCounts,
  RelationshipDetail,
  StatementDetail,
  TopicDetail,
} from "../library.ts";
import type { Output } from "../output.ts";
import { place } from "./place.ts";

type Look = Pick<Output, "colours" | "columns">;

/** How much is shown unless all is asked for. */
const SHOWN = {
  aliases: 12,
  transcripts: 8,
  sentences: 8,
  topics: 12,
  statements: 8,
  relationships: 12,
  evidence: 2,
  quotes: 6,
  characters: 280,
  namesakes: 10,
};

/** An entity with its aliases, relations, quotes, where and when; `all` leaves nothing out. */
export function renderEntity(entity: EntityDetail, all: boolean, look: Look): string {
  const { colours } = look;
  const heading = `${colours.bold(printable(entity.name))}  ${colours.dim(printable(entity.type))}`;
  const speaker = entity.speaker === null ? "" : `, in the words of ${printable(entity.speaker.name)}`;
  const sums = `${counted(entity.mentions, "mention")} in ${counted(entity.transcripts.length, "transcript")}${speaker}`;
  const sections = [
    section(
      "Also called",
      entity.aliases,
      limitOf(SHOWN.aliases, all),
      look,
      (alias) => `  ${printable(alias.name)}  ${colours.dim(`(${printable(alias.reason)})`)}`,
    ),
    section("Says of it", entity.sentences, limitOf(SHOWN.sentences, all), look, (each) =>
      words(each, all, look, "  "),
    ),
    section("Speaks about", entity.topics, limitOf(SHOWN.topics, all), look, (each) => topic(each, look)),
    section("States", entity.statements, limitOf(SHOWN.statements, all), look, (each) => statement(each, all, look)),
    section("Relations", entity.relationships, limitOf(SHOWN.relationships, all), look, (each) =>
      relation(entity.name, each, all, look),
    ),
    section("Quotes", entity.quotes, limitOf(SHOWN.quotes, all), look, (quote) =>
      words({ ...quote.evidence, text: quote.text }, all, look, "  "),
    ),
    section("Where", entity.transcripts, limitOf(SHOWN.transcripts, all), look, (file) => `  ${printable(file)}`),
  ];
  return `${heading}\n${sums}\n${sections.join("")}`;
}

/** What is to be said beside an entity: that the speaker says nothing of it, and who else bears its name. */
export function renderRemarks(entity: EntityDetail, all: boolean): string {
  return silence(entity) + renderNamesakes(entity, all);
}

function silence({ name, speaker, mentions, relationships, quotes }: EntityDetail): string {
  if (speaker === null || mentions + relationships.length + quotes.length > 0) return "";
  return `${printable(speaker.name)} says nothing of ${printable(name)}; without --speaker you see what others say.\n`;
}

/** Others of the same name, a line each with the id by which it is shown; nothing where there are none. */
function renderNamesakes({ namesakes }: EntityDetail, all: boolean): string {
  if (namesakes.length === 0) return "";
  const lines = namesakes.slice(0, limitOf(SHOWN.namesakes, all)).map(({ name, type, transcripts, id }) => {
    const [first = "", ...others] = transcripts;
    const files = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `  ${[name, type, files, id].map(printable).join(" · ")}\n`;
  });
  const rest = namesakes.length - lines.length;
  if (rest > 0) lines.push(`  and ${counted(rest, "more", "more")} (--verbose shows all)\n`);
  const what =
    namesakes.length === 1
      ? "Another bears this name; `show` takes its id:"
      : `${counted(namesakes.length, "other")} bear this name; \`show\` takes their ids:`;
  return `${what}\n${lines.join("")}`;
}

function limitOf(limit: number, all: boolean): number {
  return all ? Number.POSITIVE_INFINITY : limit;
}

function section<T>(
  title: string,
  items: readonly T[],
  limit: number,
  { colours }: Look,
  render: (item: T) => string,
): string {
  if (items.length === 0) return "";
  const rest =
    items.length > limit
      ? `\n${colours.dim(`  and ${counted(items.length - limit, "more", "more")} (--verbose shows all)`)}`
      : "";
  return `\n${colours.bold(title)}\n${items.slice(0, limit).map(render).join("\n")}${rest}\n`;
}

/** What somebody speaks about, how often, and where first. */
function topic({ name, type, mentions, evidence: [first] }: TopicDetail, { colours }: Look): string {
  const where = first === undefined ? "" : ` · first ${place({ ...first, speaker: null })}`;
  const about = `${printable(type)} · ${counted(mentions, "mention")}${where}`;
  return `  ${printable(name)}  ${colours.dim(about)}`;
}

function statement({ source, type, target, evidence }: StatementDetail, all: boolean, look: Look): string {
  return statedBetween({ source: source.name, type, target: target.name, note: "" }, evidence, all, look);
}

function relation(
  name: string,
  { type, direction, other, polarity, evidence }: RelationshipDetail,
  all: boolean,
  look: Look,
): string {
  const [source, target] = direction === "out" ? [name, other.name] : [other.name, name];
  return statedBetween({ source, type, target, note: counts(polarity) }, evidence, all, look);
}

interface StatedRelation {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  /** Said behind it. */
  readonly note: string;
}

/** A relation, and the words behind it. */
function statedBetween(
  { source, type, target, note }: StatedRelation,
  evidence: readonly Evidence[],
  all: boolean,
  look: Look,
): string {
  const { colours } = look;
  const heading = `  ${printable(source)} ${colours.cyan(`—${printable(type)}→`)} ${printable(target)}${colours.dim(note)}`;
  const shown = impliedLast(evidence)
    .slice(0, limitOf(SHOWN.evidence, all))
    .map((each) => words(each, all, look, "      "));
  const more = evidence.length > shown.length ? [colours.dim(`      and ${evidence.length - shown.length} more`)] : [];
  return [heading, ...shown, ...more].join("\n");
}

/** Words that say it, then those that only imply it. */
function impliedLast(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted((one, other) => Number(one.polarity === "implied") - Number(other.polarity === "implied"));
}

/** How often it is said in which way; nothing where it is only stated. */
function counts({ stated, ...others }: PolarityCounts): string {
  const unlike = Object.entries(others).filter(([, count]) => count > 0);
  if (unlike.length === 0) return "";
  const all = [...(stated > 0 ? [["stated", stated] as const] : []), ...unlike];
  return `  (${all.map(([polarity, count]) => `${count} ${polarity}`).join(", ")})`;
}

/** The words in quotation marks, and where they stand. */
function words(evidence: Evidence, all: boolean, { colours, columns }: Look, indent: string): string {
  const text = printable(evidence.text);
  const shown = all ? text : truncate(text, SHOWN.characters);
  const polarity = evidence.polarity === "stated" ? "" : ` · ${evidence.polarity}`;
  return `${wrap(`“${shown}”`, Math.min(columns, 100), indent)}\n${indent}${colours.dim(place(evidence) + polarity)}`;
}
