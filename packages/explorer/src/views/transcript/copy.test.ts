import { describe, expect, it } from "vitest";
import { citationText, selectionText } from "./copy.ts";

describe("a citation", () => {
  it("is the quote, then speaker, transcript and time, then the address", () => {
    const text = citationText({
      text: " Late caffeine\n reduces deep sleep. ",
      speaker: "Maya Okafor",
      file: "slow-mornings/01-sleep-debt.vtt",
      startMs: 326_000,
      url: "http://127.0.0.1/w/sample/transcripts/a.vtt?at=1-2",
    });
    expect(text).toBe(
      "“Late caffeine reduces deep sleep.”\n— Maya Okafor, 01 sleep debt, 05:26\nhttp://127.0.0.1/w/sample/transcripts/a.vtt?at=1-2",
    );
  });

  it("marks an approximate time, and says when nobody is named", () => {
    const citation = {
      text: "Yes.",
      speaker: null,
      file: "a.txt",
      startMs: 5_000,
      approximate: true,
      url: "u",
    } as const;
    expect(citationText(citation)).toContain("— Unknown speaker, A, ~00:05\n");
    expect(citationText({ ...citation, startMs: null })).toContain("— Unknown speaker, A\n");
  });
});

describe("selected words", () => {
  const part = (speaker: string | null, text: string, isContinued = false) => ({ speaker, text, isContinued });

  it("are the words alone when they are of one turn, also of a cut one", () => {
    expect(selectionText([part("Ada", "deep sleep")])).toBe("deep sleep");
    expect(selectionText([part("Ada", "deep "), part("Ada", "sleep", true)])).toBe("deep sleep");
  });

  it("have a line with a name for each of several turns", () => {
    expect(selectionText([part("Ada", "sleep. "), part("Bert", "No."), part(null, "(laughter)")])).toBe(
      "Ada: sleep.\nBert: No.\n(laughter)",
    );
  });

  it("are nothing when nothing is selected", () => {
    expect(selectionText([])).toBe("");
  });
});
