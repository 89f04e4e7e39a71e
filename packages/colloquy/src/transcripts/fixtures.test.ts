import path from "node:path";
import { describe, expect, it } from "vitest";
import { expectExactTurns, seenTurns } from "../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscriptFile } from "./index.ts";

const folder = path.join(import.meta.dirname, "..", "..", "test", "fixtures", "transcripts");

const TALK = [
  ["Mara Lindqvist", 3200, 8600, "So, um, why did the ferry stop running in winter?"],
  ["Deniz Kaya", 9000, 13_400, "Because the harbour froze, & nobody paid for an ice-breaker."],
  ["Mara Lindqvist", 13_800, 15_000, "Right."],
  [
    "Zoë O’Brien",
    15_400,
    24_000,
    "The council said: “not this year”. That decision caused the school to close early, and it closed for good in 2019.",
  ],
  ["Deniz Kaya", 24_400, 29_900, "At 12:30 every day you could hear the bell — and then you couldn't."],
] as const;

const exact = (ms: number): number => ms;
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
const unknown = (): null => null;

/** The parts of the same talk that each format can express. */
const FILES = [
  { file: "plain.txt", format: "plain", start: unknown, end: unknown },
  { file: "plain-utf16-crlf.txt", format: "plain", start: unknown, end: unknown },
  { file: "plain-cp1252.txt", format: "plain", start: unknown, end: unknown },
  { file: "timestamped.txt", format: "timestamped", start: wholeSeconds, end: unknown },
  { file: "otter.txt", format: "otter", start: wholeSeconds, end: unknown },
  { file: "meet.txt", format: "meet", start: (ms: number) => (ms === 3200 ? 3000 : null), end: unknown },
  {
    file: "name-lines.txt",
    format: "name-lines",
    start: unknown,
    end: unknown,
    speaker: (name: string) => name.toUpperCase(),
  },
  { file: "markdown.md", format: "markdown", start: wholeSeconds, end: unknown },
  { file: "zoom.vtt", format: "webvtt", start: exact, end: exact },
  { file: "teams.vtt", format: "webvtt", start: exact, end: exact },
  { file: "captions.srt", format: "srt", start: exact, end: exact },
  { file: "captions.sbv", format: "sbv", start: exact, end: exact, speaker: unknown },
  { file: "whisper.json", format: "whisper", start: exact, end: exact },
  { file: "turns.csv", format: "csv", start: exact, end: exact },
  { file: "turns.jsonl", format: "jsonl", start: exact, end: exact },
];

describe("the same talk", () => {
  it.each(FILES)("is read from $file", async ({ file, format, start, end, speaker }) => {
    const result = await readTranscriptFile(path.join(folder, file));
    if (!("transcript" in result)) throw new Error(result.skipped);
    expectExactTurns(result.transcript);
    expect(result.transcript.format).toBe(format);
    expect(seenTurns(result.transcript).map((turn) => ({ ...turn, text: turn.text.replace(/\s+/g, " ") }))).toEqual(
      TALK.map(([name, startMs, endMs, text]) => ({
        speaker: speaker === undefined ? name : speaker(name),
        startMs: start(startMs),
        endMs: end(endMs),
        text,
      })),
    );
  });
});
