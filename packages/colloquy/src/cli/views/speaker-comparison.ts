import { printable } from "../../model/index.ts";
import { counted, wrap } from "../../text/index.ts";
import type { Claim, ComparedTopic, ComparedViewpoints, SpeakerComparison } from "../library.ts";
import { polarityMark, relationText } from "./claims.ts";
import { limitOf, type Look, section, words } from "./section.ts";

const SHOWN = { viewpoints: 8, shared: 6, only: 5, statements: 1 };
const INDENT = "      ";

/** What speakers disagree and agree about, and their topics. `all` shows every item. */
export function renderSpeakerComparison(comparison: SpeakerComparison, all: boolean, look: Look): string {
  const { speakers, disagreements, agreements, shared, only } = comparison;
  const { colours, columns } = look;
  const names = speakers.map(({ name }) => name);
  const both = names.length === 2 ? "both" : "several of them";
  const printed = new Set<string>();
  const parts = [
    section("They disagree about", disagreements, limitOf(SHOWN.viewpoints, all), look, (each) =>
      viewpointsText(each, all, look),
    ),
    section("They agree about", agreements, limitOf(SHOWN.viewpoints, all), look, (each) =>
      viewpointsText(each, all, look),
    ),
    section(`What ${both} speak about`, shared, limitOf(SHOWN.shared, all), look, (each) =>
      topicText(each, { all, isShared: true, printed }, look),
    ),
    ...only.map(({ speaker, count, topics }) => {
      const title = `What only ${printable(speaker.name)} speaks about (${counted(count, "topic")})`;
      return section(title, topics, limitOf(SHOWN.only, all), look, (each) =>
        topicText(each, { all, isShared: false, printed }, look),
      );
    }),
  ];
  const nothing = conclusionOf(comparison);
  const heading = speakers.map(({ name, statements, topics, transcripts }) => {
    const counts = [
      counted(statements, "statement"),
      counted(topics, "topic"),
      `in ${counted(transcripts.length, "transcript")}`,
    ];
    return `${colours.bold(printable(name))}  ${colours.dim(counts.join(" · "))}\n`;
  });
  return `${heading.join("")}${nothing === "" ? "" : `\n${wrap(nothing, Math.min(columns, 100))}\n`}${parts.join("")}`;
}

/** What the speakers do not have in common, in a sentence; empty if there are agreements and disagreements. */
function conclusionOf({ speakers, disagreements, agreements, sharedCount }: SpeakerComparison): string {
  const names = speakers.map(({ name }) => printable(name));
  const who = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const [agree, disagree] = [agreements.length > 0, disagreements.length > 0];
  if (agree && disagree) return "";
  if (agree) return `No statement of ${who} contradicts another.`;
  if (disagree) return `Apart from what they disagree about, no two statements of ${who} agree.`;
  if (sharedCount === 0) return `${who} share no statement and no topic.`;
  return `${who} share ${counted(sharedCount, "topic")}, but no two of their statements agree or contradict each other.`;
}

/** Each relation, and below it what each speaker says. */
function viewpointsText({ viewpoints }: ComparedViewpoints, all: boolean, look: Look): string {
  const byRelation = Map.groupBy(viewpoints, (each) => relationText(each, look.colours));
  return [...byRelation]
    .map(([relation, of]) =>
      [
        `  ${relation}`,
        ...of.map(({ speaker, polarity, count, evidence }) => {
          const times = count > 1 ? ` · ${counted(count, "time")}` : "";
          const side = polarity === "stated" ? "says so" : "denies it";
          return `    ${printable(speaker.name)} ${side}${look.colours.dim(times)}\n${words({ ...evidence, polarity: "stated" }, all, look, INDENT)}`;
        }),
      ].join("\n"),
    )
    .join("\n");
}

type Relation = Pick<Claim, "source" | "type" | "target">;

interface TopicOptions {
  readonly all: boolean;
  readonly isShared: boolean;
  /** The keys of the statements that are printed under topics before; those of this topic are added. */
  readonly printed: Set<string>;
}

/** A topic with statements of each speaker. A statement about two topics is printed under the first of them only. */
function topicText({ name, type, by }: ComparedTopic, { all, isShared, printed }: TopicOptions, look: Look): string {
  const mentions = isShared
    ? by.map(({ speaker, mentions: count }) => `${printable(speaker.name)} ${count}`).join(", ")
    : counted(by[0]?.mentions ?? 0, "mention");
  const heading = `  ${printable(name)}  ${look.colours.dim(`${printable(type)} · ${mentions}`)}`;
  const said = by.flatMap(({ speaker, statements, evidence }) => {
    if (statements.length === 0)
      return evidence === null ? [] : [words({ ...evidence, polarity: "stated" }, all, look, INDENT)];
    const keyOf = (each: Relation): string => [speaker.id, each.source.id, each.type, each.target.id].join(" ");
    const shown = statements.filter((each) => !printed.has(keyOf(each))).slice(0, limitOf(SHOWN.statements, all));
    for (const each of shown) printed.add(keyOf(each));
    return shown.flatMap((each) => [
      `    ${relationText(each, look.colours)}${look.colours.dim(polarityMark(each.evidence.polarity))}`,
      words(each.evidence, all, look, INDENT),
    ]);
  });
  return [heading, ...said].join("\n");
}

/** Other speakers with the names of the compared ones, one line for each name. */
export function renderNamesakes({ speakers }: SpeakerComparison): string {
  return speakers
    .filter(({ namesakes }) => namesakes.length > 0)
    .map(({ name, transcripts, namesakes }) => {
      const [first = "", ...more] = transcripts;
      const files = more.length === 0 ? first : `${first} and ${more.length} more`;
      const others = namesakes.length === 1 ? "another speaker has" : `${namesakes.length} other speakers have`;
      return `This is the ${printable(name)} of ${printable(files)}; ${others} this name: choose by --file, or by an id of \`colloquy list speakers\`.\n`;
    })
    .join("");
}
