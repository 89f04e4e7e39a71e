import { describe, expect, it } from "vitest";
import { seenTurns } from "../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "./index.ts";

function read(content: unknown, file = "a.json"): (readonly [string | null, string])[] {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return seenTurns(result.transcript).map(({ speaker, text }) => [speaker, text] as const);
}

const SAID = [
  " Tomás Ñíguez: Are we allowed to dim the lights?",
  " Zoë Müller: Note: the clips are on.",
  " Right, both of them.",
  " Tomás Ñíguez: Okay.",
];
const READ = [
  ["Tomás Ñíguez", "Are we allowed to dim the lights?"],
  ["Zoë Müller", "Note: the clips are on."],
  [null, "Right, both of them."],
  ["Tomás Ñíguez", "Okay."],
];

/** Captions of several formats, each with a text and a time. */
const MAKES: readonly (readonly [name: string, make: (texts: readonly string[]) => unknown])[] = [
  [
    "whisper.cpp",
    (texts) => ({ transcription: texts.map((text, i) => ({ offsets: { from: i * 1000, to: i * 1000 + 900 }, text })) }),
  ],
  ["Whisper", (texts) => ({ segments: texts.map((text, i) => ({ id: i, start: i, end: i + 0.9, text })) })],
  ["YouTube", (texts) => ({ events: texts.map((text, i) => ({ tStartMs: i * 1000, segs: [{ utf8: text }] })) })],
  ["a list", (texts) => texts.map((text, i) => ({ text, start: i, duration: 0.9 }))],
  ["JSON Lines", (texts) => texts.map((text, i) => JSON.stringify({ start: i, text })).join("\n")],
];

describe.each(MAKES)("labels in the segments of %s", (_, make) => {
  it("are speakers if one label recurs", () => {
    expect(read(make(SAID))).toEqual(READ);
  });

  it.each([
    [["Note: this was recorded.", "Bitcoin: a peer-to-peer cash.", "We begin now.", "And we end."]],
    [["Bitcoin: a peer-to-peer cash.", "We begin now.", "And we go on.", "Bitcoin: a store of value.", "We end."]],
    [["Question: who?", "Answer: you.", "Question: when?", "Answer: now.", "Note: later.", "Note: now."]],
    [["Step one: mix.", "Step Two: bake.", "Step one: again.", "The point is: eat.", "The point is: salt."]],
  ])("are words if no label recurs: %j", (texts) => {
    expect(read(make(texts))).toEqual(texts.map((text) => [null, text]));
  });
});

describe("labels in segments", () => {
  it("are words if the format names speakers", () => {
    const segments = [
      { start: 0, end: 1, speaker: "SPEAKER_00", text: "Ann: hi" },
      { start: 1, end: 2, speaker: "SPEAKER_01", text: "Ann: yo" },
    ];
    expect(read({ segments })).toEqual([
      ["SPEAKER_00", "Ann: hi"],
      ["SPEAKER_01", "Ann: yo"],
    ]);
  });

  it("are read with escapes", () => {
    const text = ["O&#39;Neil: it&#39;s on", "Raj: yes", "O&#39;Neil: so"];
    expect(read(text.map((said, i) => ({ start: i, text: said })))).toEqual([
      ["O'Neil", "it's on"],
      ["Raj", "yes"],
      ["O'Neil", "so"],
    ]);
  });
});
