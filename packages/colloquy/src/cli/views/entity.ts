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
import { location } from "./location.ts";

type Look = Pick<Output, "colours" | "columns">;

/** The number of items that are shown without --verbose. */
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

/** An entity with its aliases, relations, quotes and transcripts. `all` shows every item. */
export function renderEntity(entity: EntityDetail, all: boolean, look: Look): string {
  const { colours } = look;
  const heading = `${colours.bold(printable(entity.name))}  ${colours.dim(printable(entity.type))}`;
  const speaker = entity.speaker === null ? "" : `, in the words of ${printable(entity.speaker.name)}`;
  const found = entity.foundIn.reduce((sum, each) => sum + each.found, 0);
  const further = found === 0 ? "" : `, and its name in ${counted(found, "further chunk")}`;
  const sums = `${counted(entity.mentions, "mention")} in ${counted(entity.transcripts.length, "transcript")}${further}${speaker}`;
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

/** Remarks on an entity: that the speaker does not mention it, and other entities with the same name. */
export function renderRemarks(entity: EntityDetail, all: boolean): string {
  return notMentioned(entity) + renderNamesakes(entity, all);
}

function notMentioned({ name, speaker, mentions, relationships, quotes }: EntityDetail): string {
  if (speaker === null || mentions + relationships.length + quotes.length > 0) return "";
  return `${printable(speaker.name)} does not mention ${printable(name)}; leave out --speaker to see all evidence.\n`;
}

/** Other entities with the same name, one line each with its id; empty if there are none. */
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
      ? "Another entity has this name; `show` accepts its id:"
      : `${counted(namesakes.length, "other entity", "other entities")} have this name; \`show\` accepts their ids:`;
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

/** A topic of a speaker: the number of mentions, and the first. */
function topic({ name, type, mentions, evidence: [first] }: TopicDetail, { colours }: Look): string {
  const where = first === undefined ? "" : ` · first ${location({ ...first, speaker: null })}`;
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
  /** Text after the relation. */
  readonly note: string;
}

/** A relation with its evidence. */
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

/** Sorts implied evidence behind explicit evidence. */
function impliedLast(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted((one, other) => Number(one.polarity === "implied") - Number(other.polarity === "implied"));
}

/** The number of statements by polarity; empty if all are stated. */
function counts({ stated, ...others }: PolarityCounts): string {
  const unlike = Object.entries(others).filter(([, count]) => count > 0);
  if (unlike.length === 0) return "";
  const all = [...(stated > 0 ? [["stated", stated] as const] : []), ...unlike];
  return `  (${all.map(([polarity, count]) => `${count} ${polarity}`).join(", ")})`;
}

/** The words in quotation marks, and their location. */
function words(evidence: Evidence, all: boolean, { colours, columns }: Look, indent: string): string {
  const text = printable(evidence.text);
  const shown = all ? text : truncate(text, SHOWN.characters);
  const polarity = evidence.polarity === "stated" ? "" : ` · ${evidence.polarity}`;
  return `${wrap(`“${shown}”`, Math.min(columns, 100), indent)}\n${indent}${colours.dim(location(evidence) + polarity)}`;
}
