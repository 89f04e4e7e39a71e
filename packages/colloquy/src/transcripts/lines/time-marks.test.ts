import { describe, expect, it } from "vitest";
import type { Transcript } from "../../model/index.ts";
import { readTranscript } from "../index.ts";

function read(text: string, file = "a.txt"): Transcript {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return result.transcript;
}

/** Each mark with the words after it. */
const marksOf = ({ text, marks = [] }: Transcript): (readonly [number, string])[] =>
  marks.map(({ offset, startMs }) => [startMs, text.slice(offset, offset + 6)] as const);

describe("times within the words of a turn", () => {
  it("are marks, and the turn does not change", () => {
    const transcript = read("Ann: one [12:25] two three\nRaj: four five\nAnn: six [13:00] seven\n");
    expect(transcript.turns).toHaveLength(3);
    expect(transcript.turns.map(({ startMs }) => startMs)).toEqual([null, null, null]);
    expect(marksOf(transcript)).toEqual([
      [745_000, " two t"],
      [780_000, " seven"],
    ]);
  });

  it("are read with escapes, with hours and fractions, and with a remark", () => {
    expect(
      marksOf(
        read(
          "**Ann:** it&#39;s one \\[12:25\\] two, and so\n\n**Raj:** a \\[unintelligible 00:13:19.27\\] bit more\n\n**Ann:** [01:00:00](https://x.org/?t=3600) three\n",
          "a.md",
        ),
      ),
    ).toEqual([
      [745_000, " two, "],
      [799_270, " bit m"],
    ]);
  });

  it("are also read in JSON and CSV", () => {
    const turns = ["Ann: one [12:25] two three", "Break: [13:00]", "Raj: four five"];
    expect(marksOf(read(JSON.stringify({ transcript: turns.join("\n\n") }), "a.json"))).toEqual([
      [745_000, " two t"],
      [780_000, "four f"],
    ]);
    const rows = [{ speaker: "Ann", text: "it&#39;s one [12:25] two three" }];
    expect(marksOf(read(JSON.stringify(rows), "a.json"))).toEqual([[745_000, " two t"]]);
    expect(marksOf(read("speaker,text\nAnn,one [12:25] two\nRaj,three\n", "a.csv"))).toEqual([[745_000, " two\nR"]]);
  });

  it("are words if they are out of order with the times before and after", () => {
    const text = "[10:00] Ann: as I said at [3:20] and will say at [50:00], so [10:30] there\n[11:00] Raj: four\n";
    expect(marksOf(read(text))).toEqual([[630_000, " there"]]);
  });

  it("are words if they are out of order with most others", () => {
    const text = "Ann: one [50:00] two\nRaj: a [12:25] b [13:00] c\nAnn: d [1:02] e [13:30] f\n";
    expect(marksOf(read(text))).toEqual([
      [745_000, " b [13"],
      [780_000, " c\nAnn"],
      [810_000, " f\n"],
    ]);
  });

  it("are words when they have no square brackets or are a time of day", () => {
    expect(read("Ann: at 12:25 or (12:30) or [2:30 PM]\nRaj: yes\n").marks).toBeUndefined();
  });
});
