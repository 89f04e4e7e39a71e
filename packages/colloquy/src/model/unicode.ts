/**
 * Text for comparison without case, in any script: "STRASSE" equals "Straße", and a composed letter equals a decomposed
 * one. It converts to upper case first, because lower case alone does not equate "ß" and "ss".
 */
export function foldCase(text: string): string {
  return text.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * Whether every text within a value is well-formed Unicode. A transcript that was cut within a character is not, and
 * databases that keep UTF-8 refuse or change such text.
 */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
  return Object.values(value).every(isWellFormed);
}

/** The order of code points, as in databases; text with lone surrogates is last. For `sort`. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (left.isWellFormed() !== right.isWellFormed()) return left.isWellFormed() ? -1 : 1;
  const encoding = left.isWellFormed() ? "utf8" : "utf16le";
  return Buffer.compare(Buffer.from(left, encoding), Buffer.from(right, encoding));
}

/** Characters of a folded name in which words are looked for. */
const NAME_LENGTH = 200;
const WITHIN_WORD = /[\p{L}\p{M}\p{N}]/u;

/** Whether a name, without case, has words that begin with each of the folded words, within its first 200 characters. */
export function hasWords(name: string, foldedWords: readonly string[]): boolean {
  return hasFoldedWords(foldCase(name), foldedWords);
}

/** As `hasWords`, for a name that is folded already. */
export function hasFoldedWords(folded: string, foldedWords: readonly string[]): boolean {
  const name = folded.slice(0, NAME_LENGTH);
  return foldedWords.length > 0 && foldedWords.every((word) => word !== "" && beginsWord(name, word));
}

function beginsWord(folded: string, word: string): boolean {
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    if (at === 0 || !WITHIN_WORD.test(characterBefore(folded, at))) return true;
  }
  return false;
}

function characterBefore(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(isLowSurrogate(text, at - 1) ? at - 2 : at - 1) ?? 0);
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
