import { wordForms } from "../analysis/index.ts";
import { contentLemmas, singular } from "./name-form.ts";
import { areOpposite, isExact } from "./word-contrasts.ts";

/** A name as transcripts write it, with its normalised key: see `NameKey.key`. */
export interface TypedName {
  readonly key: string;
  readonly name: string;
  readonly type: string;
}

/** The least cosine of two names that are one: */
const LEAST_COSINES = {
  /** one word differs; */
  word: 0.87,
  /** one word differs, in two forms of one family: "innovation" and "innovative"; */
  family: 0.84,
  /** one name has a further word that says that there are several; */
  several: 0.87,
  /** one name has a further word for what a proper name is; */
  kind: 0.8,
  /** one name is the plural of a proper name, the other has a further word for its members: "Nokias" and "Nokia phones". */
  members: 0.9,
} as const;

/** No names with a smaller cosine are near. */
export const LEAST_COSINE: number = Math.min(...Object.values(LEAST_COSINES));

/**
 * Whether two names mean one thing because their vectors are near and their words differ in a way that keeps the meaning.
 * Vectors alone do not tell: "older people" and "younger people" are nearer than "teaching" and "teacher training". So
 * two names differ in one word at most, which is no number, no proper name and no opposite.
 * @param cosine The cosine of their vectors.
 */
export function areNear(one: TypedName, other: TypedName, cosine: number): boolean {
  if (cosine < LEAST_COSINE || one.type === "Person" || other.type === "Person") return false;
  return (["inFull", "asWritten"] as const).some((spelling) => {
    const [first, second] = [contentLemmas(one.key)[spelling], contentLemmas(other.key)[spelling]];
    const [left, right] = [without(first, second), without(second, first)];
    // Short forms are in full: "buying a remote" and "buying a remote control".
    if (left.length === 0 && right.length === 0) return cosine >= LEAST_COSINES.word;
    if (left.length === 1 && right.length === 1)
      return (
        first.length > 1 &&
        first.indexOf(left[0] as string) === second.indexOf(right[0] as string) &&
        isReplaced({ ...one, lemma: left[0] as string }, { ...other, lemma: right[0] as string }, cosine)
      );
    if (left.length === 1 && right.length === 0) return addsLittle(one, other, left[0] as string, cosine);
    if (left.length === 0 && right.length === 1) return addsLittle(other, one, right[0] as string, cosine);
    return false;
  });
}

/** The words that `others` lacks, each as often as it is more frequent. */
function without(words: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return words.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** A name with the lemma that another name replaces. */
interface Replaced extends TypedName {
  readonly lemma: string;
}

function isReplaced(one: Replaced, other: Replaced, cosine: number): boolean {
  const [a, b] = [wordOf(one), wordOf(other)];
  if (a === null || b === null || isExact(a) || isExact(b) || areOpposite(a, b)) return false;
  if (isProper(one.name, a) || isProper(other.name, b)) return false;
  if (!areOneFamily(a, b)) return cosine >= LEAST_COSINES.word;
  // "detection" and "detector"; "diverse country" and "diversity of the country".
  const isOfThing = ({ key }: TypedName): boolean => key.includes(" of ");
  return (
    ![a, b].some((word) => AGENT_OR_STATE.test(word)) &&
    isOfThing(one) === isOfThing(other) &&
    cosine >= LEAST_COSINES.family
  );
}

/** The word of a name with a lemma; null if the lemma is of several words. */
function wordOf({ key, lemma }: Replaced): string | null {
  return key.split(" ").find((word) => contentLemmas(word).asWritten[0] === lemma) ?? null;
}

/** Words for who acts, for a state and for a lack are of the family of an act or a thing, and mean another thing. */
const AGENT_OR_STATE = /(?:er|or|ist|ee|less|hood|ship)s?$/;

function areOneFamily(one: string, other: string): boolean {
  const families = new Set(wordForms(one).family);
  return wordForms(other).family.some((family) => families.has(family));
}

/** Words that only say that there are several of what a plural names. */
const SEVERAL = new Set("multiple various several numerous many individual".split(" "));
/** Words for what a proper name is. */
const KINDS = new Set("programme program scheme initiative campaign project app website podcast company".split(" "));

/** Whether a name means the same without one of its lemmas. */
function addsLittle(longer: TypedName, shorter: TypedName, lemma: string, cosine: number): boolean {
  const words = longer.key.split(" ");
  const word = wordOf({ ...longer, lemma });
  const last = words.at(-1) ?? "";
  if (word !== null && SEVERAL.has(word)) return isPlural(last) && cosine >= LEAST_COSINES.several;
  if (word !== last || !/^\p{Lu}/u.test(shorter.name)) return false;
  if (KINDS.has(last)) return longer.key === `${shorter.key} ${last}` && cosine >= LEAST_COSINES.kind;
  const isMembers =
    isPlural(last) && isPlural(shorter.key) && words.length === 2 && longer.key === `${singular(shorter.key)} ${last}`;
  return isMembers && cosine >= LEAST_COSINES.members;
}

function isPlural(word: string): boolean {
  return singular(word) !== word;
}

/** Whether a name writes a word with a capital, other than at its start. */
function isProper(name: string, word: string): boolean {
  return name.split(/[\s-]+/).some((each) => /^\p{Lu}/u.test(each) && each.toLowerCase().startsWith(word));
}
