import { foldCase } from "../model/index.ts";

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const MONTH = `(${MONTHS.map((month) => `${month}|${month.slice(0, 3)}\\.?`).join("|")}|sept\\.?)`;
/** Words before the number of a transcript, in questions and in file names. */
const SERIAL = "episode|ep|session|meeting|part|chapter|interview|hearing|lecture";
const SERIAL_NUMBER = new RegExp(`\\b(${SERIAL})\\s*#?\\s*(\\d{1,4})\\b`, "giu");
const SERIAL_IN_PATH = new RegExp(`(?:^|[^\\p{L}])(${SERIAL}|s\\d+e|e)[\\s_.#-]*0*(\\d{1,4})(?!\\d)`, "gu");
const WRITTEN_DATE = new RegExp(
  `(?:\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? )?\\b${MONTH}(?: (\\d{1,2})(?:st|nd|rd|th)?)?,? (\\d{4})\\b`,
  "giu",
);

/**
 * The files that a question names: by a word with letters and digits that begins a word of the path (`ES2008` names
 * `product_ES2008b.txt` and `ES2008b/notes.txt`), by a number (`episode 12` names `ep012.vtt`), by a date (`2024-03-12`,
 * `12 March 2024`, `March 2024`) in the path, or by the whole name of the file in two or more words. Empty if it names none
 * of them, or all.
 */
export function namedFiles(question: string, files: readonly string[]): readonly string[] {
  const asked = foldCase(question);
  const tests = [byCode(asked), bySerial(asked), byDate(asked), byName(asked)];
  const named = files.filter((file) => tests.some((test) => test(foldCase(file))));
  return named.length === files.length ? [] : named;
}

/** A question without the codes, numbers and dates that name the files. */
export function withoutFileNames(question: string, files: readonly string[]): string {
  if (files.length === 0) return question;
  const parts = files.flatMap((file) => tokens(withoutExtension(foldCase(file))));
  const isCodeOfFile = (word: string): boolean =>
    /\d/.test(word) && word.length >= 3 && parts.some((part) => isCode(part, foldCase(word)));
  return question
    .replace(SERIAL_NUMBER, " ")
    .replace(WRITTEN_DATE, " ")
    .replace(/[\p{L}\p{N}]+/gu, (word) => (isCodeOfFile(word) ? " " : word));
}

type FileTest = (file: string) => boolean;

function byCode(asked: string): FileTest {
  const codes = tokens(asked).filter((token) => token.length >= 3 && /\p{L}/u.test(token) && /\d/.test(token));
  return (file) => tokens(withoutExtension(file)).some((token) => codes.some((code) => isCode(token, code)));
}

/** `es2008` is a code of `es2008b`, `ep1` is none of `ep12`. */
function isCode(token: string, code: string): boolean {
  return token.startsWith(code) && !/^\d/.test(token.slice(code.length));
}

/** `meeting 2` names `meeting_02.txt`, and not `session_2.txt`. */
function bySerial(asked: string): FileTest {
  const serials = serialsIn(asked, SERIAL_NUMBER);
  return (file) => serialsIn(withoutExtension(file), SERIAL_IN_PATH).some((serial) => serials.includes(serial));
}

/** Short forms are written out: `ep 12`, `e12` and `s1e12` are episode 12. */
function serialsIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, word = "", number]) => {
    const kind = /^(?:ep|e|s\d+e)$/u.test(word) ? "episode" : word;
    return `${kind} ${Number(number)}`;
  });
}

function byDate(asked: string): FileTest {
  const dates = datesIn(asked);
  if (dates.length === 0) return () => false;
  return (file) => {
    const found = [...file.matchAll(/(?<!\d)(\d{4})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)/gu)];
    return found.some(([, year, month, day]) =>
      dates.some(
        (date) =>
          date.year === Number(year) && date.month === Number(month) && (date.day === null || date.day === Number(day)),
      ),
    );
  };
}

interface AskedDate {
  readonly year: number;
  readonly month: number;
  readonly day: number | null;
}

function datesIn(asked: string): readonly AskedDate[] {
  const iso = [...asked.matchAll(/\b(\d{4})-(\d{2})(?:-(\d{2}))?\b/gu)].map(([, year, month, day]) =>
    toDate(year, Number(month), day),
  );
  const written = [...asked.matchAll(WRITTEN_DATE)];
  return [
    ...iso,
    ...written.map(([, before, month = "", after, year]) => toDate(year, monthOf(month), before ?? after)),
  ];
}

function toDate(year: string | undefined, month: number, day: string | undefined): AskedDate {
  return { year: Number(year), month, day: day === undefined ? null : Number(day) };
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1;
}

function byName(asked: string): FileTest {
  const spaced = ` ${tokens(asked).join(" ")} `;
  return (file) => {
    const name = tokens(withoutExtension(file.split("/").at(-1) ?? file));
    return name.length >= 2 && name.some((token) => /\p{L}{3}/u.test(token)) && spaced.includes(` ${name.join(" ")} `);
  };
}

function withoutExtension(file: string): string {
  return file.replace(/\.[^./]*$/u, "");
}

function tokens(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}
