import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

type Row = readonly [speaker: string | null, startMs: number | null, endMs: number | null, text: string];

function read(text: string, file: string): Row[] {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return seenTurns(result.transcript).map((turn) => [turn.speaker, turn.startMs, turn.endMs, turn.text] as const);
}
const vtt = (body: string): Row[] => read(`WEBVTT\n\n${body}`, "a.vtt");
const srt = (body: string): Row[] => read(body, "a.srt");

describe("marks of captions", () => {
  it("remove the chevrons of a change of speaker without a name", () => {
    const body = (first: string): string =>
      `1\n00:00:01,000 --> 00:00:03,000\n${first}\n\n2\n00:00:03,000 --> 00:00:04,000\n>> JOHN: ok\n\n3\n00:00:05,000 --> 00:00:06,000\n>> MARY: is a >> b\n`;
    for (const first of [">> Hello there\n>> Hi you", "&gt;&gt; Hello there\n>>> Hi you"])
      expect(srt(body(first))).toEqual([
        [null, 1000, 3000, "Hello there Hi you"],
        ["JOHN", 3000, 4000, "ok"],
        ["MARY", 5000, 6000, "is a >> b"],
      ]);
  });

  it("break lines of SubViewer with its own mark", () => {
    expect(
      read("0:00:01.000,0:00:02.000\n>> ANN: Hello[br]there\n\n0:00:02.000,0:00:03.000\n>> BOB: Hi.\n", "a.sbv"),
    ).toEqual([
      ["ANN", 1000, 2000, "Hello there"],
      ["BOB", 2000, 3000, "Hi."],
    ]);
  });

  it("name a speaker in brackets before the words", () => {
    const cues = ["[Ann Lee] hi", "[Raj] yo", "[Ann Lee] so"];
    expect(srt(cues.map((text, i) => `${i}\n00:00:0${i},000 --> 00:00:0${i + 1},000\n${text}\n`).join("\n"))).toEqual([
      ["Ann Lee", 0, 1000, "hi"],
      ["Raj", 1000, 2000, "yo"],
      ["Ann Lee", 2000, 3000, "so"],
    ]);
  });

  it("number the speakers of whisper.cpp, in captions and in text", () => {
    const said = [
      ["Speaker 0", 0, 2000, "Hello there."],
      ["Speaker 1", 2000, 4000, "Hi."],
    ];
    expect(
      read(
        "[00:00:00.000 --> 00:00:02.000]  (speaker 0) Hello there.\n[00:00:02.000 --> 00:00:04.000]  (speaker 1) Hi.\n",
        "a.txt",
      ),
    ).toEqual(said);
    expect(
      srt(
        "1\n00:00:00,000 --> 00:00:02,000\n(speaker 0) Hello there.\n\n2\n00:00:02,000 --> 00:00:04,000\n(speaker 1) Hi.\n",
      ),
    ).toEqual(said);
  });
});

describe("a few captions", () => {
  const cues = (...texts: readonly (readonly [number, string])[]): string =>
    texts.map(([at, text]) => `00:0${at}.000 --> 00:0${at + 1}.000\n${text}\n`).join("\n");

  it("roll if each adds a line to the previous caption, without a pause", () => {
    expect(
      vtt(cues([0, "hello"], [1, "hello\nworld"], [2, "world\nagain"], [6, "again and again"])).map((row) => row[3]),
    ).toEqual(["hello", "world", "again", "again and again"]);
  });

  it("repeat words that are said again", () => {
    expect(vtt(cues([0, "No."], [2, "No."], [4, "No.\nYes."])).map((row) => row[3])).toEqual([
      "No.",
      "No.",
      "No. Yes.",
    ]);
    expect(vtt(cues([0, "No."], [1, "No."], [2, "No."])).map((row) => row[3])).toEqual(["No.", "No.", "No."]);
  });
});

