import { printable } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";

/** Where words stand: `talks/one.vtt · Ada · 00:12:03` (or `about 00:12:03`), with what is known. Safe to print. */
export function place(words: {
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
