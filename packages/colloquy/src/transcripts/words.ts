const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Whether anything was said: a letter, a number or a pictograph. `...` and music notes are no words. */
export function hasWords(text: string): boolean {
  return WORD.test(text);
}

/** White space of any kind and length becomes one space; unpaired surrogates are replaced. */
export function foldSpaces(text: string): string {
  return text.replace(/\s+/gu, " ").trim().toWellFormed();
}