describe("WebVTT", () => {
  it("leaves out header, notes, styles, regions, identifiers and settings", () => {
    const text =
      "WEBVTT - title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\nNOTE\nmulti --> line\n\nfirst\n00:01.000 --> 00:02.000 align:start\none\n\nNOTE last\n\n00:02.000 --> 00:03.000\ntwo\n";
    expect(read(text, "a.vtt")).toEqual([
      [null, 1000, 2000, "one"],
      [null, 2000, 3000, "two"],
    ]);
  });

  it("reads speakers from voice tags, with a turn for each voice of a cue", () => {
    expect(vtt("00:01.000 --> 00:02.000\n<v.loud Ann Lee><i>Hi</i> all\n<v Raj>Yo</v> bye\n")).toEqual([
      ["Ann Lee", 1000, 2000, "Hi all"],
      ["Raj", 1000, 2000, "Yo"],
      [null, 1000, 2000, "bye"],
    ]);
  });

  it("decodes entities once and strips tags, but keeps other angle brackets and dialogue dashes", () => {
    expect(vtt("00:01.000 --> 00:02.000\n- a &lt;b&gt; &amp;amp; &#228;&#xe4; <c.red>x</c> < y\n- ok\n")[0]?.[3]).toBe(
      "- a <b> &amp; ää x < y - ok",
    );
  });

  it("is read without its header, under another name, with CRLF and a byte order mark", () => {
    const cues = "00:00:01.000 --> 00:00:02.000\r\none\r\n\r\n00:00:02.000 --> 00:00:03.000\r\ntwo\r\n";
    expect(read(cues, "a.vtt")).toHaveLength(2);
    expect(read(`\uFEFFWEBVTT\r\n\r\n${cues}`, "a.txt")).toHaveLength(2);
  });

  it("keeps the words of cues with impossible times", () => {
    expect(
      vtt(
        "00:05.000 --> 00:01.000\nend first\n\n00:61:00.000 --> 00:62:00.000\nminutes\n\n-00:01.000 --> 00:02.000\nnegative\n\n99:59:59.999 --> 100:00:01.000\nlong\n",
      ),
    ).toEqual([
      [null, 5000, null, "end first"],
      [null, null, null, "minutes"],
      [null, null, 2000, "negative"],
      [null, 359_999_999, 360_001_000, "long"],
    ]);
  });

  it("drops the lines that rolling captions repeat, and only those", () => {
    const rolling =
      "00:00.160 --> 00:02.000\n \nhey<00:00:00.640><c> guys</c>\n\n00:02.000 --> 00:02.010\nhey guys\n \n\n00:02.010 --> 00:04.000\nhey guys\nyeah<00:00:02.640><c> yeah</c>\n\n00:04.000 --> 00:06.000\nyeah yeah\nyeah<00:00:05.640><c> yeah</c>\n";
    expect(vtt(rolling).map(([, , , text]) => text)).toEqual(["hey guys", "yeah yeah", "yeah yeah"]);
    const said = "00:01.000 --> 00:02.000\nYes.\n\n00:02.000 --> 00:03.000\nYes.\n\n00:03.000 --> 00:04.000\nNo.\n";
    expect(vtt(said)).toHaveLength(3);
  });
});

describe("SRT", () => {
  it("accepts repeated indexes, commas and dots, tags, missing timings, blank and missing blank lines", () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02.500\n<font color="#fff">{\\an8}one</font>\n\nmore of one\n\n1\ntwo without a time\n\n3\n00:00:03,000 --> 00:00:04,000\nthree\n4\n00:00:05,000 --> 00:00:06,000\nfour\n';
    expect(srt(text)).toEqual([
      [null, 1000, 2500, "one more of one"],
      [null, null, null, "two without a time"],
      [null, 3000, 4000, "three"],
      [null, 5000, 6000, "four"],
    ]);
  });

  it("reads speakers from labels, from `>>` and from a name on the first line", () => {
    const cues = (...texts: readonly string[]): string =>
      texts.map((text, i) => `${i + 1}\n00:00:0${i},000 --> 00:00:0${i + 1},000\n${text}\n`).join("\n");
    expect(srt(cues("Ann: hi", ">> RAJ: yo", "and more", "Note: this")).map(([speaker]) => speaker)).toEqual([
      "Ann",
      "RAJ",
      null,
      null,
    ]);
    expect(
      srt(cues("Ann Lee\nhi there", "Raj\nyo", "Ann Lee\nbye")).map(([speaker, , , text]) => [speaker, text]),
    ).toEqual([
      ["Ann Lee", "hi there"],
      ["Raj", "yo"],
      ["Ann Lee", "bye"],
    ]);
  });

  it("finds the rolling lines of converted captions without word times", () => {
    const lines = ["a b", "c d", "e f", "g h", "i j", "k l"];
    const text = lines
      .map(
        (line, i) => `${i + 1}\n00:00:0${i},000 --> 00:00:0${i + 1},000\n${i > 0 ? `${lines[i - 1]}\n` : ""}${line}\n`,
      )
      .join("\n");
    expect(srt(text).map(([, , , words]) => words)).toEqual(lines);
  });
});

describe("SBV", () => {
  it("joins the lines of a cue and drops an end before the start", () => {
    expect(read("0:00:00.378,0:00:11.378\none\ntwo\n\n0:00:17.484,0:00:16.543\nthree\n", "a.sbv")).toEqual([
      [null, 378, 11_378, "one two"],
      [null, 17_484, null, "three"],
    ]);
  });
});
