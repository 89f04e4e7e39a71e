import { irregularForms, stripHonorifics } from "../analysis/index.ts";
import type { NameKey } from "../ports/index.ts";
import { formsOf, singular } from "./name-form.ts";

const ARTICLES = new Set([
  "the",
  "a",
  "an",
  "this",
  "that",
  "these",
  "those",
  "our",
  "my",
  "your",
  "his",
  "her",
  "its",
  "their",
]);
/** Words that an acronym may skip: "Department of Energy" is DOE or DE. */
const PASSED_OVER = new Set(["of", "the", "and", "for", "in", "on", "to", "a", "an", "&"]);

/** "Mireille B. Reece": only names of people have an initial with a full stop. */
const MIDDLE_INITIAL = /^\p{Lu}[\p{L}'’-]+ \p{Lu}\. \p{Lu}[\p{L}'’-]+$/u;

/** Two to six capitals or digits, at least two of them letters, with an optional plural s: "VAD", "MP3s". */
export function isAcronym(name: string): boolean {
  return /^(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Z0-9]{1,5}s?$/.test(name.replaceAll(/[._]/g, ""));
}

/** "T_V_" and "V_C_R_s": letters that are spoken one by one, as transcripts of meetings write them. */
const SPELLED_OUT = /(?<![\p{L}\p{N}])(?:\p{Lu}_)+s?(?![\p{L}\p{N}])/gu;

/** Compatibility forms, case, punctuation, possessives and white space folded; any script. */
export function foldName(name: string): string {
  return name
    .normalize("NFKC")
    .replace(SPELLED_OUT, (letters) => letters.replaceAll("_", ""))
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .toLowerCase()
    .replace(/(\p{L})\.(?=\p{L}(?:\.|\s|$))/gu, "$1")
    .replace(/'s(?![\p{L}\p{N}])/gu, "")
    .replace(/(?<=\p{L})'(?=\p{L})/gu, "")
    .replace(/[^\p{L}\p{M}\p{N}+#&]+/gu, " ")
    .trim();
}

/**
 * The key of a name: names that differ in case, punctuation, articles, honorifics or Unicode form have equal keys.
 * Names that differ in number or by a middle initial have equal stems. A name without letters or digits keeps its own
 * characters.
 */
export function normaliseName(name: string): NameKey {
  const bare = stripHonorifics(name);
  const acronym = isAcronym(bare);
  const words = foldName(acronym ? bare.replace(/s$/, "") : bare)
    .split(" ")
    .filter(Boolean);
  // "A. Abbot" begins with an initial.
  const least = /^\p{Lu}\.\s*\p{Lu}/u.test(bare) ? words.length : 1;
  while (words.length > least && ARTICLES.has(words[0] as string)) words.shift();
  if (words.length === 0) return { key: name.trim(), stem: name.trim(), initials: "", forms: [], acronym: false };
  const key = words.join(" ");
  const whole = MIDDLE_INITIAL.test(bare) ? words.filter((word) => word.length > 1) : words;
  const stem = [...whole.slice(0, -1), singular(whole.at(-1) as string)].join(" ");
  return {
    key,
    stem,
    initials: acronym ? "" : initialsOf(words),
    // Only a new key needs them.
    get forms() {
      return formsOf(key);
    },
    acronym,
  };
}

/** Whether two names may name one person: "Ann B. Lee" and "Ann Lee", but not "Ann C. Lee". */
export function mayBeSamePerson(one: NameKey, other: NameKey): boolean {
  if (one.stem !== other.stem) return false;
  return one.key === other.key || !hasInitial(one) || !hasInitial(other);
}

/** Whether a key has a middle initial, which its stem leaves out. */
export function hasInitial({ key, stem }: Pick<NameKey, "key" | "stem">): boolean {
  return key.split(" ").length > stem.split(" ").length;
}

/**
 * The keys that a name may have in singular and plural: its own key first, then its stem, then the plurals of the stem.
 * The last word decides the number.
 */
export function numberForms(name: string): readonly string[] {
  const { key, stem } = normaliseName(name);
  const plurals = stem.endsWith("y") ? [`${stem}s`, `${stem.slice(0, -1)}ies`] : [`${stem}s`, `${stem}es`];
  const irregular = irregularForms(stem.split(" ").at(-1) ?? "").map((word) => stem.replace(/\S+$/, word));
  return [...new Set([key, stem, ...plurals, ...irregular])];
}

function initialsOf(words: readonly string[]): string {
  const counted = words.filter((word) => !PASSED_OVER.has(word));
  if (counted.length < 2 || counted.length > 6) return "";
  return counted.map((word) => [...word][0]).join("");
}
