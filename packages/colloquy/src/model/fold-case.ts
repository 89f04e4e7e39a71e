/**
 * Text for comparison without case, in any script: "STRASSE" equals "Straße", and a composed letter equals a decomposed
 * one. It converts to upper case first, because lower case alone does not equate "ß" and "ss".
 */
export function foldCase(text: string): string {
  return text.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
