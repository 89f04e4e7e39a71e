/**
 * Hides text that is not speech and keeps all offsets: hidden text is replaced by as many spaces as it had UTF-16 units, so
 * that an offset in the masked text is an offset in the turn.
 */
export function maskTurn(text: string): string {
  const plain = hideJson(text.replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"'));
  const masked = REPLACEMENTS.reduce((current, [pattern, replace]) => current.replace(pattern, replace), plain);
  return isShouted(masked) ? lowerCaseInPlace(masked) : masked;
}

const blank = (found: string): string => " ".repeat(found.length);
/** A dash where speech breaks off. No rule may match across it. */
const breakOff = (found: string): string => "—".padEnd(found.length, " ");

const FILLERS =
  "um+|uh+|uhm+|umm+|erm+|er|hmm+|mm+|mhm|uh-huh|mm-hmm|ehm|ah+|eh|you know|i mean|sort of|kind of|basically|actually|obviously|of course|for example";

/** Applied one after another. Each is linear: its repetitions are bounded. */
const REPLACEMENTS: readonly (readonly [pattern: RegExp, replace: (found: string) => string])[] = [
  // Longer than any English word: taggers take quadratic time over them.
  [/[^\s]{60,}/g, breakOff],
  [/\b(?:https?:\/\/|www\.)\S+/gi, blank],
  [/\S+@\S+\.\S+/g, blank],
  [
    /\{(?:disfmarker|inaudible|unintelligible|gap)\}|[[(](?:inaudible|unintelligible|crosstalk)[^\])]{0,30}[\])]/gi,
    breakOff,
  ],
  [/\{[a-z][a-z _-]{0,30}\}|<[/a-z][^<>]{0,40}>/gi, blank],
  [/\[[^[\]\n]{1,40}\]/g, blank],
  [
    /\((?:laugh\w*|applause|music|pause|silence|cough\w*|sigh\w*|noise|chuckl\w*|cheer\w*|oh|interjection|technical difficult\w*|translation)\b[^()\n]{0,40}\)/gi,
    blank,
  ],
  [new RegExp(`(?:, ?)?(?<![\\p{L}\\p{M}\\w'-])(?:${FILLERS})(?![\\p{L}\\p{M}\\w'-])(?: ?,)?`, "giu"), blank],
  [/\s/g, () => " "],
];

/** JSON in a transcript is not speech: from a bracket before a quotation mark to its closing bracket. */
function hideJson(text: string): string {
  const opening = /[{[]\s{0,8}[{["]/g;
  if (!opening.test(text)) return text;
  opening.lastIndex = 0;
  const parts: string[] = [];
  let done = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const end = closingOf(text, found.index);
    parts.push(text.slice(done, found.index), breakOff(text.slice(found.index, end)));
    done = end;
    opening.lastIndex = end;
  }
  return parts.join("") + text.slice(done);
}

/** The offset after the bracket that closes the one at `start`; the end of the text if none does. */
function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") depth += 1;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Whether a whole turn is in capitals, so that case does not show names. */
function isShouted(text: string): boolean {
  const letters = text.match(/[a-z]/gi)?.length ?? 0;
  const capitals = text.match(/[A-Z]/g)?.length ?? 0;
  return letters >= 40 && capitals > letters * 0.7;
}

function lowerCaseInPlace(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
