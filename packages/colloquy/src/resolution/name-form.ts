import { irregularHead, numberRuns } from "../analysis/index.ts";
import { personForm } from "./person-form.ts";
import { inFull, isClipped } from "./short-forms.ts";

/** Words that a form leaves out. "a" is not among them, because it can be a middle initial. */
const FUNCTION_WORDS = new Set("the an of and or in on to for with by at from".split(" "));

/** The forms of a key: see `NameKey.forms`. */
export function formsOf(key: string): readonly string[] {
  const words = key.split(" ");
  if (words.length > MOST_WORDS) return [];
  const compact = words.join("");
  const person = personForm(words);
  return [
    nameForm(words),
    ...(compact.length >= LEAST_COMPACT ? [`=${singular(compact)}`] : []),
    ...(person === null ? [] : [person]),
  ];
}

/**
 * Whether the form of a key is that of another name only in one conversation: a clipped word can mean something else
 * ("remotes" and "remote controls", but "fully remote"), and so can a participle ("lost keys" and "losing the keys", but "lost art").
 */
export function needsOneConversation(key: string): boolean {
  const words = key.split(" ");
  return isClipped(words, singular) || (words.length > 1 && isOfChange(words[0] as string));
}

/** Longer names are sentences. */
export const MOST_WORDS = 8;
/** "push button" and "pushbutton"; shorter words would connect "a line" and "aline". */
const LEAST_COMPACT = 6;

/**
 * A form of a name, as one string. For one word it removes the number. For several words it
 * also removes inflection, derivation ("remote working", "remote work"), function words, and the order of a few patterns:
 * "quality of teaching", "needs and desires", "managing stress", "working remotely". Numbers in words and in digits are
 * equal.
 * @param words The words of a key.
 */
function nameForm(words: readonly string[]): string {
  const spelled = inFull(inDigits(withoutScenario(words)), singular);
  const content = spelled.filter((word) => !FUNCTION_WORDS.has(word));
  if (content.length < 2) return singular(content[0] ?? words.join(" "));
  return reordered(spelled).join(" ");
}

/** A scenario is named by the case that it assumes: "worst case scenario". */
function withoutScenario(words: readonly string[]): readonly string[] {
  return words.length > 2 && singular(words.at(-1) as string) === "scenario" ? words.slice(0, -1) : words;
}

/** "twenty five" as "25". */
function inDigits(words: readonly string[]): readonly string[] {
  const digits = [...words];
  for (const { start, end, value } of numberRuns(words).toReversed())
    // One word may be a name: "the one", "seven".
    if (words.length > 1) digits.splice(start, end - start, String(value));
  return digits;
}

/** The lemmas of a key without function words, in their order: with short forms in full, and as they are written. */
export function contentLemmas(key: string): {
  readonly inFull: readonly string[];
  readonly asWritten: readonly string[];
} {
  const words = inDigits(key.split(" "));
  return { inFull: reduced(inFull(words, singular)), asWritten: reduced(words) };
}

/**
 * The canonical words of a name in the order of a compound: what it is about first, then the act or the thing. "and" has no
 * order, "of" has the reverse order ("quality of teaching"), a gerund stands before its object ("managing stress"), and an
 * adverb after its verb ("working remotely"). The participle of a verb of change names the change ("improved focus", "focus
 * improvement"); other participles name a thing ("trained police").
 */
function reordered(words: readonly string[]): readonly string[] {
  const of = words.lastIndexOf("of");
  const content = (of > 0 ? [...words.slice(of + 1), ...words.slice(0, of)] : words).filter(
    (word) => !FUNCTION_WORDS.has(word),
  );
  const forms = content.map(lemma);
  if (forms.length === 2 && words.includes("and")) return forms.toSorted();
  const [first = "", ...others] = forms;
  if (isGerund(content[0] as string) || isOfChange(content[0] as string)) return [...others, first];
  return isAdverb(content.at(-1) as string) ? [forms.at(-1) as string, ...forms.slice(0, -1)] : forms;
}

