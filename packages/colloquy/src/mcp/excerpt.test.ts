import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerptOf } from "./excerpt.ts";

const LINE = "Ada: one two three four five six seven.\n";

/** The excerpt of a chunk at offset 1,000, with the words from the first `from` to the last `to`. */
function excerpt(text: string, from: string, to = from): string {
  const said = { startOffset: 1_000 + text.indexOf(from), endOffset: 1_000 + text.indexOf(to) + to.length };
  const { text: words, startOffset, endOffset } = excerptOf({ text, startOffset: 1_000, said });
  expect(text.slice(startOffset - 1_000, endOffset - 1_000)).toBe(words);
  return words;
}

describe("an excerpt", () => {
  it("is a short chunk as it is", () => {
    expect(excerpt(`${LINE}Ben: here it is.\n${LINE}`, "here it is")).toBe(`${LINE}Ben: here it is.\n${LINE}`);
  });

  it("has whole lines around the words that match, as many as there is room", () => {
    const words = excerpt(`${LINE.repeat(40)}Ben: here it is.\n${LINE.repeat(40)}`, "Ben: here it is.");
    expect(words).toBe(`${LINE.repeat(8)}Ben: here it is.\n${LINE.repeat(8)}`.trimEnd());
  });

  it("uses the room that one side leaves on the other", () => {
    const words = excerpt(`Ben: here it is.\n${LINE.repeat(40)}`, "Ben: here it is.");
    expect(words).toBe(`Ben: here it is.\n${LINE.repeat(17)}`.trimEnd());
  });

  it("is cut at spaces in a long line", () => {
    const words = excerpt(`${"before ".repeat(200)}here it is ${"after ".repeat(200)}`, "here it is");
    expect(words).toMatch(/^(before )+here it is( after)+$/);
    expect(words.length).toBeGreaterThan(600);
    expect(words.length).toBeLessThanOrEqual(700);
  });

  it("has all words that match, even if they are many", () => {
    const match = "match ".repeat(300);
    expect(excerpt(`${LINE}${match}\n${LINE}`, match)).toBe(match);
  });

  it("is exact, has the match and is short, whatever the text is", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n"), maxLength: 3_000 });
    fc.assert(
      fc.property(texts, fc.nat(3_000), fc.nat(300), (text, start, length) => {
        const from = Math.min(start, text.length);
        const to = Math.min(text.length, from + length);
        const {
          startOffset,
          endOffset,
          text: words,
        } = excerptOf({
          text,
          startOffset: 50,
          said: { startOffset: 50 + from, endOffset: 50 + to },
        });
        expect(words).toBe(text.slice(startOffset - 50, endOffset - 50));
        expect(startOffset - 50).toBeLessThanOrEqual(from);
        expect(endOffset - 50).toBeGreaterThanOrEqual(to);
        expect(words.length).toBeLessThanOrEqual(700);
      }),
    );
  });
});
