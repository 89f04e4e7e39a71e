import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

function read(text: string, file = "a.txt"): (readonly [string | null, number | null, number | null, string])[] {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return seenTurns(result.transcript).map((turn) => [turn.speaker, turn.startMs, turn.endMs, turn.text] as const);
}

describe("time stamps", () => {
  it.each([
    ["[00:01:02] Ann: hi\n[00:01:05] Raj: yo"],
    ["00:01:02 Ann: hi\n00:01:05 Raj: yo"],
    ["Ann (00:01:02): hi\nRaj (00:01:05): yo"],
    ["Ann [1:02]: hi\nRaj [1:05]: yo"],
    ["Ann: (1:02) hi\nRaj: (1:05) yo"],
    ["Ann: 00:01:02 hi\nRaj: 00:01:05 yo"],
    ["Ann  1:02\nhi\n\nRaj  1:05\nyo"],
    ["Ann\n1:02\nhi\n\nRaj\n1:05\nyo\n\nAnn\n1:10\nso\n\nRaj\n1:12\nye"],
    ["00:01:02.000 - Ann\nhi\n\n00:01:05.000 - Raj\nyo\n\n00:01:10.000 - Ann\nso"],
    ["1:02\nAnn: hi\n1:05\nRaj: yo"],
    ["**Ann** \\[00:01:02\\]: hi\n\n**Raj** \\[00:01:05\\]: yo"],
    ["[00:00:01:02]\n_page : 3\nAnn: hi\n\n[00:00:01:05]\nRaj: yo"],
    ["Ann\t00:01:02\thi\nRaj\t00:01:05\tyo\nAnn\t00:01:09\tso"],
    ["00:01:02\tAnn\thi\n00:01:05\tRaj\tyo\n00:01:09\tAnn\tso"],
    ["**[00:01:02] Ann:** hi\n\n**[00:01:05] Raj:** yo"],
    ["**Ann** `00:01:02`\n\nhi\n\n**Raj** `00:01:05`\n\nyo"],
    ["`1:02` **Ann:** hi\n\n`1:05` **Raj:** yo"],
    ["Ann, 1:02: hi\nRaj, 1:05: yo"],
    ["**Ann** ([1:02](https://x.org/?t=62)): hi\n\n**Raj** ([1:05](https://x.org/?t=65)): yo"],
    [
      "Ann\n[(00:01:02)](https://x.org/?t=62) hi\n\nRaj\n[(00:01:05)](https://x.org/?t=65) yo\n\nAnn\n[(00:01:10)](https://x.org/?t=70) so",
    ],
  ])("belong to the speaker in %j", (text) => {
    expect(read(text).slice(0, 2)).toEqual([
      ["Ann", 62_000, null, "hi"],
      ["Raj", 65_000, null, "yo"],
    ]);
  });

  it("may be ranges, and may have no speaker", () => {
    expect(read("[0:01 - 0:05] Ann: hi\n0:05 – 0:09 Raj: yo")).toEqual([
      ["Ann", 1000, 5000, "hi"],
      ["Raj", 5000, 9000, "yo"],
    ]);
    expect(read("[00:00:00.000 --> 00:00:02.500]   hi there\n")).toEqual([[null, 0, 2500, "hi there"]]);
    expect(read("00:00:00.000 --> 00:00:02.500 Ann: hi there\n")).toEqual([["Ann", 0, 2500, "hi there"]]);
    expect(read("0:00\nhello\n0:05\nwelcome back\n")).toEqual([
      [null, 0, null, "hello"],
      [null, 5000, null, "welcome back"],
    ]);
  });

  it("that are impossible are ignored, and the words are kept", () => {
    expect(read("[00:61:00] Ann: hi\n[0:09 - 0:05] Raj: yo")).toEqual([
      ["Ann", null, null, "hi"],
      ["Raj", 9000, null, "yo"],
    ]);
  });

  it("of the day or with a date count from the first time stamp of the file", () => {
    const turns = [
      ["Ann", 0, null, "hi"],
      ["Raj", 62_000, null, "yo"],
    ];
    expect(read("[11:59:13 AM] Ann: hi\n[12:00:15 PM] Raj: yo\n")).toEqual(turns);
    expect(read("[11:59:13 PM] Ann: hi\n[12:00:15 AM] Raj: yo\n")).toEqual(turns);
    expect(read("[Ann] 10:01:02 AM\nhi\n\n[Raj] 10:02:04 AM\nyo\n")).toEqual(turns);
    expect(read("[2024-01-02 23:59:03] Ann: hi\n[2024-01-03 00:00:05] Raj: yo\n")).toEqual(turns);
    expect(read("[2024-01-02T10:00:03Z] Ann: hi\n[2024-01-02T10:01:05.000Z] Raj: yo\n")).toEqual(turns);
    expect(read("2024-01-02T10:00:03+01:00 Ann: hi\n2024-01-02T10:01:05+01:00 Raj: yo\n")).toEqual(turns);
    expect(read("[10:00:03] Ann: hi\n[10:01:05] Raj: yo\n").map(([, start]) => start)).toEqual([
      36_003_000, 36_065_000,
    ]);
  });

  it("may be seconds with a unit, in brackets", () => {
    expect(read("[3.20s] Ann: hi\n[1m2s] Raj: yo\n[1h0m5s] Ann: so\n")).toEqual([
      ["Ann", 3200, null, "hi"],
      ["Raj", 62_000, null, "yo"],
      ["Ann", 3_605_000, null, "so"],
    ]);
    expect(read("[3.20s -> 8.60s] hi there\n[8.60s -> 9s] yo\n")).toEqual([
      [null, 3200, 8600, "hi there"],
      [null, 8600, 9000, "yo"],
    ]);
    expect(read("[3.20s pause] Ann: hi\n5s later\n")[0]?.[1]).toBeNull();
  });

  it("may follow the words of nearly every turn", () => {
    expect(read("Ann: hi there [00:00:03]\nRaj: yo [00:00:09]\n")).toEqual([
      ["Ann", 3000, null, "hi there"],
      ["Raj", 9000, null, "yo"],
    ]);
    expect(read("Ann: hi there\nRaj: as of [00:00:09]\nAnn: so\n")[1]).toEqual(["Raj", null, null, "as of [00:00:09]"]);
  });

  it("in the words are words", () => {
    expect(read("Ann: 12:30 suits me\nRaj: at 1:15\nAnn: ok")).toEqual([
      ["Ann", null, null, "12:30 suits me"],
      ["Raj", null, null, "at 1:15"],
      ["Ann", null, null, "ok"],
    ]);
  });

  it("with four fields have frames if the last field is always below 30", () => {
    expect(read("00:00:01:15 - 00:00:02:00\nAnn: hi\n")).toEqual([["Ann", 1500, 2000, "hi"]]);
    expect(read("[00:00:01:15]\nAnn: hi\n[00:00:01:47]\nAnn: yo\n")).toEqual([
      ["Ann", 75_000, null, "hi"],
      ["Ann", 107_000, null, "yo"],
    ]);
  });

  it("alone continue the last speaker, except before a sound in brackets", () => {
    expect(read("Ann: hi\nRaj: yo\n[00:30] more of Raj\n[00:40] (music)\n").slice(2)).toEqual([
      ["Raj", 30_000, null, "more of Raj"],
      [null, 40_000, null, "(music)"],
    ]);
  });
});

