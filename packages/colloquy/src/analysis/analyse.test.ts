import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse, words } from "./index.ts";

describe("analyse", () => {
  it("maps the forms of an English word, in any case, to one term", () => {
    expect(analyse("Microphones microphone MICROPHONE'S microphone’s")).toEqual(Array(4).fill("microphon"));
  });

  it("drops stop words, contractions of them and their fragments", () => {
    expect(analyse("It isn't that they don’t, uh, we 're on the wireless")).toEqual(["wireless"]);
  });

  it("keeps repetitions and order", () => {
    expect(analyse("budget then speech then budget")).toEqual(["budget", "speech", "budget"]);
  });

  it("ignores accents and the width of letters, and keeps words of other alphabets whole", () => {
    expect(analyse("Café naïve Žižek ＡＢＣ")).toEqual(analyse("cafe naive zizek abc"));
    expect(analyse("Привет, МИР! नमस्ते")).toEqual(["привет", "мир", "नमस्ते"]);
  });

  it("splits scripts without spaces into pairs of characters, so that any part is found", () => {
    expect(analyse("会議の記録")).toEqual(["会議", "議の", "の記", "記録"]);
    expect(analyse("年")).toEqual(["年"]);
    expect(analyse("GPT模型2024年")).toEqual(["gpt", "模型", "2024", "年"]);
    expect(analyse("한국어를")).toEqual(["한국", "국어", "어를"]);
  });

  it("keeps a number with its separators as one word", () => {
    expect(analyse("[00:01:02.500] 3.5 10,000 amendments 11,12")).toEqual([
      "00:01:02.500",
      "3.5",
      "10000",
      "amend",
      "11",
      "12",
    ]);
  });

  it("returns the same terms, without spaces, for the same text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const terms = analyse(text);
        for (const term of terms) expect(term).toMatch(/^\S+$/);
        expect(analyse(text)).toEqual(terms);
      }),
    );
  });

  it("accepts a very long word", () => {
    expect(analyse("a".repeat(100_000))).toEqual(["a".repeat(100_000)]);
  });
});

describe("words", () => {
  it("keeps stop words and endings", () => {
    expect(words("The Chair’s ideas")).toEqual(["the", "chair", "ideas"]);
  });
});
