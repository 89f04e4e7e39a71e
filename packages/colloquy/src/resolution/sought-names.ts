import { analyse } from "../analysis/index.ts";
import type { NameVariant, SoughtAs, StoredKey } from "../ports/index.ts";
import { hasInitial, isAcronym } from "./normalise.ts";

/** Longer names are sentences. */
const MOST_WORDS = 8;
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

/** Whether a single word in lower case says too little, or is no noun as often as it is one: "can", "good", "looking". */
function isCommon(word: string): boolean {
  return TOO_COMMON_ALONE.has(word) || word.endsWith("ing") || analyse(word).length === 0;
}

/**
 * How a key of an entity is looked for in chunks; null if its words alone do not mean the entity: a label of one transcript,
 * a part of a person's name, a common word.
 * @param variants The names of the entity with the stem of the key.
 */
export function soughtAs(
  key: Pick<StoredKey, "key" | "stem">,
  variants: readonly NameVariant[],
  type: string,
): SoughtAs | null {
  const words = key.key.split(" ");
  if (
    key.key.includes("@") ||
    words.length > MOST_WORDS ||
    words.every((word) => TOO_COMMON_ALONE.has(word) || analyse(word).length === 0)
  )
    return null;
  if (words.length > 1) return type === "Person" && hasInitial(key) ? null : "any";
  if (type === "Person") return null;
  if (variants.every(({ name }) => isAcronym(name))) return "capitals";
  if (key.key.length < FEWEST_LETTERS) return null;
  if (variants.every(({ name }) => /^\p{Lu}/u.test(name))) return "capital";
  if (isCommon(key.stem)) return null;
  return variants.reduce((sum, { count }) => sum + count, 0) >= FEWEST_MENTIONS ? "noun" : null;
}
