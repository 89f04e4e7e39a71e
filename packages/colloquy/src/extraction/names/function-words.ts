import type { Word } from "./name-words.ts";

/** Articles, prepositions and conjunctions. Names in title case may write them with capitals ("Loss Of Sleep"). */
const CONNECTING: ReadonlySet<string> = wordSet(
  "a an the and or but nor so as than then if because while whether " +
    "of in on at by to for from with into onto upon about across after along among around before behind below beneath " +
    "beside besides between beyond during inside like near off out outside over per since through throughout toward towards " +
    "under until up via within " +
    "de du des la le les el los las al del und von der den dem das ein eine et y e di da dos das van het een",
);

/** Determiners, pronouns, auxiliaries and pieces of contractions. With capitals they are names: "May", "Will". */
const OTHERS: ReadonlySet<string> = wordSet(
  "this that these those some any each every either both such same other another own " +
    "i me my mine we us our ours you your yours he him his he she her hers it its they them their theirs who whom whose which " +
    "what when where how there here oneself itself themselves yourself " +
    "am is are was were be been being do does did have has had having will would can could shall should may might must " +
    "s t d m ll re ve n",
);

/**
 * Words that connect other words and name nothing. Negations are not included, because they turn a name into its opposite,
 * and neither are words with a meaning of their own.
 */
export function isFunctionWord(folded: string): boolean {
  return CONNECTING.has(folded) || OTHERS.has(folded);
}

/**
 * Whether a word of a name may be missing in the chunk ("loss of sleep" for "sleep loss"). A word with a capital must be
 * there: always in the name of a person ("Theresa May"), in other names unless it connects words. A word in capitals is an
 * acronym ("US").
 */
export function mayBeMissing({ folded, written }: Word, isPerson: boolean): boolean {
  if (!isFunctionWord(folded) || isInCapitals(written)) return false;
  return !/^\p{Lu}/u.test(written) || (!isPerson && CONNECTING.has(folded));
}

/** At least two letters, all of them capitals. */
export function isInCapitals(written: string): boolean {
  return /^\p{Lu}{2,}$/u.test(withoutMarks(written));
}

/** Turns "U.S." and "T_V" into "US" and "TV". */
export function withoutMarks(written: string): string {
  return written.replace(/[._]/g, "");
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
