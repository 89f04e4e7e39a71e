import { printable } from "../../model/index.ts";
import { counted, formatCount, formatPercent, numberColumns, tableLines, textColumns, wrap } from "../../text/index.ts";
import type { Comparison } from "../library.ts";
import type { Output } from "../output.ts";
import { excerpt } from "./excerpt.ts";
import { location } from "./location.ts";

type Overlap = Comparison["recurrences"];
type Look = Pick<Output, "colours" | "columns">;

const QUOTED_CHARACTERS = 240;

/** The comparison of workspace B with A: a table, the compared chunks, and examples of differences. `whole` shows long examples in full. */
export function renderComparison(comparison: Comparison, whole: boolean, look: Look): string {
  const { a, b, warnings } = comparison;
  const { colours } = look;
  const width = Math.min(look.columns, 100);
  return [
    `A  ${colours.bold(printable(a))}  (the reference)\nB  ${colours.bold(printable(b))}\n`,
    ...warnings.map((warning) => `${colours.yellow(wrap(`Note: ${printable(warning)}`, width))}\n`),
    `${table(comparison, look)}\n`,
    `${chunks(comparison, width)}\n`,
    ...examplesOf("A", "onlyA", comparison, whole, look),
    ...examplesOf("B", "onlyB", comparison, whole, look),
  ].join("\n");
}

function table({ entities, relations, implied, recurrences, quotes }: Comparison, { colours }: Look): string {
  const rows: readonly (readonly [string, Overlap])[] = [
    ["entities", entities.named],
    ["  of the same type", entities.typed],
    ["relations", relations.typed],
    ["  of any type", relations.untyped],
    ["  of the same polarity", relations.withPolarity],
    ["implied relations", implied.typed],
    ["recurrences", recurrences],
    ["quotes", quotes.samePosition],
    ["  of the same words", quotes.sameWords],
  ];
  const columns = [...textColumns(""), ...numberColumns("A", "B", "both", "precision", "recall", "F1")];
  const cells = rows.map(([label, { a, b, both, precision, recall, f1 }]) => [
    label,
    ...[a, b, both].map(formatCount),
    ...[precision, recall, f1].map(share),
  ]);
  return tableLines(columns, cells, { heading: colours.dim }).join("\n");
}

/** `96.3 %`; 100 % only if nothing is missing. */
function share(value: number | null): string {
  return value === null ? "-" : formatPercent(value === 1 ? 1 : Math.min(0.999, value), 1);
}

function chunks({ transcripts, chunks: { a, b, both, settledInBoth } }: Comparison, width: number): string {
  const profiles = (side: typeof a): string =>
    side.profiles.map(({ profile, chunks }) => `${formatCount(chunks)} by ${printable(profile)}`).join(", ") || "none";
  return [
    `${counted(transcripts.both, "transcript")} and ${counted(both, "chunk")} in both, ${formatCount(settledInBoth)} of them extracted in both.`,
    `Extracted in A: ${profiles(a)}. In B: ${profiles(b)}.`,
  ]
    .map((sentence) => wrap(sentence, width))
    .join("\n");
}

function examplesOf(
  side: "A" | "B",
  only: "onlyA" | "onlyB",
  { entities, relations, implied, quotes }: Comparison,
  whole: boolean,
  look: Look,
): string[] {
  const parts = [
    part("entities", entities[only].map(entityLine)),
    part(
      "relations",
      relations[only].flatMap((relation) => relationLines(relation, whole, look)),
    ),
    part(
      "implied relations",
      implied[only].map((relation) => `${arrow(relation)}  ${countedEvidence(relation.count)}`),
    ),
    part(
      "quotes",
      quotes[only].flatMap((quote) => quotedLines(quote, whole, look)),
    ),
  ].filter((lines) => lines !== "");
  return parts.length === 0 ? [] : [`${look.colours.bold(`Only in ${side}`)}\n${parts.join("\n")}\n`];
}

function part(label: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`  ${label}`, ...lines.map((text) => `    ${text}`)].join("\n");
}

function entityLine({ name, type, mentions, transcripts }: Comparison["entities"]["onlyA"][number]): string {
  return `${printable(name)}  ${printable(type)}, ${counted(mentions, "mention")} in ${counted(transcripts, "transcript")}`;
}

type RelationExample = Comparison["relations"]["onlyA"][number];

function arrow({ source, type, target }: RelationExample): string {
  return `${printable(source)} —${printable(type)}→ ${printable(target)}`;
}

function countedEvidence(count: number): string {
  return `${counted(count, "piece")} of evidence`;
}

function relationLines(relation: RelationExample, whole: boolean, look: Look): string[] {
  const others = relation.polarities.filter((polarity) => polarity !== "stated");
  const about = [countedEvidence(relation.count), ...others].join(", ");
  const words = relation.evidence === null ? [] : quotedLines(relation.evidence, whole, look);
  return [`${arrow(relation)}  ${about}`, ...words.map((text) => `    ${text}`)];
}

function quotedLines(
  words: { readonly text: string } & Parameters<typeof location>[0],
  whole: boolean,
  { colours, columns }: Look,
): string[] {
  const text = printable(words.text.replace(/\s+/g, " ").trim());
  const shown = whole ? text : excerpt(text, 0, QUOTED_CHARACTERS);
  return [...wrap(`“${shown}”`, Math.min(columns, 100) - 8).split("\n"), colours.dim(location(words))];
}
