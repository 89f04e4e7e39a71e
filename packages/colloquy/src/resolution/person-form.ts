/** Spellings of one sound. Each applies once, in this order. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, "f"],
  [/(?<=.)h/g, ""],
  [/c(?=[eiy])/g, "s"],
  [/ck|c|q/g, "k"],
  [/z/g, "s"],
  [/y/g, "i"],
  [/(.)\1+/g, "$1"],
];
/** The first character of the forms of people. */
export const PERSON_MARK = "@";
/** Shorter names differ by their vowels: Dan, Don. */
const LEAST_MASKED = 5;

/**
 * A form that misspelt names of a person share: first names that differ in doubled letters, in letters of one sound, or
 * in inner vowels ("Mat" and "Matt", "Jon" and "John", "Jerod" and "Jared"), and last names that differ in the first two.
 * Final vowels count: "Robert" and "Roberta" are two. Null for other names than two words.
 * @param words The words of a key.
 */
export function personForm(words: readonly string[]): string | null {
  const [first = "", last = "", ...others] = words;
  if (others.length > 0 || first.length < 3 || last.length < 3) return null;
  return `${PERSON_MARK}${masked(sound(first))} ${sound(last)}`;
}

/** Whether two names of people are spelt as they sound, with the same vowels: "Mat" and "Matt", but not "Robin" and "Ruben". */
export function soundAlike(one: readonly string[], other: readonly string[]): boolean {
  return one.map(sound).join(" ") === other.map(sound).join(" ");
}

function sound(word: string): string {
  return SOUNDS.reduce((text, [pattern, plain]) => text.replace(pattern, plain), word);
}

function masked(word: string): string {
  return word.length < LEAST_MASKED ? word : word.replace(/(?<=.)[aeiou](?=.)/g, "*");
}
