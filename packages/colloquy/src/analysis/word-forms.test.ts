import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordForms } from "./index.ts";

const share = (kind: "inflection" | "family", first: string, second: string): boolean =>
  wordForms(first)[kind].some((form) => wordForms(second)[kind].includes(form));

describe("wordForms", () => {
  it.each([
    "reduces reduced",
    "child children",
    "person people",
    "mouse mice",
    "sell sold",
    "plan planned",
    "buses bus",
    "colour colors",
    "organise organizing",
    "centre centers",
    "travelling traveling",
    "paediatric pediatric",
    "tv television",
    "tried trying",
    "cried cries",
  ])("joins forms and spellings of one word: %s", (words) => {
    const [first = "", second = ""] = words.split(" ");
    expect(share("inflection", first, second)).toBe(true);
    expect(share("family", first, second)).toBe(true);
  });

  it.each([
    "reduce reduction",
    "decide decision",
    "describe description",
    "perceive perception",
    "maintain maintenance",
    "apply application",
    "noisy noise",
    "deep depth",
    "lost loss",
    "know knowledge",
    "willing willingness",
    "autonomous autonomy",
    "respond response",
    "fail failure",
    "publish publication",
    "identify identity",
    "classified classification",
    "careful carefully",
    "heavy heavily",
    "apply application",
    "supply supplier",
    "technique technical",
    "choose choices",
    "art artist",
    "system systematic",
    "satisfy satisfaction",
    "maximize maximum",
    "satisfied satisfaction",
    "bought buying",
    "pays payments",
    "destroyed destruction",
    "anxious anxiety",
    "relieved relief",
    "safe safety",
    "certain certainty",
    "fluent fluency",
    "private privacy",
    "bankrupt bankruptcy",
    "behave behaviour",
  ])("joins derived words to the family only: %s", (words) => {
    const [first = "", second = ""] = words.split(" ");
    expect(share("family", first, second)).toBe(true);
    expect(share("inflection", first, second)).toBe(false);
  });

  it.each([
    "company compare",
    "care car",
    "plant plan",
    "good god",
    "loose lose",
    "meat meet",
    "board bored",
    "sleep slip",
    "memory remember",
    "stole stolid",
    "deep comply",
    "family fame",
    "finish final",
    "early ear",
    "guilty guilds",
    "pretty pre",
    "honesty hone",
  ])("keeps words apart that only look alike: %s", (words) => {
    const [first = "", second = ""] = words.split(" ");
    expect(share("family", first, second)).toBe(false);
  });

  it("includes each word in its own keys, and the keys of its inflection in its family", () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^[a-z]{1,40}$/), fc.string()), (word) => {
        const { inflection, family } = wordForms(word);
        expect(inflection).toContain(word);
        for (const form of inflection) expect(family).toContain(form);
      }),
    );
  });
});
