import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";

function said(text: string, file = "a.txt"): string[] {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return seenTurns(result.transcript).map((turn) => `${turn.speaker ?? ""}|${turn.startMs ?? ""}|${turn.text}`);
}

describe("a header above the first turn is not a turn", () => {
  const turns =
    "Smith, John   0:03\nGood morning.\n\nDoe, Jane (Contoso)   0:09\nMorning.\n\nSmith, John   1:02:11\nYes.\n";
  const spoken = ["Smith, John|3000|Good morning.", "Doe, Jane (Contoso)|9000|Morning.", "Smith, John|3731000|Yes."];

  it.each([
    "Sprint review-20240311_150000-Meeting Recording\nMarch 11, 2024, 3:00PM\n31m 12s\n\nSmith, John started transcription\n\n",
    "Weekly sync\n11 March 2024 15:00\n1h 2m 3s\n\n",
    "Weekly sync\nMon, Jan 8, 2024 10:00AM • 32:11\n\nSUMMARY KEYWORDS\nplan, work, budget\n\nSPEAKERS\nJane Doe, John Smith\n\n",
    "📖 Transcript\nJan 15, 2024\nWeekly Sync - Transcript\n",
    "2024-01-15 10:00\n\n",
  ])("in %j", (header) => {
    expect(said(header + turns)).toEqual(spoken);
  });

  it("in front matter of either kind", () => {
    expect(said('+++\ntitle = "x"\nspeakers = ["Ann: a"]\n+++\n**Ann:** hi\n\n**Raj:** yo\n', "a.md")).toEqual([
      "Ann||hi",
      "Raj||yo",
    ]);
  });

  it("but words about a date are a turn, and so is a header line between turns", () => {
    expect(said("Ann: hi\nMarch 11, 2024\nRaj: yo\n")).toEqual(["Ann||hi\nMarch 11, 2024", "Raj||yo"]);
    expect(said("On March 11, 2024 we met.\nAnn: hi\nRaj: yo\n")[0]).toBe("||On March 11, 2024 we met.");
  });
});

describe("the sender of a chat", () => {
  it("is the name without the word before it", () => {
    expect(said("00:00:03\t From  Ann Lee : hi\n00:00:09\t From Bob : yo\n")).toEqual([
      "Ann Lee|3000|hi",
      "Bob|9000|yo",
    ]);
    expect(said("From Ann: hi\nFrom Bob: yo\nFrom Ann: so\n").map((turn) => turn.split("|")[0])).toEqual([
      "Ann",
      "Bob",
      "Ann",
    ]);
  });
});

describe("underscores", () => {
  it("belong to a name that has them at both ends", () => {
    expect(said("__proto__: hi\nAnn: yo\n__proto__: so\nAnn: ok\n")[0]).toBe("__proto__||hi");
    expect(said("__Ann Lee__: hi\n\n__Raj__: yo\n", "a.md")).toEqual(["Ann Lee||hi", "Raj||yo"]);
  });
});
