import { printable } from "../../model/index.ts";
import { formatTime } from "../format.ts";

/** Where words stand: `talks/one.vtt · Ada · 00:12:03`, with what is known. Safe to print. */
export function place(words: {
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
}): string {
  const parts = [words.file, words.speaker, formatTime(words.startMs)];
  return parts
    .filter((part) => part !== null && part !== "")
    .map((part) => printable(String(part)))
    .join(" · ");
}
