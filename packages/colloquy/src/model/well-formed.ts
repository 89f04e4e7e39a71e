/**
 * Whether every text within a value is well-formed Unicode. A transcript that was cut within a character is not, and
 * databases that keep UTF-8 refuse or change such text.
 */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
  return Object.values(value).every(isWellFormed);
}
