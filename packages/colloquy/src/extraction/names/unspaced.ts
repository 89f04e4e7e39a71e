/** Scripts without spaces between words, and Korean, whose words carry particles. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Scripts in which two characters are most of a word. */
const DENSE = /^[\p{sc=Han}\p{sc=Hangul}]+$/u;
/** Characters that inflect a word or make a noun of it. They may be missing in the text. */
const AFFIX = /^[\p{sc=Hiragana}的性化者率力感度法学家員员们們은는이가을를의에도와과로]$/u;
const FEWEST = { dense: 2, other: 3 } as const;

export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word);
}

/**
 * Whether a name in a script without spaces is made of pieces of the texts, each of at least two characters (three in an
 * alphabet or a syllabary), except for characters that inflect it.
 */
export function standsUnspaced(name: string, texts: readonly string[]): boolean {
  const characters = [...name];
  let pieces = 0;
  for (let at = 0; at < characters.length;) {
    const length = longestPiece(characters, at, texts);
    if (length > 0) pieces += 1;
    else if (!AFFIX.test(characters[at] ?? "")) return false;
    at += Math.max(1, length);
  }
  return pieces > 0;
}

/** How many characters from a position on are in a text together; 0 if they are too few for a word. */
function longestPiece(characters: readonly string[], at: number, texts: readonly string[]): number {
  const isDense = DENSE.test(characters.slice(at, at + FEWEST.dense).join(""));
  const fewest = Math.min(isDense ? FEWEST.dense : FEWEST.other, characters.length);
  let piece = characters.slice(at, at + fewest).join("");
  let length = 0;
  for (let end = at + fewest; end <= characters.length && texts.some((text) => text.includes(piece)); end += 1) {
    length = end - at;
    piece += characters[end] ?? "";
  }
  return length;
}
