/** A text read as JSON: one value, JSON Lines, broken JSON, or none at all. */
export type JsonText =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "lines"; readonly values: readonly unknown[] }
  | { readonly kind: "broken"; readonly truncated: boolean }
  | { readonly kind: "none" };

const OPENS = /^\s{0,1000}[{[]/;
/** An object's first key: nobody says that. */
const OPENS_WITH_KEY = /^\s{0,1000}(?:\[\s{0,1000})?\{\s{0,1000}"[^"\n]{0,100}"\s{0,100}:/;

export function parseJsonText(text: string): JsonText {
  if (!OPENS.test(text)) return { kind: "none" };
  const whole = tryParse(text) ?? tryParse(withoutNotNumbers(text));
  if (whole !== undefined) return { kind: "value", value: whole };
  const values = parseLines(text);
  if (values !== null) return { kind: "lines", values };
  return OPENS_WITH_KEY.test(text) ? { kind: "broken", truncated: isTruncated(text) } : { kind: "none" };
}

/** The values of JSON Lines; lines that are broken are left out, as long as they are the exception. */
function parseLines(text: string): readonly unknown[] | null {
  const values: unknown[] = [];
  let broken = 0;
  for (const line of text.split(/[\r\n]+/)) {
    if (line.trim() === "") continue;
    const value = tryParse(line) ?? tryParse(withoutNotNumbers(line));
    if (typeof value === "object" && value !== null) values.push(value);
    else if (values.length === 0) return null;
    else broken++;
  }
  return values.length > broken ? values : null;
}

/** Python writes numbers that are none as `NaN` and `Infinity`, which is no JSON. */
function withoutNotNumbers(text: string): string {
  return /NaN|Infinity/.test(text) ? text.replace(/([:,[]\s{0,4})-?(?:NaN|Infinity)(?=\s{0,40}[,\]}])/g, "$1null") : "";
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
