const DAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,2})?`;
const MONTH = String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?`;
const NTH = String.raw`\d{1,2}(?:st|nd|rd|th|\.)?`;
const DATE = String.raw`${DAY}(?:${MONTH}\s${NTH},?\s\d{4}|${NTH}\s${MONTH},?\s\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})`;
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?(?:\s\(?[A-Z]{2,5}\)?)?`;
const LENGTH = String.raw`(?:\d{1,3}\s?(?:h|hr|hrs|hours?|m|min|mins|minutes?|s|secs?|seconds?)\.?\s?){1,3}`;

const DATED = new RegExp(`^${DATE}(?:,|$)`, "i");
const DATE_LINE = new RegExp(
  String.raw`^${DATE}(?:,?\s(?:at\s)?${CLOCK})?(?:\s?[-–•·|,]\s?(?:${CLOCK}|${LENGTH})){0,2}$`,
  "i",
);
const LENGTH_LINE = new RegExp(`^${LENGTH}$`, "i");

/** Whether a name starts with a date. No speaker has such a name. */
export function isDate(name: string): boolean {
  return DATED.test(name);
}

/** Whether a line has only the date, the time or the length of a recording. */
export function isDateLine(line: string): boolean {
  return line.length <= 80 && (DATE_LINE.test(line) || LENGTH_LINE.test(line));
}
