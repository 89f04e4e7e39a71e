import {
  type Derivation,
  type Evidence,
  isSymmetric,
  placeKey,
  type Polarity,
  type PolarityCounts,
} from "../../model/index.ts";
import type {
  Claim,
  Contradiction,
  EntityDetail,
  EntityReference,
  Holder,
  StatementDetail,
} from "../../retrieval/index.ts";
import { citation } from "./citations.ts";
import { escapeMarkdown, section } from "./markdown.ts";
import type { VaultLinks } from "./vault-links.ts";

const SHOWN = { claims: 15, further: 60, contradictions: 15, holders: 12, held: 5 };

const TITLES = {
  is: "What it is, or is part of",
  includes: "Examples and parts",
  causes: "What causes, enables or reduces it",
  effects: "What it leads to",
  requires: "What it requires",
  requiredBy: "What requires it",
  positions: "Positions",
  other: "Other relations",
  derived: "Kinds and parts by the names alone",
  related: "Related",
} as const satisfies Record<keyof EntityDetail["claims"], string>;

/** Writes the claims about one entity, whose own name needs no link, and remembers the words that it cites. */
export class ClaimWriter {
  readonly #self: string;
  readonly #links: VaultLinks;
  readonly #cited = new Set<string>();

  constructor(self: string, links: VaultLinks) {
    this.#self = self;
    this.#links = links;
  }

  /** Whether words are cited already. */
  cites(evidence: Evidence): boolean {
    return this.#cited.has(placeKey(evidence));
  }

