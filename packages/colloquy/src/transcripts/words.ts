const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Whether a text has words: a letter, a number or a pictograph. `...` and music notes are no words. */
export function hasWords(text: string): boolean {
  return WORD.test(text);
}

/** Replaces white space of any kind and length by one space, and unpaired surrogates by the replacement character. */
export function foldSpaces(text: string): string {
  return text.replace(/\s+/gu, " ").trim().toWellFormed();
}
