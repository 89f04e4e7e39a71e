import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

function read(text: string, file: string): { readonly said: string[]; readonly notes: readonly string[] } {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  const said = seenTurns(result.transcript).map((turn) => `${turn.speaker ?? ""}: ${turn.text}`);
  return { said, notes: result.notes ?? [] };
}

const one = '{"speaker":"Ann","text":"one"}';
const two = '{"speaker":"Bob","text":"two"}';
const cut = '{"speaker":"Bob","te';

describe("JSON Lines with a broken line", () => {
  it.each([
    ["in the middle", [one, cut, two], ["Ann: one", "Bob: two"], 2],
    ["at the end", [one, cut], ["Ann: one"], 2],
    ["at the start", ['ker":"Ann","text":"zero"}', one, two], ["Ann: one", "Bob: two"], 1],
    ["of another kind", [one, "12", two], ["Ann: one", "Bob: two"], 2],
  ])("%s keep the other lines and report the broken line", (_, lines, said, broken) => {
    expect(read(lines.join("\n"), "a.jsonl")).toEqual({
      said,
      notes: [`line ${broken} is not JSON and was left out`],
    });
  });

  it("report the number of many broken lines", () => {
    const lines = Array.from({ length: 8 }, () => [one, cut]).flat();
    expect(read(lines.join("\r\n"), "a.jsonl").notes).toEqual([
      "8 lines are not JSON and were left out: 2, 4, 6, 8, 10, ...",
    ]);
  });

  it("have no notes if they are valid", () => {
    expect(readTranscript(Buffer.from(`${one}\n${two}`), { file: "a.jsonl" })).not.toHaveProperty("notes");
  });
});

describe("malformed entries", () => {
  const good = { start: 1, end: 2, text: "hi" };

  it("of segments are left out, and nothing else is", () => {
    for (const segments of [
      [null, good, 7],
      [{ start: 0, text: null }, good, { end: 3 }],
    ])
      expect(read(JSON.stringify({ segments }), "a.json")).toEqual({
        said: [": hi"],
        notes: ["2 entries without text were left out"],
      });
  });

  it("of turns are left out; a number is text", () => {
    const rows = [
      { speaker: "Ann", text: "hi" },
      { speaker: "Bob", text: null },
      { speaker: "Cy", text: 5 },
    ];
    expect(read(JSON.stringify(rows), "a.json")).toEqual({
      said: ["Ann: hi", "Cy: 5"],
      notes: ["an entry without text was left out"],
    });
  });

  it("of one service's words do not affect other words", () => {
    const utterances = [
      { text: "hi", start: 1, end: 2, speaker: "A" },
      { text: "yo", start: 3, end: 4, speaker: "B" },
      { text: "x" },
    ];
    expect(read(JSON.stringify({ audio_url: "u", utterances }), "a.json").said.slice(0, 2)).toEqual([
      "Speaker A: hi",
      "Speaker B: yo",
    ]);
    const transcription = [{ text: null }, { text: "hi", offsets: { from: 0, to: 9 } }];
    expect(read(JSON.stringify({ transcription }), "a.json").said).toEqual([": hi"]);
  });
});