  /** The claims by group. Further ones, and those that no words state, follow in one line; each leads to its words. */
  claims(claims: EntityDetail["claims"]): string {
    return Object.entries(TITLES)
      .map(([group, title]) => this.#group(title, claims[group as keyof typeof TITLES]))
      .join("");
  }

  /** Both sides of each contradiction in their words. */
  contradictions(contradictions: readonly Contradiction[]): string {
    const shown = contradictions
      .slice(0, SHOWN.contradictions)
      .flatMap(({ claims, evidence }) => [
        `- ${claims.map((claim) => `${this.statement(claim)}${countsText(claim.polarity)}`).join(", but ")}`,
        ...evidence.flatMap((each, index) => [...(index === 0 ? [] : ["  "]), this.#cite(each)]),
      ]);
    return section("Contradictions", [...shown, ...this.#rest(contradictions.length - SHOWN.contradictions)]);
  }

  /** What each speaker says, if several do and one says several things; each statement leads to its words. */
  holders(holders: readonly Holder[]): string {
    if (holders.length < 2 || holders.every(({ statements }) => statements.length < 2)) return "";
    const lines = holders.slice(0, SHOWN.holders).map(({ statements, ...speaker }) => {
      const said = statements.slice(0, SHOWN.held).map(({ evidence, polarity, ...claim }) => {
        return `${this.statement(claim)}${polarityText(polarity)}${this.#place(evidence)}`;
      });
      const rest = statements.length - said.length;
      return `- ${this.#links.entity(speaker)}: ${[...said, ...(rest > 0 ? [`${rest} more`] : [])].join("; ")}`;
    });
    return section("Who says what", [...lines, ...this.#rest(holders.length - SHOWN.holders)]);
  }

  /** What a person states, with the first words. */
  statements(statements: readonly StatementDetail[], heading: string): string {
    const lines = statements.slice(0, SHOWN.claims).flatMap(({ evidence, ...claim }) => {
      const best = evidence.find(({ polarity }) => polarity !== "implied") ?? evidence[0];
      return [`- ${this.statement(claim)}`, ...(best === undefined ? [] : [this.#cite(best)])];
    });
    return section(heading, [...lines, ...this.#rest(statements.length - SHOWN.claims)]);
  }

  /** `remote work *reduces* [[...|isolation]]`. */
  statement({ source, type, target }: Pick<Claim, "source" | "type" | "target">): string {
    return `${this.#name(source)} *${verb(type)}* ${this.#name(target)}`;
  }

  #cite(evidence: Evidence): string {
    this.#cited.add(placeKey(evidence));
    return citation(evidence, this.#links, "  ");
  }

  #name(end: EntityReference): string {
    return end.id === this.#self ? escapeMarkdown(end.name) : this.#links.entity(end);
  }

  #group(title: string, claims: readonly Claim[]): string {
    const said = claims.filter(isSaid);
    const shown = said.slice(0, SHOWN.claims);
    const further = [...said.slice(SHOWN.claims), ...claims.filter((claim) => !isSaid(claim))];
    const lines = shown.flatMap((claim) => [
      `- ${this.statement(claim)}${this.#saidBy(claim)}`,
      ...(claim.evidence === null ? [] : [this.#cite(claim.evidence)]),
      ...this.#compared(claim),
    ]);
    return section(title, [...lines, ...this.#further(further, shown.length > 0)]);
  }

  /** How often and by whom, if it is said more than once; else whether it is only denied, asked or implied. */
  #saidBy({ count, polarity, speakers, evidence }: Claim): string {
    if (count < 2) return evidence === null ? "" : polarityText(evidence.polarity);
    const by = speakers.map((speaker) => `${this.#links.entity(speaker)} ${speaker.count}`).join(", ");
    return `${countsText(polarity)}${by === "" ? "" : ` · ${by}`}`;
  }

  /** The words with which a judge compared the names of a claim that no words state. */
  #compared({ derived }: Claim): readonly string[] {
    if (derived === undefined) return [];
    return [derived.source, derived.target].map(
      ({ name, text, file }) => `  - ${escapeMarkdown(name)}: “${escapeMarkdown(text)}” (${escapeMarkdown(file)})`,
    );
  }

  #further(claims: readonly Claim[], isContinued: boolean): readonly string[] {
    if (claims.length === 0) return [];
    const shown = claims.slice(0, SHOWN.further).map((claim) => this.#otherEnd(claim));
    const rest = claims.length - shown.length;
    return [...(isContinued ? [""] : []), [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(" · ")];
  }

  #otherEnd({ source, type, target, count, evidence, derived }: Claim): string {
    const isOut = source.id === this.#self;
    const end = this.#name(isOut ? target : source);
    const place = derived === undefined ? this.#place(evidence) : comparedNames(derived);
    if (isSymmetric(type)) return `${end} (${count})${place}`;
    const mark = evidence === null ? "" : polarityText(evidence.polarity);
    return `${isOut ? `*${verb(type)}* ${end}` : `${end} *${verb(type)}* it`}${mark}${place}`;
  }

  #place(evidence: Evidence | null): string {
    return evidence === null ? "" : ` (${this.#links.turn(evidence)})`;
  }

  #rest(count: number): readonly string[] {
    return count > 0 ? ["", `${count} more are in the workspace.`] : [];
  }
}

/** Whether words say it, or a judge concluded it, and not only the occurrence of both names. */
function isSaid({ count, polarity, derived }: Claim): boolean {
  return derived !== undefined || count > polarity.implied;
}

/** The words with which a judge compared two names. */
function comparedNames({ source, target }: Derivation): string {
  return ` (${[source, target].map(({ text, file }) => `“${escapeMarkdown(text)}”, ${escapeMarkdown(file)}`).join("; ")})`;
}

function verb(type: string): string {
  return escapeMarkdown(type.toLowerCase().replaceAll("_", " "));
}

function polarityText(polarity: Polarity): string {
  return polarity === "stated" ? "" : ` (${polarity})`;
}

/** ` (2 stated, 1 negated)`. */
function countsText(counts: PolarityCounts): string {
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  return present.length === 0 ? "" : ` (${present.map(([polarity, count]) => `${count} ${polarity}`).join(", ")})`;
}