/** Nouns and adjectives with the endings of gerunds and of adverbs. */
const NO_GERUNDS: ReadonlySet<string> = new Set(
  (
    "building ceiling closing clothing darling during evening everything existing following growing interesting leading " +
    "learning living meeting missing morning nothing opening outstanding promising pudding remaining sibling something " +
    "spring sterling string upcoming viking wedding working"
  ).split(" "),
);
const NO_ADVERBS: ReadonlySet<string> = new Set(
  (
    "ally anomaly assembly belly bully butterfly costly daily deadly early elderly family friendly homily italy jelly july likely " +
    "lively lonely lovely monopoly monthly only rally reply silly supply ugly weekly yearly"
  ).split(" "),
);

function isGerund(word: string): boolean {
  return /[aeiouy][a-z]*ing$/.test(word) && !NO_GERUNDS.has(word);
}

/** The lemmas of verbs of change. */
const CHANGES: ReadonlySet<string> = new Set(
  "decreas delay diminish enhanc impair improv increas los reduc strengthen weaken worsen".split(" "),
);

function isOfChange(word: string): boolean {
  return !word.endsWith("ing") && (word.endsWith("ed") || irregularHead(word) !== null) && CHANGES.has(lemma(word));
}

function isAdverb(word: string): boolean {
  return /[a-z]{3}ly$/.test(word) && !NO_ADVERBS.has(word);
}

function reduced(words: readonly string[]): string[] {
  return words.filter((word) => !FUNCTION_WORDS.has(word)).map(lemma);
}

/** British and American spellings. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z]{2})(?:iz|yz)(?=(?:e[sdr]?|ing|ations?|ational)$)/, "is"],
  [/(?<=[a-z]{2})our(?=s?$|al|ed$|ing$|ful|ite)/, "or"],
  [/(?<=[a-z]{2}[bt])re(?=s?$|d$)/, "er"],
  [/mme(?=s?$)/, "m"],
  [/ogue(?=s?$)/, "og"],
];

/** Endings of inflection, and of adverbs and nouns that mean the same action or quality. Each applies once, in this order. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z]{3})ically$/, "ic"],
  [/(?<=[a-z]{3})ical$/, "ic"],
  [/(?<=[a-z]{2})ily$/, "y"],
  [/(?<=[a-z]{3})ly$/, ""],
  [/(?<=[a-z]{2}[aeiouy][a-z]*)([bdgklmnprtv])\1(?:ing|ed)$/, "$1"],
  [/(?<=[aeiouy][a-z]+)(?:ing|(?<!e)ed)$/, ""],
  [/(?<=ion|or)al$/, ""],
  [/(?<=[a-z]{4})ments?$/, ""],
  [/isations?$/, "is"],
  [/(?<=[a-z]{4}[ts])ions?$/, ""],
  [/(?<=[a-z]{2}[^aeiou])ie$/, "y"],
  [/(?<=[a-z]{2})e$/, ""],
];

/** Irregular nouns for what a verb says. */
const ACT_NOUNS: ReadonlyMap<string, string> = new Map([
  ["loss", "lose"],
  ["sale", "sell"],
  ["growth", "grow"],
  ["choice", "choose"],
  ["belief", "believe"],
  ["proof", "prove"],
  ["pursuit", "pursue"],
  ["arrival", "arrive"],
  ["removal", "remove"],
  ["denial", "deny"],
  ["approval", "approve"],
  ["refusal", "refuse"],
  ["renewal", "renew"],
  ["failure", "fail"],
  ["exposure", "expose"],
]);

/** Equal for the forms of a word ("regulate", "regulating", "regulation"), and not for other words of its root ("regulator"). */
function lemma(word: string): string {
  if (!/^[a-z]{4,32}$/.test(word)) return word;
  const spelled = SPELLINGS.reduce(
    (form, [pattern, plain]) => form.replace(pattern, plain),
    ACT_NOUNS.get(singular(word)) ?? irregularHead(word) ?? word,
  );
  return ENDINGS.reduce((form, [pattern, plain]) => form.replace(pattern, plain), singular(spelled));
}

/** The singular of a regular English plural; other words unchanged. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s")) return word;
  if (/(ss|us|is|ous)$/.test(word)) return word;
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes|zzes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
