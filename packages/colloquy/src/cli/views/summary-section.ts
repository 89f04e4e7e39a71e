import { printable } from "../../model/index.ts";
import { formatCount, formatDuration, wrap } from "../../text/index.ts";
import type { Summary, TranscriptDetail } from "../library.ts";
import { type Look, section, words } from "./section.ts";

/** A summary: its sentences with the numbers of their evidence, then the evidence. `all` shows the words in full. */
export function summarySections(summary: Summary | null, all: boolean, look: Look): string {
  if (summary === null) return "";
  const { sentences, citations, profile } = summary;
  const { colours, columns } = look;
  const written = section("Summary", sentences, sentences.length, look, ({ text, citations: cited }) =>
    wrap(`${printable(text)} ${cited.map((number) => `[${number}]`).join("")}`, Math.min(columns, 100), "  "),
  );
  const evidence = section("Evidence of the summary", citations, citations.length, look, ({ n, ...each }) =>
    [`  [${n}]`, words(each, all, look, "      ").trimStart()].join(" "),
  );
  return `${written}${colours.dim(`  written by ${printable(profile)}`)}\n${evidence}`;
}

/** A transcript with its summary. */
export function renderTranscript(transcript: TranscriptDetail, all: boolean, look: Look): string {
  const { file, format, turns, characters, durationMs, summary } = transcript;
  const { colours } = look;
  const sums = [
    `${formatCount(turns)} turns`,
    `${formatCount(characters)} characters`,
    ...(durationMs === null ? [] : [formatDuration(durationMs / 1000)]),
  ];
  const heading = `${colours.bold(printable(file))}  ${colours.dim(printable(format))}\n${sums.join(", ")}\n`;
  const shown = summarySections(summary, all, look);
  return `${heading}${shown === "" ? "\nNo summary of the present evidence is written: see `colloquy ingest --summaries`.\n" : shown}`;
}
