import type { LineHead } from "./head.ts";
import { judgeNameLine } from "./label.ts";
import { type Lines, skipSpaces, trimEnd } from "./scan.ts";

export interface NameLineContext {
  readonly text: string;
  readonly lines: Lines;
  readonly heads: readonly (LineHead | null)[];
  isSpeaker(head: LineHead): boolean;
  isStamp(head: LineHead): boolean;
}

const LONGEST = 80;

/** Lines with only a name, and words below. They follow a blank line or a stamp, and recur. Maps a line to its name. */
export function findNameLines(context: NameLineContext): ReadonlyMap<number, string> {
  const { candidates, paragraphs } = collectCandidates(context);
  const tallies = new Map<string, number>();
  for (const name of candidates.values()) tallies.set(name, (tallies.get(name) ?? 0) + 1);
  let recurring = 0;
  for (const lines of tallies.values()) if (lines > 1) recurring += lines;
  if (recurring < 2 || recurring * 10 < paragraphs * 3) return new Map();
  const habit = recurring * 2 >= paragraphs;
  for (const [line, name] of candidates) if (!habit && (tallies.get(name) ?? 0) < 2) candidates.delete(line);
  return candidates;
}

function collectCandidates(context: NameLineContext): { candidates: Map<number, string>; paragraphs: number } {
  const { text, lines, heads } = context;
  const candidates = new Map<number, string>();
  let paragraphs = 0;
  let opens = true;
  let afterBlank = true;
  for (let i = 0; i < lines.count; i++) {
    const start = skipSpaces(text, lines.starts[i] ?? 0, lines.ends[i] ?? 0);
    const end = trimEnd(text, start, lines.ends[i] ?? 0);
    if (end === start) {
      opens = afterBlank = true;
      continue;
    }
    const head = heads[i] ?? null;
    const name = nameIn(context, i, head, start, end);
    if (afterBlank && !(name === null && candidates.has(i - 2))) paragraphs++;
    if (name !== null && (opens || head !== null || name === name.toUpperCase())) candidates.set(i, name);
    opens = head?.stamp != null && head.label === null && head.textOffset >= end;
    afterBlank = false;
  }
  return { candidates, paragraphs };
}

function nameIn(
  context: NameLineContext,
  line: number,
  head: LineHead | null,
  start: number,
  end: number,
): string | null {
  const stamped = head !== null && head.label === null && head.stamp !== null && context.isStamp(head);
  if (head !== null && !stamped) return null;
  const from = head?.textOffset ?? start;
  if (from >= end || end - from > LONGEST) return null;
  const raw = context.text.slice(from, end);
  if (!wordsFollow(context, line, isMarked(raw))) return null;
  return judgeNameLine(raw.replace(/^[\s#*_>]+|[\s*_#]+$/g, ""))?.speaker ?? null;
}

/** A name with emphasis, a heading or capitals may have a blank line between it and the words. */
function isMarked(raw: string): boolean {
  return /^(?:#{1,6} |\*\*|__)/.test(raw) || raw === raw.toUpperCase();
}

function wordsFollow({ text, lines, heads, isSpeaker }: NameLineContext, line: number, marked: boolean): boolean {
  const blank = (at: number): boolean =>
    skipSpaces(text, lines.starts[at] ?? 0, lines.ends[at] ?? 0) === (lines.ends[at] ?? 0);
  const at = marked && blank(line + 1) ? line + 2 : line + 1;
  if (at >= lines.count || blank(at)) return false;
  const next = heads[at] ?? null;
  return next === null || next.label === null || !isSpeaker(next);
}
