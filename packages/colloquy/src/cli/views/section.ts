import { printable } from "../../model/index.ts";
import { counted, truncate, wrap } from "../../text/index.ts";
import type { Evidence } from "../library.ts";
import type { Output } from "../output.ts";
import { location } from "./location.ts";

export type Look = Pick<Output, "colours" | "columns">;

const MOST_CHARACTERS = 280;

export function limitOf(limit: number, all: boolean): number {
  return all ? Number.POSITIVE_INFINITY : limit;
}

/** A list with a title; empty without items. */
export function section<T>(
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

/** The words in quotation marks, and their location. */
export function words(evidence: Evidence, all: boolean, { colours, columns }: Look, indent: string): string {
  const text = printable(evidence.text);
  const shown = all ? text : truncate(text, MOST_CHARACTERS);
  const polarity = evidence.polarity === "stated" ? "" : ` · ${evidence.polarity}`;
  const meant = (evidence.antecedents ?? []).map((antecedent) => `“${printable(antecedent.text)}”`);
  const about = meant.length === 0 ? "" : ` (meaning ${meant.join(" and ")})`;
  return `${wrap(`“${shown}”${about}`, Math.min(columns, 100), indent)}\n${indent}${colours.dim(location(evidence) + polarity)}`;
}
