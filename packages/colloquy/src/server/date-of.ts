const DATE = /(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2([0-2]\d|3[01])(?!\d)/;

/** The day in the path of a file, as `2026-03-05`; null without one. */
export function dateOf(file: string): string | null {
  const [, year, , month, day] = DATE.exec(file) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}
