/**
 * Text for comparison without case, in any script: "STRASSE" equals "Straße", and a composed letter equals
 * a decomposed one. By way of capitals, because lower case alone keeps apart what capitals join.
 */
export function foldCase(text: string): string {
  return text.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
