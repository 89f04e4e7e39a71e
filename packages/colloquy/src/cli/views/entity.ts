import { printable } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import type {
  Companion,
  EntityDetail,
  Evidence,
  RelationshipDetail,
  StatementDetail,
  TopicDetail,
} from "../library.ts";
import { claimSections, countsNote, polarityMark, relationText } from "./claims.ts";
import { location } from "./location.ts";
import { limitOf, type Look, section, words } from "./section.ts";

/** The number of items that are shown without --verbose. */
const SHOWN = {
  aliases: 12,
  transcripts: 8,
  sentences: 8,
  topics: 12,
  statements: 8,
  evidence: 2,
  companions: 8,
  withdrawn: 4,
  quotes: 6,
  namesakes: 10,
  all: Number.POSITIVE_INFINITY,
};

/** An entity with its aliases, claims, quotes and transcripts. `all` shows every item, and all evidence of relations. `summary`: the sections of its summary. */
export function renderEntity(entity: EntityDetail, all: boolean, look: Look, summary = ""): string {
  const { colours } = look;
  const heading = `${colours.bold(printable(entity.name))}  ${colours.dim(printable(entity.type))}`;
  const speaker = entity.speaker === null ? "" : `, in the words of ${printable(entity.speaker.name)}`;
  const sums = `${mentionsText(entity)}${speaker}`;
  const sections = [
    section(
      "Also called",
      entity.aliases,
      limitOf(SHOWN.aliases, all),
      look,
      (alias) => `  ${printable(alias.name)}  ${colours.dim(`(${printable(alias.reason)})`)}`,
    ),
    section("Says of it", entity.sentences, limitOf(SHOWN.sentences, all), look, (each) =>
      // A found name counts as implied, but its sentence is said.
      words({ ...each, polarity: "stated" }, all, look, "  "),
    ),
    section("Speaks about", entity.topics, limitOf(SHOWN.topics, all), look, (each) => topic(each, entity, look)),
    section("States", entity.statements, limitOf(SHOWN.statements, all), look, (each) => statement(each, all, look)),
    ...claimSections(entity, all, look),
    all ? section("Relations", entity.relationships, SHOWN.all, look, (each) => relation(entity, each, look)) : "",
    section("Withdrawn by a check", entity.withdrawn, limitOf(SHOWN.withdrawn, all), look, (each) =>
      relation(entity, each, look, ` · ${REASONS[each.withdrawn]}`),
    ),
    section(
      entity.speaker === null ? "Speaks with" : "Who else speaks there",
      entity.companions,
      limitOf(SHOWN.companions, all),
      look,
      (each) => companion(each, look),
    ),
    section("Quotes", entity.quotes, limitOf(SHOWN.quotes, all), look, (quote) =>
      words({ ...quote.evidence, text: quote.text }, all, look, "  "),
    ),
    section("Where", entity.transcripts, limitOf(SHOWN.transcripts, all), look, (file) => `  ${printable(file)}`),
    section(
      "Its name is also found in",
      // The heading counts them; the other files are in the list above.
      entity.foundIn.filter(({ file }) => all || !entity.transcripts.includes(file)),
      limitOf(SHOWN.transcripts, all),
      look,
      ({ file, found: chunks }) => `  ${printable(file)}  ${colours.dim(counted(chunks, "chunk"))}`,
    ),
  ];
  return `${heading}\n${sums}\n${summary}${sections.join("")}`;
}

function mentionsText({ mentions, transcripts, foundIn }: EntityDetail): string {
  const found = foundIn.reduce((sum, each) => sum + each.found, 0);
  if (mentions === 0 && found > 0) return `no mention, but its name in ${counted(found, "chunk")}`;
  const further = found === 0 ? "" : `, and its name in ${counted(found, "further chunk")}`;
  return `${counted(mentions, "mention")} in ${counted(transcripts.length, "transcript")}${further}`;
}

/** Remarks on an entity: that the speaker does not mention it, and other entities with the same name. */
export function renderRemarks(entity: EntityDetail, all: boolean): string {
  return notMentioned(entity) + renderNamesakes(entity, all);
}

function notMentioned({ name, speaker, mentions, foundIn, relationships, quotes }: EntityDetail): string {
  if (speaker === null || mentions + foundIn.length + relationships.length + quotes.length > 0) return "";
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

/** A topic of a speaker: the number of mentions, and the first, unless its place says nothing. */
function topic({ name, type, mentions, evidence: [first] }: TopicDetail, of: EntityDetail, { colours }: Look): string {
  const says = first !== undefined && (first.startMs !== null || of.transcripts.length > 1);
  const where = says ? ` · first ${location({ ...first, speaker: null })}` : "";
  const about = `${printable(type)} · ${counted(mentions, "mention")}${where}`;
  return `  ${printable(name)}  ${colours.dim(about)}`;
}

/** A companion of a speaker: the number of shared chunks. */
function companion({ name, chunks, transcripts }: Companion, { colours }: Look): string {
  const shared = `${counted(chunks, "chunk")} · ${counted(transcripts.length, "transcript")}`;
  return `  ${printable(name)}  ${colours.dim(shared)}`;
}

function statement({ source, type, target, evidence }: StatementDetail, all: boolean, look: Look): string {
  const [only, ...others] = evidence;
  const note = only === undefined || others.length > 0 ? "" : polarityMark(only.polarity);
  return statedBetween({ source, type, target, note }, evidence, all, look);
}

function relation(
  entity: EntityDetail,
  { type, direction, other, polarity, evidence }: RelationshipDetail,
  look: Look,
  note = countsNote(polarity),
): string {
  const [source, target] = direction === "out" ? [entity, other] : [other, entity];
  return statedBetween({ source, type, target, note }, evidence, true, look);
}

/** Why the statements of a relationship are withdrawn. */
const REASONS = {
  reversed: "the words say the reverse",
  negated: "the words say the opposite",
  not_said: "the words do not say it",
} as const;

interface StatedRelation extends Pick<StatementDetail, "source" | "type" | "target"> {
  /** Text after the relation. */
  readonly note: string;
}

/** A relation with its evidence. */
function statedBetween(
  { note, ...ends }: StatedRelation,
  evidence: readonly Evidence[],
  all: boolean,
  look: Look,
): string {
  const { colours } = look;
  const heading = `  ${relationText(ends, colours)}${colours.dim(note)}`;
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
