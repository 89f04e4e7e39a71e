import { printable } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";

/** The location of words: `talks/one.vtt · Ada · 00:12:03` (or `about 00:12:03`), without unknown parts. Safe to print. */
export function location(words: {
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
}): string {
  const time = formatClock(words.startMs);
  const parts = [words.file, words.speaker, words.approximate === true && time !== null ? `about ${time}` : time];
  return parts
    .filter((part) => part !== null && part !== "")
    .map((part) => printable(String(part)))
    .join(" · ");
}
