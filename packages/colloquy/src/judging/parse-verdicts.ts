import { type Verdict, VERDICTS } from "../ports/index.ts";

/** Longer verdicts come first, so that "broader kind" is not read as "broader". */
const WORDS = VERDICTS.toSorted((one, other) => other.length - one.length)
  .map((verdict) => verdict.replace(" ", "[\\s_-]+"))
  .join("|");

/** "p1 same", the requested form. */
const REQUESTED = new RegExp(`\\bp?(\\d{1,6})["']?[\\s:=,-]+["']?(${WORDS})\\b`, "gi");
/** Objects with a label and a verdict, which some models write instead. */
const ENTRY = /\{[^{}]*\}/g;
const LABEL = /["']?label["']?\s*:\s*["']?\D{0,8}(\d{1,6})/i;
const VERDICT = new RegExp(`["']?verdict["']?\\s*:\\s*["']?\\s*(${WORDS})\\b`, "i");

/**
 * Reads the verdicts of a reply, which may be cut off or surrounded by prose. Of several verdicts on one pair the first
 * counts. Unknown labels are ignored.
 * @param pairs how many pairs the batch has.
 * @returns the verdicts by position, from 0.
 */
export function parseVerdicts(text: string, pairs: number): ReadonlyMap<number, Verdict> {
  const verdicts = new Map<number, Verdict>();
  const found = [
    ...[...text.matchAll(REQUESTED)].map(([, label, verdict]) => [label, verdict] as const),
    ...[...text.matchAll(ENTRY)].map(([entry]) => [LABEL.exec(entry)?.[1], VERDICT.exec(entry)?.[1]] as const),
  ];
  for (const [label, verdict] of found) {
    const position = Number(label ?? 0) - 1;
    if (verdict !== undefined && position >= 0 && position < pairs && !verdicts.has(position))
      verdicts.set(position, verdict.toLowerCase().replace(/[\s_-]+/, " ") as Verdict);
  }
  return verdicts;
}
