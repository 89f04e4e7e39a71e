import { describe, expect, it } from "vitest";
import type { Transcript } from "../../model/index.ts";
import { readTranscript } from "../index.ts";

function read(text: string, file: string): Transcript {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return result.transcript;
}

const wordsOf = ({ text, turns }: Transcript): (readonly [string | null, string])[] =>
  turns.map(({ speaker, startOffset, endOffset }) => [speaker, text.slice(startOffset, endOffset)] as const);

/** Each mark with the words at its position. */
const marksOf = ({ text, marks = [] }: Transcript): (readonly [number, string])[] =>
  marks.map(({ offset, startMs }) => [startMs, text.slice(offset, offset + 5)] as const);

const TALK = [
  ["Ann", "first words"],
  ["Raj", "other words"],
  ["Ann", "third words"],
];

describe("the time of an unspoken line", () => {
  it.each([
    "## Sleep debt (12:40)",
    "## Chapter 2 (00:12:40)",
    "### Chapter 2 \\[12:40\\]",
    "## 12:40 Sleep debt",
    "## [12:40] Sleep debt",
    "## Sleep debt - 12:40",
    "## Sleep debt 00:12:40",
    "**Break:** \\[12:40\\]",
    "00:12:40 - Sleep debt",
    "\\[12:40\\] - Sleep debt",
  ])("applies to the words below in %j", (line) => {
    const transcript = read(
      `# Show\n\n**Ann:** first words\n\n${line}\n\n**Raj:** other words\n\n**Ann:** third words\n`,
      "a.md",
    );
    expect(wordsOf(transcript)).toEqual(TALK);
    expect(marksOf(transcript)).toEqual([[760_000, "other"]]);
  });

  it.each(["00:12:40 - Sleep debt", "[00:12:40] – Sleep debt", "(12:40) | 2 Sleep debt"])(
    "applies to the words below in text, in %j",
    (line) => {
      const transcript = read(`Ann: first words\n\n${line}\n\nRaj: other words\nAnn: third words\n`, "a.txt");
      expect(wordsOf(transcript)).toEqual(TALK);
      expect(marksOf(transcript)).toEqual([[760_000, "other"]]);
    },
  );

  it.each(["## the odds are 3:16", "## What happened at 12:40 in the night", "## 2 of 3"])(
    "is not read in %j",
    (line) => {
      const transcript = read(
        `**Ann:** first words\n\n${line}\n\n**Raj:** other words\n\n**Ann:** third words\n`,
        "a.md",
      );
      expect(wordsOf(transcript)).toEqual(TALK);
      expect(transcript.marks).toBeUndefined();
    },
  );

  it("is ignored if it is out of order with the times around it", () => {
    const text =
      "[10:00] Ann: first words\n\n# One (3:20)\n\nRaj: other words\n\n# Two (50:00)\n\nAnn: third words\n[11:00] Raj: so\n";
    expect(read(text, "a.md").marks).toBeUndefined();
  });

  it("is the end of the last words if none follow", () => {
    const { turns } = read("**Ann:** first words\n\n**Raj:** other words\n\n**Break:** \\[12:40\\]\n", "a.md");
    expect(turns.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [null, null],
      [null, 760_000],
    ]);
  });
});

describe("lines with a time and words", () => {
  it.each(["[00:12:40] And so on", "[00:12:40] - and so on", "[00:12:40] - And so on."])(
    "are words of the last speaker in %j",
    (line) => {
      const transcript = read(`Ann: first words\n\n${line}\n\nRaj: other words\n`, "a.txt");
      expect(transcript.turns.map(({ speaker, startMs }) => [speaker, startMs])).toEqual([
        ["Ann", null],
        ["Ann", 760_000],
        ["Raj", null],
      ]);
    },
  );

  it("are words if no speakers are named", () => {
    const { turns } = read("00:00:05 - Sleep debt\n\n00:12:40 - More of it\n\n00:20:00 - The end\n", "a.txt");
    expect(turns.map(({ startMs }) => startMs)).toEqual([5000, 760_000, 1_200_000]);
  });
});

describe("a list of chapters before the talk", () => {
  const list = ["(00:00) Intro", "(12:40) Sleep debt", "(1:02:00) Outro"];

  it.each([
    ["with a heading", `Chapters:\n${list.join("\n")}\n\n`],
    ["in Markdown", `# Show\n\n## Chapters\n\n- ${list.join("\n- ")}\n\n## Transcript\n\n`],
    ["with bare times", `${list.join("\n").replaceAll(/[()]/g, "")}\n\n`],
  ])("is not spoken, %s, and has no times", (_, above) => {
    const transcript = read(`${above}Ann: first words\n\nRaj: other words\n\nAnn: third words\n`, "a.md");
    expect(wordsOf(transcript)).toEqual(TALK);
    expect([transcript.marks, transcript.turns[0]?.startMs]).toEqual([undefined, null]);
  });

  it("may precede turns with times, but not unlabelled words before the first label", () => {
    const timed = read(`${list.join("\n")}\n\n[0:05] Ann: first words\n[0:09] Raj: other words\n`, "a.txt");
    expect(timed.turns.map(({ startMs }) => startMs)).toEqual([5000, 9000]);
    for (const labelled of ["[0:05] Ann: hi\n[0:09] Raj: yo\n", "Ann: hi\nRaj: yo\n"]) {
      const unlabelled = read(`[0:01] Hello\n[0:02] Welcome\n[0:03] Again\n${labelled}`, "a.txt");
      expect(unlabelled.turns).toHaveLength(5);
    }
  });
});
