import { type Verdict, VERDICTS } from "../ports/index.ts";

const ENTRY = /\{[^{}]*\}/g;
const LABEL = /["']?label["']?\s*:\s*["']?\D{0,8}(\d{1,6})/i;
const VERDICT = new RegExp(`["']?verdict["']?\\s*:\\s*["']?\\s*(${VERDICTS.join("|")})\\b`, "i");

/**
 * Reads the verdicts of a reply, which may be cut off or surrounded by prose. Of several verdicts on one pair the first
 * counts. Unknown labels are ignored.
 * @param pairs how many pairs the batch has.
 * @returns the verdicts by position, from 0.
 */
export function parseVerdicts(text: string, pairs: number): ReadonlyMap<number, Verdict> {
  const verdicts = new Map<number, Verdict>();
  for (const [entry] of text.matchAll(ENTRY)) {
    const position = Number(LABEL.exec(entry)?.[1] ?? 0) - 1;
    const verdict = VERDICT.exec(entry)?.[1]?.toLowerCase() as Verdict | undefined;
    if (verdict !== undefined && position >= 0 && position < pairs && !verdicts.has(position))
      verdicts.set(position, verdict);
  }
  return verdicts;
}
