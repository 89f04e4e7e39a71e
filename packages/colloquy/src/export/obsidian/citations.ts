import type { Evidence } from "../../model/index.ts";
import type { SummaryRow } from "../rows.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { VaultLinks } from "./vault-links.ts";

/** The words in quotation marks, then their speaker and a link to their turn; each line begins with `indent`. */
export function citation(evidence: Evidence, links: VaultLinks, indent = ""): string {
  const meant = (evidence.antecedents ?? []).map(({ text }) => `“${escapeMarkdown(text)}”`);
  const about = meant.length === 0 ? "" : ` (meaning ${meant.join(" and ")})`;
  const polarity = evidence.polarity === "stated" ? "" : ` · ${evidence.polarity}`;
  const from = [links.speaker(evidence), links.turn(evidence)].filter((part) => part !== null);
  return `${indent}> “${escapeMarkdown(evidence.text)}”${about}\n${indent}> — ${from.join(", ")}${polarity}`;
}

/** Citations as separate blocks. */
export function citationBlocks(evidence: readonly Evidence[], links: VaultLinks): readonly string[] {
  return evidence.flatMap((each, index) => [...(index === 0 ? [] : [""]), citation(each, links)]);
}

/** A summary of which each sentence leads to its evidence; empty without one. */
export function summaryLines(summary: SummaryRow | undefined, links: VaultLinks): readonly string[] {
  if (summary === undefined) return [];
  const cited = new Map(summary.citations.map((each) => [each.n, each]));
  const sentences = summary.sentences.map(({ text, citations }) => {
    const sources = citations.flatMap((n) => {
      const evidence = cited.get(n);
      return evidence === undefined ? [] : [links.turn(evidence, String(n))];
    });
    return [escapeMarkdown(text), ...sources].join(" ");
  });
  return [sentences.join(" "), "", `Written by ${escapeMarkdown(summary.profile)}; a number leads to the words.`];
}

const SHORT = 40;
const LONG = 280;

/** The best quotes first: those that name the thing, then those that are neither short nor long; else in their order. */
export function bestQuotesFirst<Quote extends { readonly text: string }>(
  quotes: readonly Quote[],
  names: readonly string[] = [],
): readonly Quote[] {
  const folded = names.map((name) => name.toLowerCase());
  const rank = ({ text }: Quote): number => {
    const isNamed = folded.length === 0 || folded.some((name) => text.toLowerCase().includes(name));
    return (isNamed ? 0 : 2) + (text.length < SHORT || text.length > LONG ? 1 : 0);
  };
  return quotes.toSorted((one, other) => rank(one) - rank(other));
}
