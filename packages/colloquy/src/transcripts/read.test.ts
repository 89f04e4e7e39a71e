import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectExactTurns } from "../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript, readTranscriptFile } from "./index.ts";
import { costlyRuns } from "../../test/properties.ts";

const read = (text: string | Uint8Array, file = "a.txt") => readTranscript(Buffer.from(text), { file });

describe("readTranscript", () => {
  it("reports in a short sentence why a file is skipped", () => {
    expect(read("")).toEqual({ skipped: "empty" });
    expect(read("\uFEFF")).toEqual({ skipped: "no text: it holds no words" });
    expect(read("\n\n \r\n")).toEqual({ skipped: "no text: it holds no words" });
    expect(read(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10))).toEqual({ skipped: "binary: an image" });
    expect(read("%PDF-1.7\n1 0 obj")).toEqual({ skipped: "a PDF document; export it as text" });
    expect(read(Uint8Array.from({ length: 99 }, (_, i) => i % 8))).toEqual({ skipped: "binary: it holds no text" });
    expect(read("WEBVTT\n\n", "a.vtt")).toEqual({ skipped: "no text: webvtt without words" });
    expect(read('{"segments": [{"start": 0, "text": "and th', "a.json")).toEqual({
      skipped: "broken JSON: it looks truncated",
    });
    expect(read('{"segments": nothing}', "a.json")).toEqual({ skipped: "broken JSON" });
    expect(read('{"name": "x", "version": 1}', "a.json")).toEqual({
      skipped: "no turns: its JSON has no known transcript format",
    });
    expect(read('{"query": "who?"}\n{"query": "why?"}\n', "a.jsonl")).toEqual({
      skipped: "no turns: its JSON lines have no text with a speaker or a time",
    });
    expect(read("<!DOCTYPE html><p>hi", "a.txt")).toHaveProperty("skipped");
    expect(read("Permission is hereby granted.\n", "COPYING")).toHaveProperty("skipped");
  });

  it("rejects files above the limit and names both sizes", () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, "a");
    expect(readTranscript(bytes, { file: "a.txt", maxBytes: 1024 * 1024 })).toEqual({
      skipped: "too large: 3.0 MB, the limit is 1.0 MB",
    });
    expect(readTranscript(bytes, { file: "a.txt", maxBytes: bytes.length })).toHaveProperty("transcript");
  });

  it("keeps the decoded file as canonical text for line formats", () => {
    const text = "Ann: one\r\nRaj: two\rAnn: three\n\n";
    const result = read(`\uFEFF${text}`);
    expect(result).toHaveProperty("transcript.text", text);
    expect(result).toHaveProperty("transcript.turns.length", 3);
  });

  it("returns exact turns for any bytes, and never throws", () => {
    const extension = fc.constantFrom("txt", "md", "vtt", "srt", "sbv", "json", "jsonl", "csv", "tsv", "");
    const pieces = fc.constantFrom(
      ...'WEBVTT|\n|\r\n|\r|\n\n|00:00:01.000 --> 00:00:02.500|00:00:01,000 --> 00:00:00,000|0:00:01.000,0:00:02.000|1|<v Ann>|</v>|<i>|&amp;|&#x110000;|NOTE x|STYLE|[00:01]|(1:02:03)|[|]|(|)|{|}|12:30|Ann:|Raj: |**Ann:** |**|# Ann|---|a: b|{"text":"x"}|{"segments":[{"start":1,"text":"hi"}]}|"|,|speaker,text|\t|ANN|Attendees|Transcript|\u2028|\u200b|\u001b[2J|hello there|李雷：|👍|\ud800|. . .|- '.split(
        "|",
      ),
    );
    const content = fc.oneof(
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
      fc.string({ unit: "binary", maxLength: 200 }),
    );
    fc.assert(
      fc.property(content, extension, (text, suffix) => {
        const result = read(text, `a.${suffix}`);
        if ("transcript" in result) expectExactTurns(result.transcript);
        else expect(result.skipped).not.toMatch(/^unreadable/);
      }),
      costlyRuns(400),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), extension, (bytes, suffix) => {
        const result = readTranscript(bytes, { file: `a.${suffix}` });
        if ("transcript" in result) expectExactTurns(result.transcript);
      }),
      costlyRuns(250),
    );
  });

  it("reads a very long line, very many lines and very many brackets without losing words", () => {
    const line = `Ann: ${"word and ".repeat(200_000)}`;
    expect(read(line)).toMatchObject({
      transcript: { turns: [{ speaker: "Ann", startOffset: 5, endOffset: line.length - 1 }] },
    });
    expect(read(`${"\r\n".repeat(500_000)}Ann: hi`)).toMatchObject({ transcript: { turns: [{ speaker: "Ann" }] } });
    expect(read(`${"[(".repeat(500_000)}x`)).toMatchObject({ transcript: { turns: [{ speaker: null }] } });
  });

  it("rejects a text that takes more memory than a conversation, if possible before it is parsed", () => {
    const cue = "00:01.000 --> 00:02.000\nhi\n\n";
    const million = 1_000_000;
    const cases = [
      [
        "a.txt",
        "A: b\n".repeat(million / 2),
        "too many lines: 500,000 with text, the limit is 400,000; split the file",
      ],
      [
        "a.vtt",
        `WEBVTT\n\n${cue.repeat(million / 4)}`,
        "too many lines: 500,001 with text, the limit is 400,000; split the file",
      ],
      ["a.csv", `speaker,text\n${",".repeat(7 * million)}`, "too many values: more than 6,000,000; split the file"],
      ["a.json", `["a",${"[".repeat(7 * million)}`, "too many values: more than 6,000,000; split the file"],
      ["a.txt", "A: b\n".repeat(100_001), "too many turns: 100,001, the limit is 100,000; split the file"],
      [
        "a.txt",
        "word".repeat(2.5 * million),
        "too much text: 10,000,000 characters, the limit is 8,000,000; split the file",
      ],
    ] as const;
    for (const [file, text, skipped] of cases) expect(read(text, file)).toEqual({ skipped });
    const speakers = Array.from({ length: 100_000 }, (_, i) => `Ann${i} Lee: yes`).join("\n");
    expect(read(speakers)).toHaveProperty("transcript.turns.length", 100_000);
  });

  it("does not change the prototype when JSON has a member with its name", () => {
    const json = '{"segments":[{"start":0,"end":1,"text":"hi","speaker":"__proto__","__proto__":{"polluted":true}}]}';
    expect(read(json, "a.json")).toMatchObject({ transcript: { turns: [{ speaker: "__proto__" }] } });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("readTranscriptFile", () => {
  it("skips a missing file and a folder, and reads a file", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "colloquy-read-"));
    try {
      await writeFile(path.join(folder, "a.txt"), "Ann: hi\n");
      expect(await readTranscriptFile(path.join(folder, "none.txt"))).toEqual({
        skipped: "unreadable: it does not exist",
      });
      expect(await readTranscriptFile(folder)).toEqual({ skipped: "unreadable: it is a folder" });
      expect(await readTranscriptFile(path.join(folder, "a.txt"))).toHaveProperty("transcript.format", "plain");
      expect(await readTranscriptFile(path.join(folder, "a.txt"), { maxBytes: 2 })).toHaveProperty("skipped");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