describe("units of text", () => {
  it("keep the line ends of wrapped turns, and end at labels", () => {
    expect(read("ANN: It was a bright cold day\n     in April.\r\nRAJ: Yes.\u2028More.\n")).toEqual([
      ["ANN", null, null, "It was a bright cold day\n     in April."],
      ["RAJ", null, null, "Yes.\u2028More."],
    ]);
  });

  it("are paragraphs in wrapped prose, and lines in other text", () => {
    const wrapped =
      "It was a bright cold day in April, and all the clocks were striking\nthirteen.\n\nAnother paragraph.\n";
    expect(read(wrapped)).toHaveLength(2);
    expect(read("One line.\nAnother line.\n\nA third.\n")).toHaveLength(3);
  });

  it("may have no words if a speaker is named, and otherwise need words", () => {
    expect(read("Ann: ...\nRaj: hi\nAnn: \u2014\nRaj: \n")).toEqual([
      ["Ann", null, null, "..."],
      ["Raj", null, null, "hi"],
      ["Ann", null, null, "\u2014"],
    ]);
    expect(read("One line.\n-----\nAnother line.\n...\nA third.\n")).toHaveLength(3);
  });

  it("end at Markdown headings, which are not spoken", () => {
    expect(read("---\ntitle: x\n---\n# Talk\n\nAnn: hi\n\nmore\n\n## Part: two\n\nRaj: yo\n", "a.md")).toEqual([
      ["Ann", null, null, "hi\n\nmore"],
      ["Raj", null, null, "yo"],
    ]);
  });

  it("may have names in headings, bold lines or capitals", () => {
    expect(read("### Ann Lee (0:03)\n\nhi\n\n### Raj (0:09)\n\nyo\n", "a.md")).toEqual([
      ["Ann Lee", 3000, null, "hi"],
      ["Raj", 9000, null, "yo"],
    ]);
    const bold = "**Ann Lee**\n\nhi there\n\n**Raj**\n\nyo\n\n**Ann Lee**\n\nbye\n";
    expect(read(bold, "a.md").map(([speaker]) => speaker)).toEqual(["Ann Lee", "Raj", "Ann Lee"]);
    const script = "ANN\nhow are you\nDR SMITH\nfine\nANN\ngood\n";
    expect(read(script).map(([speaker]) => speaker)).toEqual(["ANN", "DR SMITH", "ANN"]);
  });
});
