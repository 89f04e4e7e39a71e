import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Transcript } from "../src/model/index.ts";
import { discover, readTranscript, readTranscriptFile } from "../src/transcripts/index.ts";
import { expectExactTurns, seenTurns } from "./fixtures/transcripts/expect-exact-turns.ts";

const shared = path.join(import.meta.dirname, "../../../../shared", "data");
const absent = !existsSync(path.join(shared, "formats", "index.jsonl"));

interface Expectation {
  readonly file: string;
  readonly expect: {
    readonly turns?: number;
    readonly speakers?: readonly string[];
    readonly text_equals?: string;
    readonly parsed?: boolean | null;
    readonly note?: string;
  };
}

const json = <T>(file: string): T[] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

/** Ignores apostrophes and capitals, which some encodings and formats cannot represent. */
const loosely = (text: string): string => text.normalize("NFC").replaceAll("’", "'").replace(/\s+/g, " ").trim();

function read(file: string): Transcript | null {
  const result = readTranscript(readFileSync(path.join(shared, "formats", file)), { file });
  return "transcript" in result ? result.transcript : null;
}

describe.skipIf(absent)("the shared formats (skipped where ../shared/data is absent)", () => {
  const index = absent ? [] : json<Expectation>(path.join(shared, "formats", "index.jsonl"));
  const canonical = absent
    ? []
    : (JSON.parse(readFileSync(path.join(shared, "formats", "canonical.json"), "utf8")) as { text: string }[]);

  it.each(index)("$file is read as expected in the index", ({ file, expect: expected }) => {
    const transcript = read(file);
    if (transcript !== null) expectExactTurns(transcript);
    if (expected.parsed === true || expected.turns !== undefined) expect(transcript).not.toBeNull();
    if (expected.parsed === false) expect(transcript).toBeNull();
    if (transcript === null) return;
    if (expected.turns !== undefined) expect(transcript.turns).toHaveLength(expected.turns);
    if (expected.speakers !== undefined) {
      const upper = expected.note === "speakers upper-cased";
      const speakers = new Set(transcript.turns.map(({ speaker }) => loosely(speaker ?? "")));
      expect(speakers).toEqual(new Set(expected.speakers.map((name) => loosely(upper ? name.toUpperCase() : name))));
    }
    if (expected.text_equals !== undefined) {
      expect(seenTurns(transcript).map(({ text }) => loosely(text))).toEqual(
        canonical.map(({ text }) => loosely(text)),
      );
    }
  });

  it("list every visible file", async () => {
    const { files, skipped } = await discover(path.join(shared, "formats"));
    const listed = new Set([...files.map(({ file }) => file), ...skipped.map((each) => each.path)]);
    for (const { file } of index) expect(listed.has(file), file).toBe(!file.includes("/."));
  });
});

interface Meeting {
  readonly file: string;
  readonly turns: number;
  readonly speakers: readonly string[];
}

describe.skipIf(absent)("the shared meetings (skipped where ../shared/data is absent)", () => {
  it("have a turn for every line with words, with known speakers", async () => {
    const { files } = await discover(path.join(shared, "qmsum"));
    const meetings = new Map(
      json<Meeting>(path.join(shared, "qmsum", "meetings.jsonl")).map((each) => [each.file, each]),
    );
    let parsed = 0;
    for (const { file, path: place } of files) {
      const result = await readTranscriptFile(place, { file });
      const meeting = meetings.get(file);
      expect("transcript" in result, file).toBe(meeting !== undefined);
      if (!("transcript" in result) || meeting === undefined) continue;
      parsed++;
      const lines = result.transcript.text.split("\n").filter((line) => /: .*[\p{L}\p{N}]/u.test(line));
      expect(result.transcript.turns.length, file).toBe(lines.length);
      expect(new Set(result.transcript.turns.map(({ speaker }) => speaker)), file).toEqual(new Set(meeting.speakers));
    }
    expect(parsed).toBe(meetings.size);
  });
});
