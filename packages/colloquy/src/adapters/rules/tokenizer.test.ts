import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenize } from "./tokenizer.ts";

const split = (text: string): string => [...tokenize(text)].map((token) => token.text).join("|");

describe("tokenize", () => {
  it.each([
    ["I don't, we can't.", "I|do|n't|,|we|ca|n't|."],
    ["It's Ana's; they're here", "It|'s|Ana|'s|;|they|'re|here"],
    ["O'Brien's R&D uses Node.js", "O'Brien|'s|R&D|uses|Node.js"],
    ["Mr. Day left the U.S. at 7.30pm", "Mr.|Day|left|the|U.S.|at|7.30pm"],
    ["No. Go on.The end", "No|.|Go|on|.|The|end"],
    ["COVID-19 (new) costs £1,000.", "COVID|-|19|(|new|)|costs|£|1,000|."],
    ["日本 __proto__ 👩‍🚀", "日本|_|_|proto|_|_|👩|\u200d|🚀"],
  ])("splits %j", (text, expected) => {
    expect(split(text)).toBe(expected);
  });

  it("keeps every character except spaces with its offset, and creates no token that the tagger splits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const tokens = [...tokenize(text)];
        for (const token of tokens) {
          expect(text.slice(token.start, token.start + token.text.length)).toBe(token.text);
          expect(token.shown).toMatch(/^(?:\p{L}+|1|n't|'\p{L}+|\p{L}+\.|[.?!,;:()"'—-])$/iu);
        }
        expect(tokens.map((token) => token.text).join("")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });
});
