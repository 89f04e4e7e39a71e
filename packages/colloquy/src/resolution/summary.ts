import { stripHonorifics, stripPostNominals } from "../analysis/index.ts";
import type { Alias } from "../model/index.ts";
import type { EntitySummary, KeyDecision, NameVariant } from "../ports/index.ts";
import { isAcronym, normaliseName } from "./normalise.ts";
import { PERSON_MARK } from "./person-form.ts";
import { namesNobody } from "./speakers.ts";

/** Whether a term has enough mentions: three for one word, two for several words. */
export function isSupported(name: string, mentions: number): boolean {
  return mentions >= (name.includes(" ") ? 2 : 3);
}

/** What the user or a model decides about a cluster. */
export interface ChosenSummary {
  /** The name that the user sets; null or absent: chosen by the rules. */
  readonly name?: string | null;
  /** The type that the user sets; null or absent: chosen by the rules. */
  readonly type?: string | null;
  /** Maps keys to who decided that they name this entity; absent: rules alone. */
  readonly decided?: ReadonlyMap<string, KeyDecision["source"]>;
}

/**
 * Summarises a cluster of names. Its name is the most frequent variant without degrees (the longer one of a tie; for a
 * person, one with two words or more). Its type is the most frequent one, of a tie the one with the highest sum of
 * confidences (an unsure Concept yields to a type that is at least half as frequent). The other variants are aliases, each with the reason for the merge.
 */
export function summarise(variants: readonly NameVariant[], chosen: ChosenSummary = {}): EntitySummary | null {
  const total = variants.reduce((sum, { count }) => sum + count, 0);
  const asserted = variants.some((variant) => variant.asserted > 0);
  const { decided } = chosen;
  const type = chosen.type ?? pickType(variants);
  const names = totals(variants, (variant) => stripPostNominals(variant.name));
  const name = chosen.name ?? pickName(type === "Person" ? fullNames(names) : names);
  if (name === undefined || (!asserted && !isSupported(name, total))) return null;
  const aliases = [...new Set(variants.map((variant) => variant.name))]
    .filter((other) => other !== name)
    .sort()
    .map((other): Alias => ({ name: other, reason: reasonForAlias(other, name, decided) }));
  return { name, type, aliases };
}

function totals(
  variants: readonly NameVariant[],
  of: (variant: NameVariant) => string,
  value: "count" | "confidence" = "count",
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const variant of variants) counts.set(of(variant), (counts.get(of(variant)) ?? 0) + variant[value]);
  return counts;
}

/** People are mentioned by a part of their names, or by a label without a name, more often than by the full name. */
function fullNames(counts: Map<string, number>): Map<string, number> {
  const named = [...counts].filter(([name]) => !namesNobody(name));
  const full = named.filter(([name]) => /\s/.test(stripHonorifics(name)));
  const [best = counts] = [full, named].filter((names) => names.length > 0);
  return new Map(best);
}

/** Words before their acronym, then the most frequent name, then the longest. */
function pickName(counts: ReadonlyMap<string, number>): string | undefined {
  const spelledOut = [...counts].filter(([name]) => !isAcronym(name));
  const choice = spelledOut.length > 0 ? spelledOut : [...counts];
  return choice.sort(([a, m], [b, n]) => n - m || b.length - a.length || (a < b ? -1 : 1))[0]?.[0];
}

function pickType(variants: readonly NameVariant[]): string {
  const counts = totals(variants, ({ type }) => type);
  const confidences = totals(variants, ({ type }) => type, "confidence");
  const confidenceOf = (type: string): number => confidences.get(type) ?? 0;
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || confidenceOf(b) - confidenceOf(a) || (a < b ? -1 : 1));
  const specific = ranked.find(([type]) => type !== "Concept");
  if (specific === undefined) return "Concept";
  return specific[1] * 2 >= (counts.get("Concept") ?? 0) ? specific[0] : "Concept";
}

/**
 * The reason why two names are one: the first difference that explains it; `user` or `verdict` if no difference in
 * spelling does, and the alias was decided so.
 */
export function reasonForAlias(alias: string, name: string, decided: ChosenSummary["decided"] = new Map()): string {
  const [a, b] = [normaliseName(alias), normaliseName(name)];
  if (a.key === b.key) {
    const [ownForm, otherForm] = [alias.normalize("NFKC"), name.normalize("NFKC")];
    if (ownForm === otherForm) return "unicode";
    if (ownForm.toLowerCase() === otherForm.toLowerCase()) return "case";
    return stripHonorifics(alias) !== alias || stripHonorifics(name) !== name ? "title" : "punctuation";
  }
  const [aWords, bWords] = [a.key.split(" "), b.key.split(" ")];
  if (a.stem === b.stem && aWords.length === bWords.length) return "plural";
  const form = a.forms.find((each) => b.forms.includes(each));
  if (form !== undefined) return form.startsWith(PERSON_MARK) ? "spelling" : "form";
  const decision = decided.get(a.key) ?? decided.get(b.key);
  if (decision !== undefined) return decision;
  if (a.acronym !== b.acronym) return "acronym";
  if (aWords.every((word) => bWords.includes(word)) || bWords.every((word) => aWords.includes(word)))
    return "part of the name";
  return "definition";
}
