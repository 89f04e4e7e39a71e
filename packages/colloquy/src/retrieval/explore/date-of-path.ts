/** A calendar date as in ISO 8601: a day, a month or a year. */
type IsoDate = string;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;
const NAMED_MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const YEAR = String.raw`((?:19|20)\d\d)`;
const SEPARATOR = String.raw`[\s,._/-]{1,3}`;
/** Recorders write such as `GMT20240517`. */
const NO_DIGIT_BEFORE = String.raw`(?<!\p{N})`;
const BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{N}])`;
/** The "T14:05" of a time may follow a day. */
const AFTER_DAY = String.raw`(?!\p{N}|(?!t\d)\p{L})`;
const ORDINAL = "(?:st|nd|rd|th)?";

const HAS_YEAR = /(?:19|20)\d\d/u;

type Read = (parts: readonly string[]) => readonly (string | number)[];

/** From the most exact form to the least. A day before a month is read only with dots or with the name of the month. */
const FORMS: readonly (readonly [pattern: RegExp, read: Read])[] = [
  form(
    `${YEAR}([._/-]?)(\\d\\d)\\2(\\d\\d)${AFTER_DAY}`,
    ([year = "", , month = "", day = ""]) => [year, month, day],
    NO_DIGIT_BEFORE,
  ),
  form(`(\\d\\d?)\\.(\\d\\d?)\\.${YEAR}${AFTER}`, ([day = "", month = "", year = ""]) => [year, month, day]),
  form(
    `(\\d\\d?)${ORDINAL}${SEPARATOR}${NAMED_MONTH}${SEPARATOR}${YEAR}${AFTER}`,
    ([day = "", month = "", year = ""]) => [year, numberOf(month), day],
  ),
  form(
    `${NAMED_MONTH}${SEPARATOR}(\\d\\d?)${ORDINAL}${SEPARATOR}${YEAR}${AFTER}`,
    ([month = "", day = "", year = ""]) => [year, numberOf(month), day],
  ),
  form(`${YEAR}[._/-](\\d\\d)${AFTER}`, ([year = "", month = ""]) => [year, month]),
  form(`${NAMED_MONTH}${SEPARATOR}${YEAR}${AFTER}`, ([month = "", year = ""]) => [year, numberOf(month)]),
  form(`${YEAR}${SEPARATOR}${NAMED_MONTH}${AFTER}`, ([year = "", month = ""]) => [year, numberOf(month)]),
  form(`${YEAR}${AFTER}`, ([year = ""]) => [year]),
];

function form(pattern: string, read: Read, before = BEFORE): readonly [RegExp, Read] {
  return [new RegExp(before + pattern, "giu"), read];
}

/**
 * The date in the path of a transcript, such as `2024-05-17` of `talks/2024-05-17 sleep.vtt`; null if there is none. The most
 * exact date counts, of several the last one.
 */
export function dateOfPath(path: string): IsoDate | null {
  if (!HAS_YEAR.test(path)) return null;
  for (const [pattern, read] of FORMS) {
    const dates = [...path.matchAll(pattern)].flatMap(([, ...parts]) => isoDate(read(parts)) ?? []);
    const last = dates.at(-1);
    if (last !== undefined) return last;
  }
  return null;
}

/** Null for a month or a day that does not exist. */
function isoDate(parts: readonly (string | number)[]): IsoDate | null {
  const [year = 0, month, day] = parts.map(Number);
  if (month === undefined) return String(year);
  if (month < 1 || month > 12) return null;
  const isoMonth = `${year}-${String(month).padStart(2, "0")}`;
  if (day === undefined) return isoMonth;
  return day < 1 || day > daysIn(year, month) ? null : `${isoMonth}-${String(day).padStart(2, "0")}`;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function numberOf(month: string): number {
  return 1 + MONTHS.findIndex((name) => month.toLowerCase().startsWith(name));
}

/** Sorts dated items by date, then by file; items without a date follow. */
export function byDateAndFile(
  one: { readonly date: IsoDate | null; readonly file: string },
  other: { readonly date: IsoDate | null; readonly file: string },
): number {
  return (
    Number(one.date === null) - Number(other.date === null) ||
    compare(one.date ?? "", other.date ?? "") ||
    compare(one.file, other.file)
  );
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
