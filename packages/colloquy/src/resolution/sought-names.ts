import { analyse, numberRuns } from "../analysis/index.ts";
import type { NameVariant, SoughtAs, StoredKey } from "../ports/index.ts";
import { MOST_WORDS } from "./name-form.ts";
import { hasInitial, isAcronym } from "./normalise.ts";
import { namesNobody } from "./speakers.ts";

const FEWEST_LETTERS = 3;
/** A single word in lower case is looked for if extractions name it this often: once may be chance. */
const FEWEST_MENTIONS = 2;

/** Words that say too little alone: of manner and number, qualities, and those that are verbs as often as nouns. */
const TOO_COMMON_ALONE = new Set(
  (
    "one two three four five six seven eight nine ten hundred thousand million first second third last next " +
    "thing way case fashion kind sort lot bit stuff part side point end number time day week month year people " +
    "good better best bad worse worst big small little great high low long short early late hard easy new old olds young " +
    "different right wrong true real sure able given lost following certain clear possible important " +
    "look feel need want use work talk say play try run start stop call help turn move show hope love like think find " +
    "matter mean mind make take go come give get keep put set see watch hear touch press push pull check test change " +
    "fit cut cost drop rise fall rest close open act aim plan face hold stand know support pass add worry lead deal care " +
    "appeal pay send bring build leave live meet offer order reach read share speak spend stay tell thank travel vote wait walk win write"
  ).split(" "),
);

/** First words of names that mean another thing in another conversation: "next meeting". */
const RELATIVE = new Set("next last previous following current coming upcoming same other another".split(" "));
/** "our company", "losing it". */
const HAS_PRONOUN = /^(?:our|my|your|his|her|its|their)\s|(?:^|\s)(?:it|them|us|me|you|this|that|these|those)(?:\s|$)/u;
/** "iPhone": no word of any language. */
const INNER_CAPITAL = /^\p{Ll}+\p{Lu}/u;
/** "100", "2nd", "million". Words such as "twelve" are numbers as well. */
const NUMBER = /^(?:\p{N}+(?:st|nd|rd|th|s)?|hundred|thousand|[mb]illion)$/u;

/**
 * How a key of an entity is looked for in chunks; null if its words alone do not mean the entity: a label of one transcript,
 * a part of a person's name, a role, a number, a common word.
 * @param variants The names of the entity with the stem of the key.
 */
export function soughtAs(
  key: Pick<StoredKey, "key" | "stem">,
  variants: readonly NameVariant[],
  type: string,
): SoughtAs | null {
  const words = key.key.split(" ");
  if (key.key.includes("@") || words.length > MOST_WORDS) return null;
  if (words.every((word) => TOO_COMMON_ALONE.has(word) || analyse(word).length === 0)) return null;
  if (isRelative(words, variants)) return null;
  if (words.length === 1) return type === "Person" ? null : singleWord(key, variants);
  if (type === "Person" && hasInitial(key)) return null;
  // "project manager" is another person in another conversation.
  return (type === "Person" || type === "Role") && namesNobody(key.key) ? null : "any";
}

/** Whether a name is a number, or depends on the conversation: "next meeting", "our company". */
function isRelative(words: readonly string[], variants: readonly NameVariant[]): boolean {
  const [first = "", ...others] = words;
  if (others.length === 1 && RELATIVE.has(first)) return true;
  if (words.every((word) => NUMBER.test(word) || numberRuns([word]).length > 0)) return true;
  return variants.every(({ name }) => HAS_PRONOUN.test(name));
}

function singleWord({ key, stem }: Pick<StoredKey, "key" | "stem">, variants: readonly NameVariant[]): SoughtAs | null {
  if (variants.every(({ name }) => isAcronym(name))) return "capitals";
  if (key.length < FEWEST_LETTERS) return null;
  if (variants.every(({ name }) => isCapital(name))) return "capital";
  if (variants.every(({ name }) => INNER_CAPITAL.test(name))) return "any";
  if (isCommon(stem)) return null;
  if (variants.reduce((sum, { count }) => sum + count, 0) < FEWEST_MENTIONS) return null;
  return variants.some(({ name }) => isCapital(name)) ? "noun" : "common-noun";
}

function isCapital(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** Whether a single word in lower case says too little, or is no noun as often as it is one: "can", "good", "looking". */
function isCommon(word: string): boolean {
  return TOO_COMMON_ALONE.has(word) || word.endsWith("ing") || analyse(word).length === 0;
}
