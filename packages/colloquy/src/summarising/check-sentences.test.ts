import { describe, expect, it } from "vitest";
import type { Evidence } from "../model/index.ts";
import { checkSentences } from "./check-sentences.ts";

const said = (text: string, speaker = "Ada", more: Partial<Evidence> = {}): Evidence => ({
  file: "talk.txt",
  chunk: "c",
  speaker,
  startMs: null,
  endMs: null,
  startOffset: 0,
  endOffset: text.length,
  text,
  polarity: "stated",
  ...more,
});
const SUBJECT = {
  entity: { name: "remote work", type: "Practice", aliases: ["home office"] },
  evidence: [
    {
      evidence: said("It saves us about 40 minutes of commuting every day."),
      statements: ["remote work REDUCES commuting"],
    },
    {
      evidence: said("I feel lonely when I never see Ben.", "Cora Cole"),
      statements: ["remote work CAUSES loneliness"],
    },
    {
      evidence: said("That is nonsense.", "Ben", { polarity: "negated" }),
      statements: ["remote work IMPROVES focus (negated)"],
    },
  ],
};
const check = (text: string, ...citations: readonly number[]) => checkSentences([{ text, citations }], SUBJECT);
const DROPPED = { uncited: 0, unknown: 0, ungrounded: 0 };

describe("a sentence of a summary", () => {
  it.each([
    ["Remote work saves 40 minutes of commuting a day.", [1]],
    ["According to Cora Cole, the home office makes people lonely.", [2]],
    ["Ada values the saved commuting, whereas Cora feels lonely.", [1, 2]],
    ["Ben says that remote work does not improve focus.", [3]],
  ])("is kept if its evidence has its words: %s", (text, citations) => {
    expect(check(text, ...citations)).toEqual({ sentences: [{ text, citations }], dropped: DROPPED });
  });

  it.each([
    ["without evidence", "Remote work reduces commuting.", [], "uncited"],
    ["about somebody whom nobody names", "Zelda saves 40 minutes of commuting every day.", [1], "ungrounded"],
    ["with a number that does not exist", "Remote work reduces commuting.", [1, 4], "unknown"],
    ["with a number below 1", "Remote work reduces commuting.", [0], "unknown"],
    ["with another name", "Theresa finds remote work lonely, and so does David.", [2], "ungrounded"],
    ["with another number", "Remote work saves 90 minutes of commuting.", [1], "ungrounded"],
    ["with a negation of its own", "Remote work does not save commuting.", [1], "ungrounded"],
    ["with words of its own", "Productivity soars through better tooling and trust.", [1], "ungrounded"],
    ["with the name of the subject alone", "Remote work.", [1], "ungrounded"],
    ["with evidence of another sentence", "Cora Cole feels lonely.", [1], "ungrounded"],
  ] as const)("is left out %s", (_, text, citations, reason) => {
    expect(check(text, ...citations)).toEqual({ sentences: [], dropped: { ...DROPPED, [reason]: 1 } });
  });

  it("loses citations that do not support it", () => {
    expect(check("Remote work saves 40 minutes of commuting a day.", 1, 2, 3).sentences).toEqual([
      { text: "Remote work saves 40 minutes of commuting a day.", citations: [1] },
    ]);
    // The name of a speaker is in every piece that the speaker says.
    const evidence = ["Deep sleep repairs.", "Naps cause inertia."].map((text) => ({
      evidence: said(text, "Dr. Maya Okafor"),
      statements: [],
    }));
    const written = { text: "Dr. Maya Okafor says that deep sleep repairs.", citations: [1, 2] };
    expect(checkSentences([written], { entity: null, evidence }).sentences).toEqual([{ ...written, citations: [1] }]);
  });

  it("may have its citations in the text, and ends with one full stop", () => {
    expect(check("Remote work saves commuting [1].").sentences).toEqual([
      { text: "Remote work saves commuting.", citations: [1] },
    ]);
    expect(check("Remote work saves commuting. [1-2]").sentences).toEqual([
      { text: "Remote work saves commuting.", citations: [1] },
    ]);
    expect(
      check("It saves commuting every day. (= remote work REDUCES commuting (negated); a CAUSES b)", 1).sentences,
    ).toEqual([{ text: "It saves commuting every day.", citations: [1] }]);
    expect(check("Remote work saves commuting [1, 9]").dropped).toEqual({ ...DROPPED, unknown: 1 });
  });

  it("is kept once, and at most eight are kept", () => {
    const written = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"].map(
      (word) => ({ text: `Remote work saves commuting every ${word} day.`, citations: [1] }),
    );
    const { sentences } = checkSentences([...written.slice(0, 1), ...written], SUBJECT);
    expect(sentences.map(({ text }) => text)).toEqual(written.slice(0, 8).map(({ text }) => text));
  });
});
