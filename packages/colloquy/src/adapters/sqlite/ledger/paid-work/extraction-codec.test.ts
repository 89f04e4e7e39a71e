import { describe, expect, it } from "vitest";
import { EMPTY_EXTRACTION, type Extraction } from "../../../../model/index.ts";
import { decodeExtraction, encodeExtraction } from "./extraction-codec.ts";

const span = { turn: 1, start: 2, end: 9 };
const mention = { name: "__proto__", type: "Concept", span, confidence: 0.25 } as const;
const EXTRACTION: Extraction = {
  sentences: [span],
  mentions: [
    { ...mention, sentence: 0, status: "candidate" },
    { ...mention, sentence: null, status: "asserted" },
  ],
  relations: [
    {
      source: "a",
      sourceType: "Practice",
      type: "CAUSES",
      target: "b",
      targetType: "Outcome",
      polarity: "implied",
      confidence: 1,
      span,
    },
    {
      source: "b",
      sourceType: "Outcome",
      type: "CAUSES",
      target: "a",
      targetType: "Practice",
      polarity: "stated",
      confidence: 0.5,
      span,
      antecedents: [span, { turn: -2, start: 0, end: 4 }],
    },
  ],
  quotes: [{ span, about: ["a"], confidence: 0 }],
  aliases: [{ name: "a", alias: "A" }],
};

describe("an extraction in the ledger", () => {
  it("is decoded as it was encoded, with mentions of no sentence", () => {
    expect(decodeExtraction(encodeExtraction(EXTRACTION))).toEqual(EXTRACTION);
    expect(decodeExtraction(encodeExtraction(EMPTY_EXTRACTION))).toEqual(EMPTY_EXTRACTION);
  });
});
