import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectExactTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import type { Transcript } from "../../model/index.ts";
import { readTranscript } from "../index.ts";

function read(text: string, file: string): Transcript {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  expectExactTurns(result.transcript);
  return result.transcript;
}

const saidIn = ({ text, turns }: Transcript): (readonly [string | null, string])[] =>
  turns.map(({ speaker, startOffset, endOffset }) => [speaker, text.slice(startOffset, endOffset)] as const);

const said = (text: string, file: string): (readonly [string | null, string])[] => saidIn(read(text, file));

describe("escapes in Markdown", () => {
  it("are read as their characters", () => {
    expect(
      said(
        "**Ann Lee:** \\[laughs\\] It&#39;s \\#78 of \\*our\\* R\\&D shows&mdash;&quot;Q&amp;A&quot;.\n\n**Raj:** Yes\\!\n\n**Ann Lee:** So.\n",
        "a.md",
      ),
    ).toEqual([
      ["Ann Lee", '[laughs] It\'s #78 of *our* R&D shows—"Q&A".'],
      ["Raj", "Yes!"],
      ["Ann Lee", "So."],
    ]);
  });

  it("do not count in code, before letters, or in an invalid reference", () => {
    const words = [
      "Write `\\[x\\]` or `&amp;`, and C:\\temp, and R&D, and &nothing;.",
      "",
      "```",
      "a \\* b &lt; c",
      "```",
      "",
      "And \\_so\\_ on.",
    ];
    const [turn] = said(`**Ann:** ${words.join("\n")}\n\n**Raj:** Yes.\n\n**Ann:** Good.\n`, "a.md");
    expect(turn?.[1]).toBe([...words.slice(0, -1), "And _so_ on."].join("\n"));
  });

  it("do not begin a heading, a list or a label", () => {
    expect(said("**Ann:** one\n\n\\# two\n\n**Raj:** three\n\n\\- four\n", "a.md").map(([, text]) => text)).toEqual([
      "one\n\n# two",
      "three\n\n- four",
    ]);
  });

  it("outside the words do not change offsets", () => {
    const file =
      "# Q&amp;A\n\n**O&#39;Neil:** \\[00:00:03\\] Hello there.\n\n**Raj &amp; Co:** \\[00:00:09\\] Hi.\n\n**O&#39;Neil:** So.\n";
    const transcript = read(file, "a.md");
    expect(transcript.text).not.toMatch(/\\|&#39;|&amp;/);
    expect(transcript.text.length).toBe(file.length);
    for (const { startOffset, endOffset } of transcript.turns)
      expect(transcript.text.slice(startOffset, endOffset)).toBe(file.slice(startOffset, endOffset));
    expect(transcript.turns.map(({ speaker, startMs }) => [speaker, startMs])).toEqual([
      ["O'Neil", 3000],
      ["Raj & Co", 9000],
      ["O'Neil", null],
    ]);
  });

  it("change offsets only after words with escapes", () => {
    const file = "**Ann:** one\n\n**Raj:** it&#39;s two\n\n**Ann:** three\n";
    const [first, second, third] = read(file, "a.md").turns;
    expect([first?.startOffset, second?.startOffset, third?.startOffset]).toEqual([
      file.indexOf("one"),
      file.indexOf("it&#39;s"),
      file.indexOf("three") - 4,
    ]);
  });
});

describe("escapes in text", () => {
  it.each([
    ["apostrophes", "Ann: It&#39;s fine, Raj's too.\nRaj: Yes & no.\n", "It's fine, Raj's too."],
    ["ampersands", "Ann: The Q&amp;A of it.\nRaj: It's fine.\n", "The Q&A of it."],
    ["ampersands between names", "Ann: At Johnson &amp; Johnson.\nRaj: Yes.\n", "At Johnson & Johnson."],
    ["quotation marks", "Ann: The &quot;key&quot; &amp; lock &lt;3.\nRaj: Yes.\n", 'The "key" & lock <3.'],
    ["remarks in brackets", "Ann: \\[laughs\\] No\\! 1 &lt; 2\nRaj: Yes.\n", "[laughs] No! 1 < 2"],
    ["times in brackets", "Ann: So \\[12:25\\] it\\'s\nRaj: Yes.\n", "So [12:25] it's"],
  ])("are read if its %s are escaped", (_, text, first) => {
    expect(said(text, "a.txt")[0]).toEqual(["Ann", first]);
  });

  it.each([
    "In HTML you write &amp; for it, that's all.",
    "It's &lt;b&gt; and &#39; and &quot;, as Ann's slides say.",
    "The path is C:\\temp\\*.txt, isn't it?",
    "The pattern \\[a-z\\]+ matches, and [laughs] doesn't.",
    "Q&amp;A & R&D",
  ])("do not count in %j", (words) => {
    expect(said(`Ann: ${words}\nRaj: Yes.\n`, "a.txt")).toEqual([
      ["Ann", words],
      ["Raj", "Yes."],
    ]);
  });

  it("are read twice if the file was escaped twice", () => {
    const written = "It&amp;#39;s &amp;quot;Q&amp;amp;A&amp;quot;, isn&#39;t it?";
    const read = "It's \"Q&A\", isn't it?";
    expect(said(`Ann: ${written}\nRaj O&amp;#39;Neil: Yes.\n`, "a.txt")).toEqual([
      ["Ann", read],
      ["Raj O'Neil", "Yes."],
    ]);
    expect(said(`**Ann:** ${written} \\[laughs\\]\n\n**Raj:** Yes.\n`, "a.md")[0]).toEqual(["Ann", `${read} [laughs]`]);
    expect(said(JSON.stringify([{ start: 0, speaker: "O&amp;#39;Neil", text: written }]), "a.json")).toEqual([
      ["O'Neil", read],
    ]);
    const cue = `WEBVTT\n\n00:01.000 --> 00:02.000\n<v O&amp;#39;Neil>${written}\n`;
    expect(said(cue, "a.vtt")).toEqual([["O'Neil", read]]);
    expect(said("Ann: It&#39;s written &amp;#39; there.\nRaj: Yes.\n", "a.txt")[0]?.[1]).toBe(
      "It's written &#39; there.",
    );
  });

  it("are read in the names of speakers", () => {
    const row = { start: 0, speaker: "Ann O&#39;Neil", text: "Hello." };
    expect(said(JSON.stringify([row]), "a.json")).toEqual([["Ann O'Neil", "Hello."]]);
    expect(said("speaker,text\nAnn O&#39;Neil,Hello\nRaj,Yes\n", "a.csv")[0]).toEqual(["Ann O'Neil", "Hello"]);
  });

  it("are also read in JSON and CSV", () => {
    const text = "It&#39;s &quot;fine&quot;.";
    expect(said(JSON.stringify([{ start: 0, duration: 2, text }]), "a.json")).toEqual([[null, 'It\'s "fine".']]);
    expect(said(`speaker,text\nAnn,${text}\nRaj,Yes\n`, "a.csv")[0]).toEqual(["Ann", 'It\'s "fine".']);
  });
});

describe("a file with arbitrary escapes", () => {
  const piece = fc.constantFrom(
    "word",
    "it&#39;s",
    "&amp;",
    "&nbsp;",
    "&zwnj;",
    "\\[",
    "\\]",
    "\\\\",
    "\\*",
    "`",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "**Ann:** ",
    "Raj: ",
    "\\[00:12\\] ",
    "[00:15]",
    "&quot;",
    "👍",
    "# ",
  );

  it("has exact turns, and words without the escapes of HTML", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom("a.md", "a.txt"), (pieces, file) => {
        const result = readTranscript(Buffer.from(pieces.join("")), { file });
        if (!("transcript" in result)) return;
        expectExactTurns(result.transcript);
        for (const { offset } of result.transcript.marks ?? [])
          expect(result.transcript.turns.some((turn) => turn.startOffset <= offset && offset <= turn.endOffset)).toBe(
            true,
          );
      }),
    );
  });
});
