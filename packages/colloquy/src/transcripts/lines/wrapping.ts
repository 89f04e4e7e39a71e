import { type Lines, trimEnd } from "./scan.ts";

const SHORTEST_WRAPPED = 40;
const LONGEST_WRAPPED = 120;

/** Whether most lines with a line below them are about as long as a typed page is wide, and end in the middle of a sentence. */
export function looksWrapped(text: string, lines: Lines, startsUnit: (line: number) => boolean): boolean {
  let followed = 0;
  let full = 0;
  for (let i = 0; i + 1 < lines.count; i++) {
    const start = lines.starts[i] ?? 0;
    const end = trimEnd(text, start, lines.ends[i] ?? 0);
    const nextStart = lines.starts[i + 1] ?? 0;
    if (end === start || trimEnd(text, nextStart, lines.ends[i + 1] ?? 0) === nextStart || startsUnit(i + 1)) continue;
    followed++;
    if (isFullLine(text, start, end)) full++;
  }
  return followed >= 1 && full >= followed * 0.6;
}

/** Whether the next line continues this one: it is about as long as a typed page is wide, and ends in the middle of a sentence. */
export function isFullLine(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST_WRAPPED || length > LONGEST_WRAPPED + 80) return false;
  const last = trimEnd(text, start, end);
  const full = last - start;
  return full >= SHORTEST_WRAPPED && full <= LONGEST_WRAPPED && !endsSentence(text.charCodeAt(last - 1));
}

function endsSentence(code: number): boolean {
  return (
    code === 46 ||
    code === 63 ||
    code === 33 ||
    code === 34 ||
    code === 0x201d ||
    code === 0x3002 ||
    code === 0xff1f ||
    code === 0xff01
  );
}
