import { printable } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import type { Claim, Contradiction, EntityDetail, Holder, PolarityCounts } from "../library.ts";
import { limitOf, type Look, section, words } from "./section.ts";

const SHOWN = { claims: 8, holders: 6, statements: 3 };

const TITLES = {
  is: "What it is",
  includes: "Examples and parts",
  causes: "What causes, enables or reduces it",
  effects: "What it leads to",
  positions: "Positions",
  related: "Related",
} as const satisfies Record<keyof EntityDetail["claims"], string>;

/** The claims about an entity by group, its contradictions, and who says what. */
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
    section("Who says what", holders, limitOf(SHOWN.holders, all), look, (each) => holderText(each, all, look)),
  ];
}

function claimText(claim: Claim, all: boolean, look: Look): string {
  const best = claim.evidence === null ? [] : [words(claim.evidence, all, look, "      ")];
  return [headingOf(claim, look), ...best].join("\n");
}

function contradictionText({ claims, evidence }: Contradiction, all: boolean, look: Look): string {
  const sides = evidence.map((each) => words(each, all, look, "      "));
  return [...claims.map((claim) => headingOf(claim, look)), ...sides].join("\n");
}

function headingOf(claim: Claim, { colours }: Look): string {
  const { polarity, count, speakers, derived } = claim;
  if (derived !== undefined) return `  ${relationText(claim, colours)}${colours.dim(derivedNote(derived))}`;
  const said = speakers.map(({ speaker, count: times }) => `${printable(speaker)} ${times}`).join(", ");
  const times = countsNote(polarity) || (count > 1 ? `  (${count} stated)` : "");
  const note = count > 1 && speakers.length > 0 ? `${times}  ${said}` : times;
  return `  ${relationText(claim, colours)}${colours.dim(note)}`;
}

/** Why a claim is shown that no words state. */
function derivedNote({ source, target }: NonNullable<Claim["derived"]>): string {
  return `  (no words state it; a model compared the names "${printable(source.name)}" and "${printable(target.name)}")`;
}

function relationText({ source, type, target }: Pick<Claim, "source" | "type" | "target">, colours: Look["colours"]) {
  return `${printable(source.name)} ${colours.cyan(`—${printable(type)}→`)} ${printable(target.name)}`;
}

function holderText({ speaker, statements }: Holder, all: boolean, { colours }: Look): string {
  const shown = statements.slice(0, limitOf(SHOWN.statements, all)).map((statement) => {
    const polarity = statement.polarity === "stated" ? "" : `  (${statement.polarity})`;
    return `      ${relationText(statement, colours)}${colours.dim(polarity)}`;
  });
  const rest = statements.length - shown.length;
  return [
    `  ${printable(speaker)}`,
    ...shown,
    ...(rest > 0 ? [`      and ${counted(rest, "more", "more")}`] : []),
  ].join("\n");
}

/** The number of statements by polarity; empty if all are stated. */
export function countsNote({ stated, ...others }: PolarityCounts): string {
  const unlike = Object.entries(others).filter(([, count]) => count > 0);
  if (unlike.length === 0) return "";
  const all = [...(stated > 0 ? [["stated", stated] as const] : []), ...unlike];
  return `  (${all.map(([polarity, count]) => `${count} ${polarity}`).join(", ")})`;
}
