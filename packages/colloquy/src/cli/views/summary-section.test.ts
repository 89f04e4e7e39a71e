import picocolors from "picocolors";
import { expect, it } from "vitest";
import type { Summary, TranscriptDetail } from "../library.ts";
import { renderTranscript, summarySections } from "./summary-section.ts";

const LOOK = { colours: picocolors.createColors(false), columns: 80 };
const SUMMARY: Summary = {
  sentences: [
    { text: "Remote work saves commuting.", citations: [1, 2] },
    { text: "Ben\u001b[31m finds it lonely.", citations: [2] },
  ],
  citations: [
    {
      n: 1,
      file: "a.vtt",
      chunk: "c1",
      speaker: "Ada",
      startMs: 61_000,
      endMs: 65_000,
      startOffset: 0,
      endOffset: 20,
      text: "We commute less now.",
      polarity: "stated",
    },
    {
      n: 2,
      file: "a.vtt",
      chunk: "c2",
      speaker: "Ben",
      startMs: null,
      endMs: null,
      startOffset: 30,
      endOffset: 47,
      text: "It gets\u0007 lonely.",
      polarity: "stated",
    },
  ],
  profile: "openai:m summary-1",
};
const TRANSCRIPT: TranscriptDetail = {
  id: "t1",
  file: "a.vtt",
  source: "talks",
  format: "vtt",
  turns: 12,
  characters: 3_400,
  durationMs: 90_000,
  summary: null,
};

it("shows each sentence with its citations, and the evidence under its number", () => {
  const text = summarySections(SUMMARY, false, LOOK);
  expect(text).toContain("\nSummary\n  Remote work saves commuting. [1][2]\n  Ben finds it lonely. [2]\n");
  expect(text).toContain("  [1] “We commute less now.”\n      a.vtt · Ada · 00:01:01");
  expect(text).toContain("  [2] “It gets lonely.”\n      a.vtt · Ben");
  expect(text).toContain("written by openai:m summary-1");
  expect(summarySections(null, false, LOOK)).toBe("");
});

it("shows a transcript, and how to write its summary", () => {
  expect(renderTranscript(TRANSCRIPT, false, LOOK)).toBe(
    "a.vtt  vtt\n12 turns, 3,400 characters, 1 min 30 s\n\nNo summary of the present evidence is written: see `colloquy ingest --summaries`.\n",
  );
  expect(renderTranscript({ ...TRANSCRIPT, summary: SUMMARY }, false, LOOK)).toContain("\nSummary\n");
});
