import { describe, expect, it } from "vitest";
import { EMPTY_EXTRACTION, type Extraction } from "../model/index.ts";
import { malformation } from "./shape.ts";

const span = { turn: 0, start: 0, end: 5 };
const WHOLE: Extraction = {
  sentences: [span],
  mentions: [{ name: "Sleep", type: "Concept", span, sentence: 0, confidence: 1, status: "asserted" }],
  relations: [
    {
      source: "Sleep",
      sourceType: "Concept",
      type: "REDUCES",
      target: "stress",
      targetType: "Concept",
      polarity: "stated",
      confidence: 0.5,
      span,
    },
  ],
  quotes: [{ span, about: ["Sleep"], confidence: 0 }],
  aliases: [{ name: "Sleep", alias: "S" }],
};

/** The value with one part replaced, at any depth. */
function spoilt(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(WHOLE) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  at[path.at(-1) ?? ""] = value;
  return copy;
}

describe("the shape of an extraction", () => {
  it("is valid when every part is valid", () => {
    expect(malformation(WHOLE)).toBeNull();
    expect(malformation(EMPTY_EXTRACTION)).toBeNull();
  });

  it("is valid for a mention without a sentence", () => {
    expect(malformation(spoilt(["mentions", 0, "sentence"], null))).toBeNull();
  });

  it.each([null, undefined, "text", 7])("is invalid for %j", (value) => {
    expect(malformation(value)).toBe("it is not an object");
  });

  it.each(Object.keys(WHOLE))("is invalid without %s", (list) => {
    expect(malformation(spoilt([list], undefined))).toBe(`\`${list}\` is no list`);
    expect(malformation(spoilt([list, 0], null))).toBe(`an item of \`${list}\` is malformed`);
  });

  it.each([
    ["sentences", ["sentences", 0, "start"], Number.NaN],
    ["mentions", ["mentions", 0, "confidence"], Number.NaN],
    ["mentions", ["mentions", 0, "sentence"], undefined],
    ["mentions", ["mentions", 0, "status"], "sure"],
    ["mentions", ["mentions", 0, "name"], 7],
    ["relations", ["relations", 0, "polarity"], "maybe"],
    ["relations", ["relations", 0, "span"], undefined],
    ["relations", ["relations", 0, "target"], null],
    ["quotes", ["quotes", 0, "about"], "Sleep"],
    ["quotes", ["quotes", 0, "about", 0], 7],
    ["aliases", ["aliases", 0, "alias"], undefined],
  ])("is invalid when an item of %s has a value of another type at %j", (list, path, value) => {
    expect(malformation(spoilt(path, value))).toBe(`an item of \`${list}\` is malformed`);
  });
});
