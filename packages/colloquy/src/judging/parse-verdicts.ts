/** Objects with a label and a verdict, which some models write instead of the requested form. */
const ENTRY = /\{[^{}]*\}/g;
const LABEL = /["']?label["']?\s*:\s*["']?\D{0,8}(\d{1,6})/i;

/**
 * Reads the verdicts of a reply, which may be cut off or surrounded by prose. The requested form is "p1 same", with any
 * letter. Of several verdicts on one question the first counts. Unknown labels are ignored.
 * @param questions how many questions the batch has.
 * @param words The verdicts, in lower case.
 * @returns the verdicts by position, from 0.
 */
export function parseVerdicts<Verdict extends string>(
  text: string,
  questions: number,
  words: readonly Verdict[],
): ReadonlyMap<number, Verdict> {
  const word = words.join("|");
  const requested = new RegExp(`\\b[a-z]?(\\d{1,6})["']?[\\s:=,-]+["']?(${word})\\b`, "gi");
  const named = new RegExp(`["']?verdict["']?\\s*:\\s*["']?\\s*(${word})\\b`, "i");
  const verdicts = new Map<number, Verdict>();
  const found = [
    ...[...text.matchAll(requested)].map(([, label, verdict]) => [label, verdict] as const),
    ...[...text.matchAll(ENTRY)].map(([entry]) => [LABEL.exec(entry)?.[1], named.exec(entry)?.[1]] as const),
  ];
  for (const [label, verdict] of found) {
    const position = Number(label ?? 0) - 1;
    if (verdict !== undefined && position >= 0 && position < questions && !verdicts.has(position))
      verdicts.set(position, verdict.toLowerCase() as Verdict);
  }
  return verdicts;
}
