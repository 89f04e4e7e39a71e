/** A text read as JSON: one value, JSON Lines, broken JSON, or none at all. */
export type JsonText =
  | { readonly kind: "value"; readonly value: unknown }
  /** `broken`: the numbers, from 1, of lines that are not JSON. */
  | { readonly kind: "lines"; readonly values: readonly unknown[]; readonly broken: readonly number[] }
  | { readonly kind: "broken"; readonly truncated: boolean }
  | { readonly kind: "none" };

const OPENS = /^\s{0,1000}[{[]/;
/** An object's first key. Spoken text does not begin like this. */
const OPENS_WITH_KEY = /^\s{0,1000}(?:\[\s{0,1000})?\{\s{0,1000}"[^"\n]{0,100}"\s{0,100}:/;

/** A second line that opens with a key: then the first line should have been JSON too. */
const SECOND_LINE_OPENS = /^[^\r\n]{1,4000}[\r\n]{1,4}\{\s{0,10}"[^"\r\n]{0,100}"\s{0,10}:/;

export function parseJsonText(text: string): JsonText {
  if (!OPENS.test(text)) return (SECOND_LINE_OPENS.test(text) ? parseLines(text) : null) ?? { kind: "none" };
  const whole = parseLeniently(text);
  if (whole !== undefined) return { kind: "value", value: whole };
  const lines = parseLines(text);
  if (lines !== null) return lines;
  return OPENS_WITH_KEY.test(text) ? { kind: "broken", truncated: isTruncated(text) } : { kind: "none" };
}

/** With this many broken lines, and fewer good ones, the text is something else. */
const MOST_BROKEN_AT_FIRST = 20;

/** JSON Lines without broken lines. A log may be cut off, or written by two programs at once. */
function parseLines(text: string): JsonText | null {
  const values: unknown[] = [];
  const broken: number[] = [];
  for (const [i, line] of text.split(/\r\n?|\n/).entries()) {
    if (line.trim() === "") continue;
    const value = /^\s*\{/.test(line) ? parseLeniently(line) : undefined;
    if (typeof value === "object" && value !== null) values.push(value);
    else broken.push(i + 1);
    if (broken.length > MOST_BROKEN_AT_FIRST && broken.length > values.length) return null;
  }
  return values.length > 0 && values.length >= broken.length ? { kind: "lines", values, broken } : null;
}

/** Python writes `NaN` and `Infinity`, which are not JSON. */
function parseLeniently(text: string): unknown {
  const value = tryParse(text);
  if (value !== undefined || !/NaN|Infinity/.test(text)) return value;
  return tryParse(text.replace(/([:,[]\s{0,4})-?(?:NaN|Infinity)(?=\s{0,40}[,\]}])/g, "$1null"));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isTruncated(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === 92) i++;
    else if (code === 34) quoted = !quoted;
    else if (!quoted && (code === 123 || code === 91)) depth++;
    else if (!quoted && (code === 125 || code === 93)) depth--;
  }
  return quoted || depth > 0;
}
