import type { Cue } from "./read-cues.ts";
import { stripMarkup } from "./cue-text.ts";
import { foldSpaces } from "../words.ts";

const INLINE_TIME = /<\d{1,2}:\d{2}[\d:.]{2,12}>/;

/**
 * Rolling captions show each line twice: first as the new line, then above the next one. In such a file, lines that a cue
 * repeats from the cue before are removed. In other files a repeated line was said twice.
 */
export function dropRolledLines(cues: readonly Cue[]): readonly Cue[] {
  const shown = cues.map((cue) => cue.lines.map((line) => foldSpaces(stripMarkup(line))));
  if (!isRolling(cues, shown)) return cues;
  return cues.map((cue, i) => {
    const previous = follows(cues[i - 1], cue) ? (shown[i - 1] ?? []).filter((line) => line !== "") : [];
    const current = (shown[i] ?? [])
      .map((line, at) => ({ line, raw: cue.lines[at] ?? "" }))
      .filter(({ line }) => line !== "");
    const repeated = overlap(
      previous,
      current.map(({ line }) => line),
    );
    const rest = current.slice(repeated);
    const [first] = rest;
    const last = previous.at(-1) ?? "";
    if (repeated === 0 && first !== undefined && last !== "" && first.line.startsWith(`${last} `)) {
      return { ...cue, lines: [first.line.slice(last.length + 1), ...rest.slice(1).map(({ raw }) => raw)] };
    }
    return { ...cue, lines: rest.map(({ raw }) => raw) };
  });
}

/** With few cues, a file is rolling only if at least twice a cue repeats lines of the cue before, without a pause, and adds one. */
function isRolling(cues: readonly Cue[], shown: readonly (readonly string[])[]): boolean {
  let pairs = 0;
  let repeating = 0;
  let growing = 0;
  for (let i = 1; i < shown.length; i++) {
    const previous = (shown[i - 1] ?? []).filter((line) => line !== "");
    const current = (shown[i] ?? []).filter((line) => line !== "");
    if (previous.length === 0 || current.length === 0) continue;
    pairs++;
    const repeated = overlap(previous, current);
    if (repeated > 0 || (current[0] ?? "").startsWith(`${previous.at(-1) ?? ""} `)) repeating++;
    if (repeated > 0 && repeated < current.length && follows(cues[i - 1], cues[i])) growing++;
  }
  if (repeating === 0) return false;
  return (
    cues.some((cue) => cue.lines.some((line) => INLINE_TIME.test(line))) ||
    ((pairs >= 4 || growing >= 2) && repeating >= pairs * 0.5)
  );
}

const LONGEST_GAP_MS = 1000;

/** Whether a cue is shown right after another. Only then can lines roll. */
function follows(previous: Cue | undefined, next: Cue | undefined): boolean {
  const end = previous?.endMs ?? null;
  const start = next?.startMs ?? null;
  return end === null || start === null || start - end <= LONGEST_GAP_MS;
}

/** How many of the last lines of one cue are the first lines of the next. */
function overlap(previous: readonly string[], current: readonly string[]): number {
  for (let size = Math.min(previous.length, current.length, 8); size > 0; size--) {
    const tail = previous.slice(previous.length - size);
    if (tail.every((line, i) => line === current[i])) return size;
  }
  return 0;
}
