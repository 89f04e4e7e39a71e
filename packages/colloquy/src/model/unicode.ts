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
