import { isSymmetric, printable } from "../../model/index.ts";
import { counted, wrap } from "../../text/index.ts";
import type { Claim, Contradiction, EntityDetail, Evidence, Holder, PolarityCounts } from "../library.ts";
import { location } from "./location.ts";
import { limitOf, type Look, section, words } from "./section.ts";

const SHOWN = { claims: 8, holders: 6, statements: 3 };

const TITLES = {
  is: "What it is, or is part of",
  includes: "Examples and parts",
  causes: "What causes, enables or reduces it",
  effects: "What it leads to",
  requires: "What it requires",
  requiredBy: "What requires it",
  positions: "Positions",
  related: "Related",
  other: "Other relations",
  derived: "Kinds and parts by the names alone",
} as const satisfies Record<keyof EntityDetail["claims"], string>;

/** The claims about an entity by group, its contradictions, and who says what if several people do. */
export function claimSections(
  { claims, contradictions, holders }: Pick<EntityDetail, "claims" | "contradictions" | "holders">,
  all: boolean,
  look: Look,
): readonly string[] {
  return [
    ...Object.entries(TITLES).map(([group, title]) =>
      section(title, claims[group as keyof typeof TITLES], limitOf(SHOWN.claims, all), look, (each) =>
        claimText(each, all, look),
      ),
    ),
    section("Contradictions", contradictions, limitOf(SHOWN.claims, all), look, (each) =>
      contradictionText(each, all, look),
    ),
    section("Who says what", holders.length > 1 ? holders : [], limitOf(SHOWN.holders, all), look, (each) =>
      holderText(each, { all, isAmbiguous: holders.some(isNamesakeOf(each)) }, look),
    ),
  ];
}

/** Whether another speaker has the same name, such as the "Speaker 1" of two files. */
function isNamesakeOf(one: Holder): (other: Holder) => boolean {
  return (other) => other !== one && other.name === one.name;
}

function claimText(claim: Claim, all: boolean, look: Look): string {
  const best = claim.evidence === null ? [] : [words(claim.evidence, all, look, "      ")];
  return [headingOf(claim, look), ...best, ...derivationText(claim, look)].join("\n");
}

function contradictionText({ claims, evidence }: Contradiction, all: boolean, look: Look): string {
  const sides = evidence.map((each) => words(each, all, look, "      "));
  return [...claims.map((claim) => headingOf(claim, look)), ...sides].join("\n");
}

function headingOf(claim: Claim, { colours }: Look): string {
  const { polarity, count, speakers, evidence } = claim;
  if (count <= 1) {
    const mark = evidence === null ? "" : polarityMark(evidence.polarity);
    return `  ${relationText(claim, colours)}${colours.dim(mark)}`;
  }
  const said = speakers.map(speakerText).join(", ");
  const times = countsNote(polarity) || `  (${count} stated)`;
  return `  ${relationText(claim, colours)}${colours.dim(said === "" ? times : `${times}  ${said}`)}`;
}

/** `Speaker 1 (a.txt) 2` if several speakers of the claim have the name. */
function speakerText({ name, count, transcripts = [] }: Claim["speakers"][number]): string {
  const files = transcripts.length === 0 ? "" : ` (${transcripts.join(", ")})`;
  return printable(`${name}${files} ${count}`);
}

/** The words with which a judge compared the names of a claim that no words state. */
function derivationText({ derived }: Claim, { colours, columns }: Look): readonly string[] {
  if (derived === undefined) return [];
  return [derived.source, derived.target].map(({ name, text, file, speaker }) => {
    const quoted = wrap(`${printable(name)}: “${printable(text)}”`, Math.min(columns, 100), "      ");
    return `${quoted}\n      ${colours.dim(location({ file, speaker, startMs: null }))}`;
  });
}

/** `sleep —REDUCES→ stress`. A type without a direction has no arrow. */
export function relationText(
  { source, type, target }: Pick<Claim, "source" | "type" | "target">,
  colours: Look["colours"],
): string {
  const arrow = colours.cyan(`—${printable(type)}${isSymmetric(type) ? "—" : "→"}`);
  return `${printable(source.name)} ${arrow} ${printable(target.name)}`;
}

function holderText(
  { name, labels, transcripts, statements }: Holder,
  { all, isAmbiguous }: { readonly all: boolean; readonly isAmbiguous: boolean },
  { colours }: Look,
): string {
  const shown = statements.slice(0, limitOf(SHOWN.statements, all)).map((statement) => {
    return `      ${relationText(statement, colours)}${colours.dim(polarityMark(statement.polarity))}`;
  });
  const rest = statements.length - shown.length;
  const others = labels.filter((label) => label !== name);
  const notes = [...(others.length > 0 ? [`as ${others.join(", ")}`] : []), ...(isAmbiguous ? transcripts : [])];
  const note = notes.length === 0 ? "" : `  ${colours.dim(notes.map(printable).join(" · "))}`;
  return [
    `  ${printable(name)}${note}`,
    ...shown,
    ...(rest > 0 ? [colours.dim(`      and ${counted(rest, "more", "more")}`)] : []),
  ].join("\n");
}

/** How a relation is said, such as `  (negated)`; empty if it is stated. */
export function polarityMark(polarity: Evidence["polarity"]): string {
  return polarity === "stated" ? "" : `  (${polarity})`;
}

/** The number of statements by polarity; empty if all are stated. */
export function countsNote({ stated, ...others }: PolarityCounts): string {
  const unlike = Object.entries(others).filter(([, count]) => count > 0);
  if (unlike.length === 0) return "";
  const all = [...(stated > 0 ? [["stated", stated] as const] : []), ...unlike];
  return `  (${all.map(([polarity, count]) => `${count} ${polarity}`).join(", ")})`;
}
