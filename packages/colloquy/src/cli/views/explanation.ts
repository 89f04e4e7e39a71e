import { printable } from "../../model/index.ts";
import { counted, displayWidth, truncate, wrap } from "../../text/index.ts";
import type { ExplainedName } from "../library.ts";
import { limitOf, type Look, section } from "./section.ts";

const SHOWN = { names: 20, apart: 8, splits: 4 };
const MOST_CHARACTERS = 160;

/** Reasons of rules, as the aliases of an entity have them. */
const RULES: Readonly<Record<string, string>> = {
  case: "differs in case",
  unicode: "the same letters in another encoding",
  title: "differs in a title or degree",
  punctuation: "differs in punctuation or an article",
  plural: "differs in number",
  form: "other forms of the same words",
  spelling: "spelt otherwise",
  acronym: "its acronym, or what it stands for",
  "part of the name": "a part of the name",
  definition: "defined as the same in a transcript",
};

/** Why names are in one entity, and which are kept apart. `all` shows every item. */
export function renderExplanation(explained: ExplainedName, all: boolean, look: Look): string {
  const { name, entity, type, reasons, apart, splits, corrections, namesakes } = explained;
  const { colours } = look;
  const heading =
    entity === null
      ? `${colours.bold(printable(name))}  ${colours.dim("no entity")}\n${whyNone(explained)}\n`
      : `${colours.bold(printable(name))}  ${colours.dim(`${printable(type ?? "")} · ${entity === name ? "an entity" : `a name of ${printable(entity)}`} · ${counted(reasons.length + 1, "name")}`)}\n`;
  const sections = [
    section("Set by you", corrections, limitOf(SHOWN.names, all), look, ({ key, name: of, to, line }) => {
      const what = key === "hide" ? "hidden" : key === "type" ? `of type ${to}` : `shown as ${to}`;
      return `  ${printable(of)}  ${colours.dim(printable(`${what}${inFile(line)}`))}`;
    }),
    section("One with it", reasons, limitOf(SHOWN.names, all), look, (reason) => reasonText(name, reason, all, look)),
    section("Kept apart", apart, limitOf(SHOWN.apart, all), look, (reason) => {
      const into = reason.entity === null || reason.entity === reason.with ? null : reason.entity;
      // The words of the name itself would be the same in each item.
      const evidence = all ? reason.evidence : reason.evidence.slice(1);
      return reasonText(name, { ...reason, evidence }, all, look, into);
    }),
    section("One name, several things", splits, limitOf(SHOWN.splits, all), look, (split) =>
      splitText(split, all, look),
    ),
    section(
      "Others of this name",
      namesakes,
      limitOf(SHOWN.names, all),
      look,
      (other) => `  ${[other.name, other.type, filesText(other.transcripts), other.id].map(printable).join(" · ")}`,
    ),
  ];
  return `${heading}${sections.join("")}`;
}

function whyNone({ name, corrections }: ExplainedName): string {
  const hidden = corrections.filter(({ key }) => key === "hide");
  if (hidden.length === 0) return "It is mentioned too seldom to make an entity.";
  const others = hidden.filter((entry) => entry.name !== name).map((entry) => `"${printable(entry.name)}"`);
  return others.length < hidden.length
    ? "aliases.yaml hides it."
    : `aliases.yaml hides its entity by the name ${others.join(", ")}.`;
}

function filesText([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

type Reason = ExplainedName["reasons"][number];

function reasonText(asked: string, reason: Reason, all: boolean, look: Look, into: string | null = null): string {
  const { colours, columns } = look;
  const from = reason.name === asked || reason.rule === "vector" ? "" : ` · compared with ${reason.name}`;
  const of = into === null ? "" : ` · in ${into}`;
  const [name, why] = [printable(reason.with), printable(`${whyText(reason)}${from}${of}`)];
  const width = Math.min(columns, 100);
  const fits = displayWidth(`  ${name}  ${why}`) <= width;
  const heading = fits ? `  ${name}  ${colours.dim(why)}` : `  ${name}\n${colours.dim(wrap(why, width, "      "))}`;
  // A difference in spelling explains itself.
  if (reason.verdict === undefined && reason.rule !== "user" && reason.rule !== "vector" && !all) return heading;
  return [heading, ...reason.evidence.map((each) => evidenceText(each, all, look))].join("\n");
}

/** The words of a name in two chunks in which it means different things. */
function splitText(split: Reason, all: boolean, look: Look): string {
  const heading = `  ${printable(split.name)}  ${look.colours.dim(printable(`judged two things by ${split.judge}`))}`;
  return [heading, ...split.evidence.map((each) => evidenceText(each, all, look))].join("\n");
}

function whyText({ name, with: other, rule, verdict, judge, line }: Reason): string {
  if (rule === "vector") return `the vectors of "${name}" and "${other}" are near`;
  if (rule === "user") return `decided by you${inFile(line)}`;
  if (rule !== undefined) return RULES[rule] ?? rule;
  return `judged ${verdict} by ${judge}`;
}

function inFile(line: number | null): string {
  return line === null ? " in aliases.yaml" : ` in line ${line} of aliases.yaml`;
}

function evidenceText(
  { text, speaker, file }: Reason["evidence"][number],
  all: boolean,
  { colours, columns }: Look,
): string {
  const shown = printable(text);
  const quoted = wrap(`“${all ? shown : truncate(shown, MOST_CHARACTERS)}”`, Math.min(columns, 100), "      ");
  const place = [file, speaker].flatMap((part) => (part === null ? [] : [printable(part)])).join(" · ");
  return `${quoted}\n      ${colours.dim(place)}`;
}
